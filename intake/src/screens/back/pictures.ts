/** A picture for each digit, for whoever remembers those better (static/pictures/README.md). */

import zero from "../../../static/pictures/digits/0.svg";
import one from "../../../static/pictures/digits/1.svg";
import two from "../../../static/pictures/digits/2.svg";
import three from "../../../static/pictures/digits/3.svg";
import four from "../../../static/pictures/digits/4.svg";
import five from "../../../static/pictures/digits/5.svg";
import six from "../../../static/pictures/digits/6.svg";
import seven from "../../../static/pictures/digits/7.svg";
import eight from "../../../static/pictures/digits/8.svg";
import nine from "../../../static/pictures/digits/9.svg";
import type { App } from "../../app";
import { h } from "../../h";
import type { Key } from "../../words";

const PICTURES = [zero, one, two, three, four, five, six, seven, eight, nine];

/** In which way digits are shown. */
export type Way = "numbers" | "pictures";

/** What a digit is called: its number, and the thing in its picture. */
export const nameOf = (app: App, digit: string, way: Way): string =>
  way === "numbers" ? app.digits(digit) : app.say(`back.picture.${digit}` as Key);

/** One digit, as a number or as its picture. */
export function sign(app: App, digit: string, way: Way): HTMLElement {
  if (way === "numbers") return h("span", null, app.digits(digit));
  const drawn = new DOMParser().parseFromString(PICTURES[Number(digit)] ?? "", "image/svg+xml").documentElement;
  drawn.setAttribute("aria-hidden", "true");
  return h("span", { role: "img", "aria-label": nameOf(app, digit, way) }, document.importNode(drawn, true));
}
