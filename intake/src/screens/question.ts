/**
 * One question at a time, of the form that the desk has signed. Each can be
 * passed over, refused or answered with "I do not know", and each can be the last.
 */
import type { App, Screen } from "../app";
import { type Question, say } from "../desk/bundle";
import { type Child, h } from "../h";
import { picture } from "../picture";
import { type Answer, isRefusal, readKey } from "../telling/told";
import { isGroup, Walk } from "../telling/walk";
import { field } from "./answers/field";
import { label } from "./answers/label";
import { before } from "./before";
import { consents } from "./consents";
import { choice } from "./fields";
import { actions, button, title, to } from "./parts";
import { another } from "./repeat";
import { review } from "./review";

const made = new Map<string, Screen>();

/** The screen of the question or the repeat under a key (telling/told.ts); the same function for the same key. */
export function questionAt(key: string): Screen {
  const screen = made.get(key) ?? ((app: App) => show(app, key, questionAt(key)));
  made.set(key, screen);
  return screen;
}

/** The form that is told, as it stands now; null before one is begun, and after all was forgotten. */
export const walkOf = (app: App): Walk | null => app.told.form && new Walk(app.told.form, app.told);

export const firstQuestion = (app: App): Screen => at(walkOf(app)?.stops()[0] ?? null, consents);

export const lastQuestion = (app: App): Screen => at(walkOf(app)?.stops().slice(-1)[0] ?? null, before);

const at = (key: string | null, otherwise: Screen): Screen => (key === null ? otherwise : questionAt(key));

function show(app: App, key: string, self: Screen): HTMLElement {
  const walk = walkOf(app);
  const place = walk?.at(key);
  if (!walk || !place) return before(app);
  const next = (): Screen => at(walk.beside(key, 1), consents);
  const last = at(walk.beside(key, -1), before);
  const { item } = place;
  const heading = [title(label(app, item)), hint(app, item)];
  const back = [
    to(app, app.say("common.back"), last, null, { class: "quiet" }),
    to(app, app.say("common.stopHere"), review, self, { class: "quiet" }),
  ];
  return h(
    "form",
    { autocomplete: "off", onsubmit: (event: Event) => event.preventDefault() },
    progress(app, walk, key),
    around(app, walk, key),
    heading,
    isGroup(item)
      ? another(app, walk, item, self, next, back)
      : [asked(app, walk, item, key, self), actions(onward(app, walk, item, key, self, next), back)],
  );
}

/** How far one is, without numbers: a line that grows. */
function progress(app: App, walk: Walk, key: string): HTMLElement {
  const stops = walk.stops();
  const [question, instance] = readKey(key);
  const done = stops.indexOf((instance !== null && walk.at(key)?.repeat?.name) || question);
  return h("progress", { value: done, max: stops.length, "aria-label": app.say("telling.question.progress") });
}

/** The groups that a question is in, and in an instance of a repeat, which one. */
function around(app: App, walk: Walk, key: string): Child {
  const place = walk.at(key);
  const names = place?.groups.map((group) => {
    const number = app.told.instances(group.name).indexOf(readKey(key)[1] ?? -1) + 1;
    return `${say(group.label, app.language)}${number > 0 ? ` ${app.digits(String(number))}` : ""}`;
  });
  if (!place || !names?.some((name) => name !== "")) return null;
  const first = place.groups.filter(({ kind, questions }) => kind === "group" && questions[0] === place.item);
  return [
    h("p", { class: "kind" }, names.filter((name) => name !== "").join(" · ")),
    first.map((group) => hint(app, group)),
  ];
}

const hint = (app: App, { hint }: Pick<Question, "hint">): Child =>
  hint && h("p", { class: "hint" }, say(hint, app.language));

function asked(app: App, walk: Walk, question: Question, key: string, self: Screen): Child {
  if (question.kind === "note") return null;
  const answering = h(
    "fieldset",
    { class: "field", "aria-label": say(question.label, app.language) },
    field(app, walk, question, key, self),
  );
  return [answering, either(app, key, answering)];
}

/** Goes on; where a check does not hold, its sentence is shown first, once, and nobody is kept from going on. */
function onward(app: App, walk: Walk, question: Question, key: string, self: Screen, next: () => Screen): Child {
  const doubt = h("p", { role: "alert" });
  let shown: Answer | undefined;
  return [
    doubt,
    button(
      app.say("common.onward"),
      () => {
        const answer = app.told.answers.get(key);
        if (walk.checked(key) || answer === shown) return app.show(next(), self);
        shown = answer;
        doubt.className = "doubt";
        doubt.textContent = `${question.check ? say(question.check.say, app.language) : ""} ${app.say("telling.question.doubt")}`;
      },
      { class: "main" },
    ),
  ];
}

/** "I will not say" and "I do not know" set an answer aside; taken back, the answer is there again. */
function either(app: App, key: string, answering: HTMLFieldSetElement): HTMLElement {
  const { told } = app;
  const given = told.answers.get(key);
  let aside: Answer | null = null;
  const is = (member: string): boolean => typeof given === "object" && member in given;
  const box = (member: string, text: string, value: Answer): HTMLLabelElement =>
    choice("checkbox", member, [picture(member), text], is(member), (checked) => {
      if (!answering.disabled) aside = told.answers.get(key) ?? null;
      for (const other of boxes) {
        const input = other.querySelector("input");
        if (input && input.name !== member) input.checked = false;
      }
      answering.disabled = checked;
      told.answer(key, checked ? value : aside);
    });
  const boxes = [
    box("refused", app.say("telling.question.refused"), { refused: true }),
    box("unknown", app.say("telling.question.unknown"), { unknown: true }),
  ];
  answering.disabled = isRefusal(given);
  return h("div", { class: "either" }, boxes);
}
