/** Where sixteen digits are given: typed, in any script and with anything between them, or tapped as pictures. */
import type { App } from "../../app";
import { h } from "../../h";
import { read } from "../../sealing/receipt-digits";
import { code, LENGTH, pad } from "./code";
import type { Way } from "./pictures";

/** What was given so far, which outlives a change of the screen's language or way. */
export interface Given {
  text: string;
}

/** The sixteen digits, or null where they are not sixteen. */
export function digitsOf({ text }: Given): string | null {
  try {
    return read(text);
  } catch {
    return null;
  }
}

/** A field with its label; what is given goes into `given`. */
export function entry(app: App, label: string, given: Given, way: Way): HTMLElement {
  if (way === "numbers") {
    const box = h("input", {
      type: "text",
      inputmode: "numeric",
      autocomplete: "off",
      spellcheck: "false",
      dir: "ltr",
      class: "digits",
      maxlength: 40,
      oninput: () => {
        given.text = box.value;
      },
    });
    box.value = given.text;
    return h("label", { class: "words" }, h("span", null, label), box);
  }
  given.text = given.text.replace(/\D/g, "");
  const shown = h("div", { "aria-live": "polite" }, code(app, given.text, way));
  const put = (text: string): void => {
    given.text = text.slice(0, LENGTH);
    shown.replaceChildren(code(app, given.text, way));
  };
  const keys = pad(
    app,
    way,
    (digit) => put(given.text + digit),
    () => put(given.text.slice(0, -1)),
  );
  return h("fieldset", { class: "field" }, h("legend", { class: "hint" }, label), shown, keys);
}
