/**
 * The languages of the page, as the packs have them (packs/). Each has a file of words for each bundle.
 * The service worker keeps them all, so that the page also switches offline.
 */
import languages from "packs:list";
import type { Words } from "./words";

export interface Language {
  readonly tag: string;
  /** Its own name. */
  readonly name: string;
  readonly direction: "rtl" | "ltr";
  /** In which days, numbers and plurals are said. */
  readonly locale: string;
  /** The numbering system of its digits, as Unicode names it. */
  readonly digits: string;
  readonly words: () => Promise<{ readonly default: Words }>;
  readonly tell: () => Promise<{ readonly default: Partial<Words> }>;
  readonly more: () => Promise<{ readonly default: Partial<Words> }>;
}

/** Every language that the page speaks. */
export const LANGUAGES = languages;

/** The first of `wanted` that the page speaks, else English. */
export function choose(wanted: readonly string[]): Language {
  const tags = wanted.map((tag) => tag.toLowerCase()).flatMap((tag) => [tag, tag.split("-")[0]]);
  const find = (tag?: string): Language | undefined => languages.find((one) => one.tag === tag);
  const found = find(tags.find(find)) ?? find("en");
  if (!found) throw new TypeError("no language");
  return found;
}

/** The bundles, in the order in which they come, by their words. */
export const PARTS = ["words", "tell", "more"] as const;
export type Part = (typeof PARTS)[number];

/** Its words, up to those of the bundle that is named. */
export async function load(language: Language, upTo: Part): Promise<Words> {
  const parts = PARTS.slice(0, PARTS.indexOf(upTo) + 1);
  const all = (await Promise.all(parts.map((part) => language[part]()))).map((one) => one.default);
  return Object.assign({}, ...all, { say: Object.assign({}, ...all.map(({ say }) => say)) });
}

/** Shows the whole page as one in this language. */
export function dress(language: Language): void {
  document.documentElement.lang = language.tag;
  document.documentElement.dir = language.direction;
}
