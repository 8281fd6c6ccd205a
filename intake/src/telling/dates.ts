/** Dates as exact as they are known (spec/form.md, A date of any precision), put together from what was tapped. */
import type { Answer } from "../sealing/inside";

/** What was tapped so far; a month needs a year, a day a month. */
export interface Tapped {
  readonly year: number | null;
  readonly month: number | null;
  readonly day: number | null;
  readonly season: string | null;
}

const NOTHING: Tapped = { year: null, month: null, day: null, season: null };

/** What was tapped to give this answer. */
export function tappedOf(answer: Answer | undefined): Tapped {
  if (typeof answer !== "object") return NOTHING;
  if ("season" in answer) return { ...NOTHING, season: answer.season, year: answer.year };
  if (!("date" in answer)) return NOTHING;
  const [year = null, month = null, day = null] = answer.date.split("-").map(Number);
  return { ...NOTHING, year, month, day };
}

/** One more tap: a new year keeps season, month and day where that year has them; a season and a month put each other away. */
export function tap(before: Tapped, part: keyof Tapped, value: number | string): Tapped {
  const next = { ...before, [part]: value } as { -readonly [member in keyof Tapped]: Tapped[member] };
  if (part === "season") next.month = null;
  if (part === "month") next.season = null;
  if (next.month === null || (next.day ?? 0) > daysIn(next.year ?? 0, next.month)) next.day = null;
  return next;
}

/** The answer that was tapped; null where nothing was. */
export function answerOf({ year, month, day, season }: Tapped): Answer | null {
  if (season !== null) return { season, year };
  if (year === null) return null;
  const parts = [
    String(year).padStart(4, "0"),
    ...[month, day].filter(isNumber).map((part) => String(part).padStart(2, "0")),
  ];
  return { date: parts.join("-") };
}

export const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** A date in words, in the locale's own digits, by the Gregorian calendar. */
export function dateInWords(date: string, locale: string): string {
  const precision = date.split("-").length;
  return new Intl.DateTimeFormat(locale, {
    calendar: "gregory",
    timeZone: "UTC",
    year: "numeric",
    ...(precision > 1 && { month: "long" }),
    ...(precision > 2 && { day: "numeric" }),
  }).format(new Date(date));
}

/** The names of the twelve months. */
export const monthsIn = (locale: string): readonly string[] => {
  const name = new Intl.DateTimeFormat(locale, { calendar: "gregory", timeZone: "UTC", month: "long" });
  return Array.from({ length: 12 }, (_, month) => name.format(new Date(Date.UTC(2000, month))));
};

const isNumber = (value: number | null): value is number => value !== null;
