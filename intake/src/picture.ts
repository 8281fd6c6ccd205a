/**
 * Our own pictograms (static/pictures): one file, fetched when the first of them is shown. They stand beside words and say
 * no more than those do, so that a screen reader passes them over.
 */

/** The file that holds them, put in by the build; "" where the page holds them itself. */
declare const PICTURES: string;

const SVG = "http://www.w3.org/2000/svg";

/** The pictogram of this name. */
export function picture(name: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "picture");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${PICTURES}#${name}`);
  svg.append(use);
  return svg;
}
