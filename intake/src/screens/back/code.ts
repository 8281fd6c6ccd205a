/** Sixteen digits, shown in four groups of four, and the pad on which they are given back. */
import type { App } from "../../app";
import { h } from "../../h";
import { button } from "../parts";
import { nameOf, sign, type Way } from "./pictures";

export const LENGTH = 16;

/** As many of the sixteen places as there are `digits`; the others are empty. */
export const code = (app: App, digits: string, way: Way): HTMLElement =>
  h(
    "div",
    { class: `code ${way}`, dir: "ltr", translate: "no" },
    [0, 4, 8, 12].map((start) =>
      h(
        "p",
        null,
        [0, 1, 2, 3].map((at) => {
          const digit = digits[start + at];
          return digit === undefined ? h("span", { class: "empty" }) : sign(app, digit, way);
        }),
      ),
    ),
  );

/** A key for each digit, which the phone's own keys press as well, and one that takes the last back. */
export function pad(app: App, way: Way, press: (digit: string) => void, takeBack: () => void): HTMLElement {
  const key = (digit: string): HTMLButtonElement => {
    const one = button("", () => press(digit), { class: "quiet", "aria-label": nameOf(app, digit, way) });
    one.append(sign(app, digit, way));
    return one;
  };
  const order = way === "numbers" ? "1234567890" : "0123456789";
  return h(
    "div",
    {
      class: `pad ${way}`,
      dir: "ltr",
      onkeydown: (event: Event) => {
        const { key: pressed } = event as KeyboardEvent;
        if (/^\d$/.test(pressed)) press(pressed);
        if (pressed === "Backspace") takeBack();
      },
    },
    Array.from(order, key),
    button("⌫", takeBack, { class: "quiet", "aria-label": app.say("back.pad.takeBack") }),
  );
}

/** The choice between numbers and pictures. */
export const ways = (app: App, way: Way, choose: (way: Way) => void): HTMLElement =>
  h(
    "div",
    { class: "ways", role: "group" },
    (["numbers", "pictures"] as const).map((one) =>
      button(app.say(`back.way.${one}`), () => choose(one), { class: "quiet", "aria-pressed": String(one === way) }),
    ),
  );
