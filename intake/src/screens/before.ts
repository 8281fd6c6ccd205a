/** What she may want to know before she tells, and by which form she tells it. */
import type { App, Screen } from "../app";
import { type Form, say } from "../desk/bundle";
import { h } from "../h";
import { Drafts } from "../sending/drafts";
import { help } from "./help";
import { actions, button, title, to } from "./parts";
import { firstQuestion } from "./question";

const POINTS = [1, 2, 3, 4, 5] as const;

export function before(app: App): HTMLElement {
  app.drafts ??= new Drafts(app);
  const { told } = app;
  const [own, ...others] = offered(app);
  const begin = (form: Form | null): void => {
    told.form = form;
    app.show(firstQuestion(app), before);
  };
  return h(
    "div",
    null,
    title(app.say("telling.before.title")),
    h(
      "ul",
      { class: "points" },
      POINTS.map((point) => h("li", null, app.say(`telling.before.point${point}`, { desk: app.deskName }))),
    ),
    actions(
      button(app.say("telling.before.begin"), () => begin(told.form ?? own ?? null), { class: "main" }),
      told.form === null &&
        others.map((form) => button(say(form.names, app.language), () => begin(form), { class: "quiet" })),
      to(app, app.say("common.back"), help, null, { class: "quiet" }),
    ),
  );
}

/** Forms for whoever tells of themselves, or of what they saw: the survivor's own first. */
function offered(app: App): readonly Form[] {
  const { forms } = app.openDesk;
  const by = (teller: Form["teller"]): readonly Form[] => forms.filter((form) => form.teller === teller);
  const found = [...by("survivor"), ...by("witness")];
  return found.length > 0 ? found : forms.slice(0, 1);
}

/** Opens the desk's form of this id, as a community worker does for whoever they listen to; what was told before is forgotten. */
export function beginTelling(app: App, id: string, from: Screen): void {
  app.told.clear();
  app.drafts ??= new Drafts(app);
  app.told.form = app.openDesk.forms.find((form) => form.id === id) ?? null;
  app.show(firstQuestion(app), from);
}
