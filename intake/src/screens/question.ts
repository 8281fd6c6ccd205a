/**
 * One question at a time, of the form that the desk has signed. Each can be
 * passed over, refused or answered with "I do not know", and each can be the last.
 */
import type { App, Screen } from "../app";
import { type Question, say } from "../desk/bundle";
import { h } from "../h";
import type { Answer } from "../telling/told";
import { field } from "./answers";
import { before } from "./before";
import { consents } from "./consents";
import { actions, choice, title, to } from "./parts";
import { review } from "./review";

const made = new Map<number, Screen>();

/** The screen of the form's question number `index`, from 0; the same function for the same number. */
export function questionAt(index: number): Screen {
  const screen = made.get(index) ?? ((app: App) => show(app, index, questionAt(index)));
  made.set(index, screen);
  return screen;
}

/** The last question, or what comes before the first where a form has none. */
export const lastQuestion = (app: App): Screen =>
  app.form.questions.length > 0 ? questionAt(app.form.questions.length - 1) : before;

function show(app: App, index: number, self: Screen): HTMLElement {
  const { questions } = app.form;
  const question = questions[index];
  if (!question) return consents(app);
  const { language } = app;
  const next = index + 1 < questions.length ? questionAt(index + 1) : consents;
  const last = index > 0 ? questionAt(index - 1) : before;
  const answering = h(
    "fieldset",
    { class: "field", "aria-label": say(question.label, language) },
    field(app, question, self),
  );
  return h(
    "form",
    { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
    title(say(question.label, language)),
    question.hint && h("p", { class: "hint" }, say(question.hint, language)),
    answering,
    either(app, question, answering),
    actions(
      to(app, app.say("page.onward"), next, self, { class: "main" }),
      to(app, app.say("page.back"), last, index > 1 ? questionAt(index - 2) : before, { class: "quiet" }),
      to(app, app.say("page.stopHere"), review, self, { class: "quiet" }),
    ),
  );
}

/** "I will not say" and "I do not know" set an answer aside; taken back, the answer is there again. */
function either(app: App, question: Question, answering: HTMLFieldSetElement): HTMLElement {
  const { told } = app;
  const answer = told.answers.get(question.name);
  const is = (member: string): boolean => typeof answer === "object" && !Array.isArray(answer) && member in answer;
  let aside: Answer | null = answering.disabled ? null : (answer ?? null);
  const box = (member: string, label: string, value: Answer): HTMLLabelElement =>
    choice("checkbox", member, label, is(member), (checked) => {
      if (!answering.disabled) aside = told.answers.get(question.name) ?? null;
      for (const other of boxes) {
        const input = other.querySelector("input");
        if (input && input.name !== member) input.checked = false;
      }
      answering.disabled = checked;
      told.answer(question.name, checked ? value : aside);
    });
  const boxes = [
    box("refused", app.say("telling.question.refused"), { refused: true }),
    box("unknown", app.say("telling.question.unknown"), { unknown: true }),
  ];
  if (is("refused") || is("unknown")) {
    answering.disabled = true;
    aside = null;
  }
  return h("div", { class: "either" }, boxes);
}
