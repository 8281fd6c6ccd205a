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

/** A day, written out as her language does. */
export const dayIn = (app: App, day: string): string =>
  new Intl.DateTimeFormat(app.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));
