/** Puts our pictograms (static/pictures) into one file, of which the page uses each by its name. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const FOLDER = "static/pictures";

/** The names of all pictograms. */
export const pictureNames = () =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".svg"))
    .map((name) => basename(name, ".svg"))
    .sort();

/** All of them as the symbols of one SVG; how they are drawn is the style's business. */
export function sprite() {
  const symbols = pictureNames().map((name) => {
    const [, inner] = /^<svg[^>]*>(.*)<\/svg>\s*$/s.exec(readFileSync(join(FOLDER, `${name}.svg`), "utf8")) ?? [];
    if (!inner) throw new Error(`${name}.svg is not one <svg> element`);
    return `<symbol id="${name}" viewBox="0 0 48 48">${inner}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}
