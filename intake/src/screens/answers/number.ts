/** A whole number, tapped up and down or typed in the digits of any keyboard. */
import type { App } from "../../app";
import { type Child, h } from "../../h";
import { button } from "../parts";

/** The zeros of Western, Arabic and Persian digits. */
const ZEROS = [0x30, 0x660, 0x6f0];
const LONGEST = 9;

export function number(app: App, key: string, label: string): Child {
  const { told } = app;
  const answer = told.answers.get(key);
  let value = typeof answer === "object" && "number" in answer ? answer.number : null;
  const input = h("input", {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    "aria-label": label,
    oninput: () => set(read(input.value)),
    onchange: () => show(),
  });
  const set = (next: number | null): void => {
    value = next;
    told.answer(key, next === null ? null : { number: next });
  };
  const show = (): void => {
    input.value = value === null ? "" : app.digits(String(value));
  };
  const step = (by: number): void => {
    set(Math.max(0, (value ?? 0) + by));
    show();
  };
  show();
  return h(
    "div",
    { class: "number" },
    input,
    button("−", () => step(-1), { class: "quiet", "aria-label": app.say("telling.number.less") }),
    button("+", () => step(1), { class: "quiet", "aria-label": app.say("telling.number.more") }),
  );
}

/** The digits of what was typed as a number; null where there are none. */
function read(typed: string): number | null {
  const digits = Array.from(typed, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const zero = ZEROS.find((one) => code >= one && code <= one + 9);
    return zero === undefined ? "" : code - zero;
  });
  const text = digits.join("").slice(0, LONGEST);
  return text === "" ? null : Number(text);
}
