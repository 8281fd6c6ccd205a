/** A receipt's digits as people write them (spec/receipt.md): nobody who tells for the first time needs that. */
import { Problem } from "./problem";
import { DIGITS } from "./receipt";

const ZEROS = [0x30, 0x660, 0x6f0];

/** Four groups of four. */
export const show = (digits: string): string => digits.replace(/(.{4})(?=.)/g, "$1 ");

/** The sixteen digits in what was typed, whatever stands between them. Throws `sealing.bad_receipt`. */
export function read(typed: string): string {
  const digits = Array.from(typed, digitOf).join("");
  if (digits.length !== DIGITS) throw new Problem("sealing.bad_receipt");
  return digits;
}

function digitOf(character: string): string {
  const code = character.codePointAt(0) as number;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? "" : String(code - zero);
}
