/** One of a list, or several; where the list has `other`, in own words too. */
import type { App } from "../../app";
import type { Choice } from "../../desk/bundle";
import type { Child } from "../../h";
import type { Walk } from "../../telling/walk";
import { choice, words } from "../fields";
import { button } from "../parts";
import { label } from "./label";
import { live } from "./live";

export const OTHER = "other";

/** The choices of which one is `chosen`. */
export function radios(
  app: App,
  choices: readonly Choice[],
  chosen: string | undefined,
  set: (code: string) => void,
): Child {
  return choices.map((one) =>
    choice("radio", "answer", label(app, one), chosen === one.code, () => set(one.code), `answer-${one.code}`),
  );
}

/** One of the list, which can be taken away again. */
export function one(app: App, walk: Walk, key: string): Child {
  const choices = walk.choices(key);
  const answer = app.told.answers.get(key);
  let chosen = typeof answer === "string" ? answer : undefined;
  if (chosen !== undefined && !choices.some(({ code }) => code === chosen)) chosen = OTHER;
  const set = (code: string | undefined, own?: string): void => {
    chosen = code;
    app.told.answer(key, own || (code ?? null));
    if (own === undefined) part.again();
  };
  const part = live(() => [
    radios(app, choices, chosen, (code) => set(code)),
    chosen === OTHER && ownWords(app, answerWords(app, key, choices), (own) => set(OTHER, own)),
    chosen !== undefined && button(app.say("telling.question.clear"), () => set(undefined), { class: "link" }),
  ]);
  return part.element;
}

/** Several of the list. */
export function many(app: App, walk: Walk, key: string): Child {
  const choices = walk.choices(key);
  const codes = choices.map(({ code }) => code);
  const answer = app.told.answers.get(key);
  const chosen = new Set(
    Array.isArray(answer) ? (answer as readonly string[]).filter((code) => codes.includes(code)) : [],
  );
  let own = answerWords(app, key, choices);
  const keep = (): void => app.told.answer(key, [...chosen, ...(own.trim() && chosen.has(OTHER) ? [own] : [])]);
  const box = live(
    () =>
      chosen.has(OTHER) &&
      ownWords(app, own, (now) => {
        own = now;
        keep();
      }),
  );
  return [
    choices.map((one) =>
      choice("checkbox", one.code, label(app, one), chosen.has(one.code), (checked) => {
        if (checked) chosen.add(one.code);
        else chosen.delete(one.code);
        keep();
        box.again();
      }),
    ),
    box.element,
  ];
}

const ownWords = (app: App, text: string, typed: (text: string) => void): HTMLElement =>
  words(app.say("telling.question.ownWay"), text, typed, 2);

/** The own words of an answer that may also hold codes. */
function answerWords(app: App, key: string, choices: readonly Choice[]): string {
  const answer = app.told.answers.get(key);
  const all = typeof answer === "string" ? [answer] : Array.isArray(answer) ? (answer as readonly string[]) : [];
  return all.find((text) => !choices.some(({ code }) => code === text)) ?? "";
}
