/**
 * JSON with one spelling for each value (spec/README.md), so that no two readers
 * can see two different things in the same bytes. What `JSON.parse` hides, such
 * as duplicate members, shows when it is spelled again.
 */
import { type Bytes, fromUtf8, utf8 } from "./codec";
import { Problem } from "./problem";

const DEEPEST = 32;

/** U+0000, or half of a surrogate pair, as `JSON.stringify` escapes them. */
const NOT_TEXT = /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** The one spelling of `value` in UTF-8. Throws `sealing.bad_json` for what has none. */
export function write(value: unknown): Bytes {
  const text = spell(value);
  if (text === null) throw new Problem("sealing.bad_json");
  return utf8(text);
}

/** The value that `data` spells. Throws `sealing.bad_json` for anything that `write` would not have written. */
export function read(data: Uint8Array): unknown {
  try {
    const text = fromUtf8(data);
    const value: unknown = JSON.parse(text);
    if (spell(value) === text) return value;
  } catch {
    // Not JSON, not UTF-8, or nested too deep: refused below like any other spelling.
  }
  throw new Problem("sealing.bad_json");
}

function spell(value: unknown): string | null {
  const text = JSON.stringify(value);
  return holds(value, DEEPEST) && !NOT_TEXT.test(text) ? text : null;
}

/** Whether numbers are such as every reader holds exactly, and nothing is nested more than `left` deep. */
function holds(value: unknown, left: number): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value !== "object" || value === null) return true;
  return left > 0 && Object.values(value).every((item) => holds(item, left - 1));
}
