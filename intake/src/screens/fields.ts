/** Pieces of the screens that come after the first: what is chosen, typed, or pressed twice. */
import { type Child, h } from "../h";
import { button } from "./parts";

/** A button that must be pressed twice: the second time it says what will be done. */
export function sure(text: string, again: string, act: () => void): HTMLButtonElement {
  let asked = false;
  const element = button(
    text,
    () => {
      if (asked) return act();
      asked = true;
      element.textContent = again;
    },
    { class: "quiet" },
  );
  return element;
}

/** A choice with a large target: a radio button or a check box, and its words. */
export function choice(
  type: "radio" | "checkbox",
  name: string,
  label: Child,
  checked: boolean,
  onchange: (checked: boolean) => void,
  id: string | null = null,
): HTMLLabelElement {
  const input = h("input", { type, name, id, autocomplete: "off", onchange: () => onchange(input.checked) });
  // The property, not the attribute: a browser that restores forms finds nothing to restore.
  input.checked = checked;
  return h("label", { class: "choice" }, input, h("span", null, label));
}

/** A box for own words; nothing that is typed is suggested, corrected or remembered by the browser. */
export function words(
  label: HTMLElement | string,
  value: string,
  oninput: (text: string) => void,
  rows = 4,
): HTMLElement {
  const box = h("textarea", {
    rows,
    autocomplete: "off",
    autocorrect: "off",
    spellcheck: "false",
    oninput: () => oninput(box.value),
  });
  box.value = value;
  return h("label", { class: "words" }, h("span", null, label), box);
}
