/** Pieces that several screens are made of. */
import type { App, Screen } from "../app";
import { type Child, h, type Props } from "../h";

/** The screen's one heading; it takes the focus when the screen comes, so that a screen reader begins there. */
export const title = (text: Child): HTMLElement => h("h1", { tabindex: -1 }, text);

/** A button: `class` is `main`, `quiet` or `link`. */
export const button = (text: string, onclick: () => void, props: Props = {}): HTMLButtonElement =>
  h("button", { type: "button", onclick, ...props }, text);

/** Buttons at the end of a screen. */
export const actions = (...children: Child[]): HTMLElement => h("div", { class: "actions" }, children);

/** A button that leads to another screen. */
export const to = (
  app: App,
  text: string,
  screen: Screen,
  before: Screen | null,
  props: Props = {},
): HTMLButtonElement => button(text, () => app.show(screen, before), props);

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

/** A day, written out as her language does. */
export const dayIn = (app: App, day: string): string =>
  new Intl.DateTimeFormat(app.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
