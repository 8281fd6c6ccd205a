/** How each kind of question is answered. */
import type { App, Screen } from "../app";
import { type Question, say } from "../desk/bundle";
import type { Child } from "../h";
import type { Answer } from "../telling/told";
import { button, choice, words } from "./parts";
import { voice } from "./voice";

/** The choices, the box or the recorder of a question. */
export function field(app: App, question: Question, self: Screen): Child {
  if (question.kind === "voice") return voice(app, question.name, self);
  if (question.kind === "many") return several(app, question);
  return question.choices ? one(app, question) : box(app, question, app.say("telling.question.optional"));
}

const given = (app: App, question: Question): Answer | undefined => app.told.answers.get(question.name);

/** One of the choices, which can be taken away again; "about when" and "about where" can be said in own words instead. */
function one(app: App, question: Question): Child {
  const choices = question.choices ?? [];
  const codes = choices.map(({ code }) => code);
  const chosen = given(app, question);
  const clear = button(app.say("telling.question.clear"), () => set(null), { class: "link" });
  clear.hidden = !codes.includes(chosen as string);
  const radios = choices.map(({ code, label }) =>
    choice("radio", "answer", say(label, app.language), chosen === code, () => set(code)),
  );
  const own = question.kind !== "one" && box(app, question, app.say("telling.question.ownWay"), codes, () => uncheck());

  const uncheck = (): void => {
    clear.hidden = true;
    for (const radio of radios) (radio.firstChild as HTMLInputElement).checked = false;
  };
  const set = (code: string | null): void => {
    app.told.answer(question.name, code);
    if (own) (own.lastChild as HTMLTextAreaElement).value = "";
    if (code === null) {
      uncheck();
      (radios[0]?.firstChild as HTMLInputElement | undefined)?.focus();
    } else clear.hidden = false;
  };
  return [radios, own, clear];
}

function several(app: App, question: Question): Child {
  const answer = given(app, question);
  const chosen = new Set(Array.isArray(answer) ? (answer as readonly string[]) : []);
  return (question.choices ?? []).map(({ code, label }) =>
    choice("checkbox", code, say(label, app.language), chosen.has(code), (checked) => {
      if (checked) chosen.add(code);
      else chosen.delete(code);
      app.told.answer(question.name, [...chosen]);
    }),
  );
}

/** A box for own words; `codes` are answers that are not words. */
function box(
  app: App,
  question: Question,
  label: string,
  codes: readonly string[] = [],
  typed?: () => void,
): HTMLElement {
  const answer = given(app, question);
  const text = typeof answer === "string" && !codes.includes(answer) ? answer : "";
  return words(
    label,
    text,
    (now) => {
      app.told.answer(question.name, now);
      typed?.();
    },
    question.kind === "text" ? 6 : 2,
  );
}
