/**
 * Says the sentences of a pack: fills in what they leave open, chooses the plural, writes numbers in the digits
 * of the language, and keeps a word of the other direction from turning the sentence around it.
 */
import type { Language } from "./language";

type Areas = {
  page: typeof import("../packs/en/page.json");
  help: typeof import("../packs/en/help.json");
  telling: typeof import("../packs/en/telling.json");
  sending: typeof import("../packs/en/sending.json");
  common: typeof import("../packs/en/common.json");
  back: typeof import("../packs/en/back.json");
  carry: typeof import("../packs/en/carry.json");
  community: typeof import("../packs/en/community.json");
  map: typeof import("../packs/en/map.json");
};

/** The name of a sentence: its area and its key there, as English has it. */
export type Key = { [Area in keyof Areas]: `${Area}.${keyof Areas[Area] & string}` }[keyof Areas];
/** One sentence, or one for each CLDR category of plural that `{count}` may fall into. */
export type Sentence = string | { readonly [category in Intl.LDMLPluralRule]?: string };
export type Values = Readonly<Record<string, string | number>>;

/** A code of `vocabulary/` and what the phone calls it. */
export type Named = readonly [code: string, label: string];
/** A kind of care: its code, what it is, and how soon it does most. */
export type Window = readonly [code: string, label: string, when: string];

export interface Words {
  readonly say: Readonly<Record<string, Sentence>>;
  readonly purposes: readonly Named[];
  readonly services: readonly Named[];
  readonly seasons: readonly Named[];
  readonly windows: readonly Window[];
}

type How = Pick<Language, "direction" | "locale" | "digits">;

/** The locale with its digits, and the calendar that dates are meant in. */
export const localeOf = ({ locale, digits }: How): string => `${locale}-u-ca-gregory-nu-${digits}`;

/** A sentence with its values; numbers are written out, and `count` chooses the plural. */
export function fill(sentence: Sentence, values: Values, how: How): string {
  const text = typeof sentence === "string" ? sentence : plural(sentence, Number(values.count), how.locale);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (typeof value === "number") return new Intl.NumberFormat(localeOf(how), { useGrouping: false }).format(value);
    return value === undefined ? whole : isolated(value, how);
  });
}

function plural(sentence: Exclude<Sentence, string>, count: number, locale: string): string {
  return sentence[new Intl.PluralRules(locale).select(count)] ?? sentence.other ?? "";
}

const TURNS = { ltr: /[\u0590-\u08ff\ufb1d-\ufefc]/, rtl: /[A-Za-z\u00c0-\u024f\d]/ };

/** Between FSI and PDI where it could turn what stands around it (Unicode Standard Annex 9). */
const isolated = (value: string, { direction }: How): string =>
  TURNS[direction].test(value) ? `\u2068${value}\u2069` : value;

/** `text` with its digits in those of the language: a time, a code. */
export function inDigits(text: string, how: How): string {
  const digits = new Intl.NumberFormat(localeOf(how), { useGrouping: false }).format(9876543210);
  return text.replace(/\d/g, (digit) => digits[9 - Number(digit)] ?? digit);
}
