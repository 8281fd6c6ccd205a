/**
 * The languages of the page, as the packs have them (packs/). Each is two files of its own: the words of helping,
 * telling and sealing, and those of all else. The service worker keeps them all, so that the page also switches offline.
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
  readonly more: () => Promise<{ readonly default: Pick<Words, "say"> }>;
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

/** Its words: those of the first half, and of the other one where `more` asks for it. */
export async function load(language: Language, more = false): Promise<Words> {
  const [first, rest] = await Promise.all([language.words(), more ? language.more() : null]);
  return rest ? { ...first.default, say: { ...first.default.say, ...rest.default.say } } : first.default;
}

/** Shows the whole page as one in this language. */
export function dress(language: Language): void {
  document.documentElement.lang = language.tag;
  document.documentElement.dir = language.direction;
}
