/**
 * The small types that our JSON is made of: each a function that says whether a
 * value is of it. An object has exactly the members that its shape names.
 */
import { fromBase64Url } from "./codec";

export type Check = (value: unknown) => boolean;

/** A string, of `pattern` if there is one. */
export const text =
  (pattern?: RegExp): Check =>
  (value) =>
    typeof value === "string" && (!pattern || pattern.test(value));

/** One of these, exactly. */
export const among =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);

/** A whole number, from `least` on. */
export const whole =
  (least = 0): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= least;

/** Null, or what `check` takes. */
export const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

/** What any of `checks` takes. */
export const either =
  (...checks: Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

/** A list of `least` to `most` items that `check` takes. */
export const list =
  (check: Check, least = 0, most = Number.POSITIVE_INFINITY): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);

/** An object of at least `least` members, whose names are of `name` and whose values `check` takes. */
export const map =
  (name: RegExp, check: Check, least = 0): Check =>
  (value) =>
    isObject(value) &&
    Object.keys(value).length >= least &&
    Object.entries(value).every(([key, item]) => name.test(key) && check(item));

/** An object of exactly `members`, and perhaps of some of `more`. */
export function object(members: Record<string, Check>, more: Record<string, Check> = {}): Check {
  const checks = new Map(Object.entries({ ...more, ...members }));
  return (value) =>
    isObject(value) &&
    Object.keys(members).every((key) => key in value) &&
    Object.entries(value).every(([key, item]) => checks.get(key)?.(item) === true);
}

/** Whether nothing is in `values` twice. */
export const distinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

export const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/;
export const CODE = /^[a-z][a-z0-9_]{0,63}$/;
export const QUESTION = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
/** 256 bits in 52 characters leave four bits of the last one empty: only `a` and `q` can end an id. */
export const id = text(/^[a-z2-7]{51}[aq]$/);
export const sha256 = text(/^[0-9a-f]{64}$/);
export const language = text(LANGUAGE);
export const hybridRecipient = text(/^age1pq1[02-9ac-hj-np-z]{1952}$/);
export const byLanguage = (least = 0): Check => map(LANGUAGE, text(), least);

/** Base64url of so many bytes. */
export const bytes =
  (count: number): Check =>
  (value) => {
    try {
      return fromBase64Url(value as string).length === count;
    } catch {
      return false;
    }
  };

/** `YYYY-MM-DD`, a day that there is. */
export const day: Check = (value) => {
  if (typeof value !== "string" || !/^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
