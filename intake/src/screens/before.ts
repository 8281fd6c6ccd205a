/** What she may want to know before she tells. */
import type { App } from "../app";
import { h } from "../h";
import { help } from "./help";
import { actions, title, to } from "./parts";
import { questionAt } from "./question";

export function before(app: App): HTMLElement {
  const { before: texts, back } = app.texts;
  return h(
    "div",
    null,
    title(texts.title),
    h(
      "ul",
      { class: "points" },
      texts.points(app.deskName).map((point) => h("li", null, point)),
    ),
    actions(
      to(app, texts.begin, questionAt(0), before, { class: "main" }),
      to(app, back, help, null, { class: "quiet" }),
    ),
  );
}
