/** What may be done with it: each purpose for itself, and what is left open counts as no. */
import type { App } from "../app";
import { h } from "../h";
import { actions, choice, title, to } from "./parts";
import { lastQuestion } from "./question";
import { review } from "./review";

export function consents(app: App): HTMLElement {
  const { consents: texts, purposes, yes, no, onward, back } = app.texts;
  const given = app.told.consents;
  const pick = (purpose: string, value: "yes" | "no", label: string): HTMLElement =>
    choice("radio", purpose, label, given.get(purpose) === value, () => given.set(purpose, value));
  return h(
    "form",
    { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
    title(texts.title),
    h("p", { class: "hint" }, texts.lead),
    h("p", { class: "hint" }, texts.rest),
    purposes.map(([code, label]) =>
      h("fieldset", { class: "purpose" }, h("legend", null, label), pick(code, "yes", yes), pick(code, "no", no)),
    ),
    actions(
      to(app, onward, review, consents, { class: "main" }),
      to(app, back, lastQuestion(app), null, { class: "quiet" }),
    ),
  );
}
