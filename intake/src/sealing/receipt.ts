/**
 * Receipts: sixteen digits with which someone comes back, and without which
 * nobody can (spec/receipt.md). All that a receipt opens is derived from its digits.
 */
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { identityFromSeed } from "./age";
import { utf8 } from "./codec";
import { Mailbox } from "./mailbox";

/** What a receipt opens: the mailbox where replies wait, and the age identity that they are sealed to. */
export interface Derived {
  readonly mailbox: Mailbox;
  readonly identity: string;
}

export const DIGITS = 16;
const SALT = "amana-receipt/1 ";
const TICK = 25;

/** Sixteen digits, each as likely as any other: random bytes of 250 and more are thrown away. */
export function draw(random: () => number = oneByte): string {
  let digits = "";
  while (digits.length < DIGITS) {
    const byte = random();
    if (byte < 250) digits += byte % 10;
  }
  return digits;
}

/**
 * What sixteen `digits`, as `read` gives them, open at the desk of `fingerprint` (scrypt, RFC 7914: 32 MiB). Yields
 * to the page every 25 ms.
 */
export async function derive(digits: string, fingerprint: string): Promise<Derived> {
  const salt = utf8(SALT + fingerprint);
  const seeds = await scryptAsync(utf8(digits), salt, { N: 32768, r: 8, p: 1, dkLen: 64, asyncTick: TICK });
  return { mailbox: new Mailbox(seeds.subarray(0, 32)), identity: identityFromSeed(seeds.subarray(32)) };
}

function oneByte(): number {
  return crypto.getRandomValues(new Uint8Array(1))[0] as number;
}
