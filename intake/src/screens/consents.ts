/** What may be done with it: each purpose for itself, and what is left open counts as no. */
import type { App } from "../app";
import { h } from "../h";
import { choice } from "./fields";
import { actions, title, to } from "./parts";
import { lastQuestion } from "./question";
import { review } from "./review";

export function consents(app: App): HTMLElement {
  const given = app.told.consents;
  const pick = (purpose: string, value: "yes" | "no", label: string): HTMLElement =>
    choice("radio", purpose, label, given.get(purpose) === value, () => app.told.agree(purpose, value));
  return h(
    "form",
    { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
    title(app.say("telling.consents.title")),
    h("p", { class: "hint" }, app.say("telling.consents.lead")),
    h("p", { class: "hint" }, app.say("telling.consents.rest")),
    app.words.purposes.map(([code, label]) =>
      h(
        "fieldset",
        { class: "purpose" },
        h("legend", null, label),
        pick(code, "yes", app.say("common.yes")),
        pick(code, "no", app.say("common.no")),
      ),
    ),
    actions(
      to(app, app.say("common.onward"), review, consents, { class: "main" }),
      to(app, app.say("common.back"), lastQuestion(app), null, { class: "quiet" }),
    ),
  );
}
