/** What she may want to know before she tells. */
import type { App } from "../app";
import { h } from "../h";
import { help } from "./help";
import { actions, title, to } from "./parts";
import { questionAt } from "./question";

const POINTS = [1, 2, 3, 4, 5] as const;

export function before(app: App): HTMLElement {
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
      to(app, app.say("telling.before.begin"), questionAt(0), before, { class: "main" }),
      to(app, app.say("page.back"), help, null, { class: "quiet" }),
    ),
  );
}
