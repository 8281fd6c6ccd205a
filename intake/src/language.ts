/**
 * The languages of the page. Each is a chunk of its own, fetched when it is
 * chosen; the service worker keeps them all, so that the page also switches offline.
 */
import type { Texts } from "./texts/texts";

const PACKS: Readonly<Record<string, () => Promise<{ texts: Texts }>>> = {
  en: () => import("./texts/en"),
  fr: () => import("./texts/fr"),
};
const RIGHT_TO_LEFT = new Set(["ar", "ckb", "fa", "ff-adlm", "he", "ps", "ug", "ur"]);

/** Every language that the page speaks: its tag and its own name. */
export const LANGUAGES: readonly (readonly [tag: string, name: string])[] = [
  ["en", "English"],
  ["fr", "Français"],
];

/** The first of `wanted` that the page speaks, else the first of all. */
export function choose(wanted: readonly string[]): string {
  const plain = wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "");
  return plain.find((tag) => tag in PACKS) ?? "en";
}

/** The sentences of one language. */
export async function load(language: string): Promise<Texts> {
  const pack = PACKS[language] ?? PACKS.en;
  if (!pack) throw new TypeError(language);
  return (await pack()).texts;
}

/** `rtl` or `ltr`. */
export const direction = (language: string): "rtl" | "ltr" => (RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr");
