/**
 * The work that a hub under a flood sets before it takes one more envelope: ALTCHA's proof of work, version 2
 * (spec/hub.md, Under pressure). The page stays awake meanwhile.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { hex } from "../sealing/codec";

interface Challenge {
  readonly parameters: {
    readonly nonce: string;
    readonly salt: string;
    readonly cost: number;
    readonly keyPrefix: string;
  };
}

const TURN = 25;
const MOST_TRIES = 1 << 22;
const MOST_HASHES = 1024;

/** What goes back in `Amana-Work`; null for work that nobody should be asked to do. */
export async function solve(challenge: unknown): Promise<string | null> {
  const { nonce, salt, cost, keyPrefix } = (challenge as Challenge).parameters;
  if (!(cost <= MOST_HASHES)) return null;
  const start = fromHex(salt + nonce);
  const tried = new Uint8Array(start.length + 4);
  tried.set(start);
  const number = new DataView(tried.buffer);
  const wanted = fromHex(keyPrefix);
  let turn = performance.now();
  for (let counter = 0; counter < MOST_TRIES; counter += 1) {
    number.setUint32(start.length, counter);
    let derived = sha256(tried);
    for (let round = 1; round < cost; round += 1) derived = sha256(derived);
    if (wanted.every((byte, at) => derived[at] === byte)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey: hex(derived) } }));
    }
    if (performance.now() - turn > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      turn = performance.now();
    }
  }
  return null;
}

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
