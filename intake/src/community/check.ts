/** The eight digits that phone and desk compare by voice (spec/worker.md, Enrolment). */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../sealing/codec";

/** Two groups of four digits for a key (32 bytes) and the recipient that came with it. */
export function checkDigits(key: Uint8Array, recipient: string): string {
  const hash = sha256(Uint8Array.of(...utf8("amana-worker-check/1\n"), ...key, ...utf8(recipient)));
  const number = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0) % BigInt(100_000_000);
  return String(number)
    .padStart(8, "0")
    .replace(/^(.{4})/, "$1 ");
}
