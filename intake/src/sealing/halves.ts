/** Halves of a receipt: two lines of sixteen digits, of which each alone says nothing (spec/receipt.md, Halves). */
import { draw } from "./receipt";

/** Two halves of sixteen `digits`: the first drawn as a receipt is, the other what is missing. */
export function split(digits: string, random?: () => number): readonly [string, string] {
  const half = draw(random);
  return [half, each(digits, half, (whole, part) => whole - part + 10)];
}

/** The sixteen digits of which these are the halves, in either order. */
export const join = (half: string, other: string): string => each(half, other, (one, two) => one + two);

const each = (one: string, two: string, make: (one: number, two: number) => number): string =>
  Array.from(one, (digit, at) => make(Number(digit), Number(two[at])) % 10).join("");
