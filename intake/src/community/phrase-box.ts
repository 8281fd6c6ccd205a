/** A box for a pass-phrase: shown as it is typed, since words are checked by eye, and remembered by nobody. */
import { h } from "../h";

export function phraseBox(
  label: string,
  oninput: (text: string) => void = () => undefined,
): [HTMLElement, HTMLInputElement] {
  const box = h("input", {
    type: "text",
    autocomplete: "off",
    autocorrect: "off",
    autocapitalize: "none",
    spellcheck: "false",
    dir: "auto",
    maxlength: 500,
    oninput: () => oninput(box.value),
  });
  return [h("label", { class: "words" }, h("span", null, label), box), box];
}
