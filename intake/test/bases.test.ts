/** The small alphabets of the page write and read what the library's do, and refuse what it refuses. */
import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { test } from "node:test";
import { base32nopad, base64, base64nopad, base64urlnopad, bech32 } from "../node_modules/@scure/base/index.js";
import {
  bech32 as b1,
  base32nopad as b32,
  base64 as b64,
  base64nopad as b64n,
  base64urlnopad as b64u,
} from "../src/sealing/bases";

const library = { base32nopad, base64, base64nopad, base64urlnopad, bech32 };
const ours = { base32nopad: b32, base64: b64, base64nopad: b64n, base64urlnopad: b64u, bech32: b1 };

const NAMES = ["base32nopad", "base64", "base64nopad", "base64urlnopad"] as const;
const outcome = (act: () => unknown): unknown => {
  try {
    return act();
  } catch {
    return "refused";
  }
};
/** One character changed, added or taken away. */
const spoilt = (text: string): string => {
  const at = randomInt(text.length + 1);
  const other = "ABCabc019-_+/=2 é"[randomInt(17)] ?? "";
  return text.slice(0, at) + other + text.slice(at + randomInt(2));
};

test("bytes are written and read alike, and what is spoilt is refused alike", () => {
  for (let round = 0; round < 3000; round += 1) {
    const data = new Uint8Array(randomBytes(round % 41));
    for (const name of NAMES) {
      const text = library[name].encode(data);
      assert.equal(ours[name].encode(data), text);
      assert.deepEqual(ours[name].decode(text), data);
      const bad = spoilt(text);
      assert.deepEqual(
        outcome(() => ours[name].decode(bad)),
        outcome(() => Uint8Array.from(library[name].decode(bad))),
        `${name} ${bad}`,
      );
    }
  }
});

test("bech32 alike, upper case and mixed, whole and spoilt", () => {
  for (let round = 0; round < 1500; round += 1) {
    const data = new Uint8Array(randomBytes(round % 41));
    const text = library.bech32.encode("age1pq", library.bech32.toWords(data), false);
    assert.equal(ours.bech32.encode("AGE1PQ", ours.bech32.toWords(data), false), text);
    for (const one of [text, text.toUpperCase(), spoilt(text), text.replace("q", "Q"), text.slice(0, -1)]) {
      const theirs = outcome(() => {
        const { prefix, words } = library.bech32.decode(one as `${string}1${string}`, false);
        return [prefix.toLowerCase(), Uint8Array.from(library.bech32.fromWords(words))];
      });
      const own = outcome(() => {
        const { prefix, bytes } = ours.bech32.decodeToBytes(one);
        return [prefix, bytes];
      });
      assert.deepEqual(own, theirs, one);
    }
  }
});
