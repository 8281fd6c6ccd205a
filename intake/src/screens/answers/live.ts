/** Pieces of a screen that change while an answer is tapped together. */
import { append, type Child, h } from "../../h";

/** A part of a screen that draws itself anew and keeps the focus where it was. */
export interface Live {
  readonly element: HTMLElement;
  again(): void;
}

/** `draw` is called at once, and at each `again`; what shall keep the focus has an id. */
export function live(draw: () => Child): Live {
  const element = h("div");
  const again = (): void => {
    const focused = document.activeElement?.id;
    element.replaceChildren();
    append(element, [draw()]);
    if (focused) document.getElementById(focused)?.focus();
  };
  again();
  return { element, again };
}

/** A few short choices side by side, of which one is chosen: years, months, days. `label` says what they are. */
export function chips<T extends string | number>(
  name: string,
  label: string,
  all: readonly (readonly [value: T, text: string])[],
  chosen: T | null,
  choose: (value: T) => void,
  more: Child = null,
): HTMLElement {
  return h(
    "fieldset",
    { class: "chips" },
    h("legend", null, label),
    all.map(([value, text]) => {
      const input = h("input", { type: "radio", name, id: `${name}-${value}`, onchange: () => choose(value) });
      input.checked = value === chosen;
      return h("label", { class: "choice" }, input, h("span", null, text));
    }),
    more,
  );
}

/** Something that is opened when it is wanted; `open` says whether it is already. */
export const opened = (text: string, open: boolean, ...children: Child[]): HTMLDetailsElement =>
  h("details", { open }, h("summary", { id: text }, text), children);
