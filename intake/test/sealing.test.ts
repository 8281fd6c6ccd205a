/** What holds of the page's sealing beyond spec/vectors/: that it comes back, and that the page stays alive meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { identityFromSeed, recipientOf } from "../src/sealing/age";
import { fromBase64Padded, hex, utf8 } from "../src/sealing/codec";
import { type Inside, seal } from "../src/sealing/envelope";
import { attachmentOf } from "../src/sealing/inside";
import { verify } from "../src/sealing/notes";
import { open } from "../src/sealing/opening";
import { isPadded, padded } from "../src/sealing/padding";
import { Problem } from "../src/sealing/problem";
import * as receipt from "../src/sealing/receipt";

const SEED = new Uint8Array(32).fill(7);
const IDENTITY = identityFromSeed(SEED);
const ACCOUNT: Inside = {
  kind: "account",
  form: null,
  language: "fr",
  day: "2026-11-22",
  answers: { words: "Un exemple inventé" },
  consents: { care: "yes" },
  attachments: [],
  reply_to: null,
};

test("an envelope opens to what was sealed, whatever its size", async () => {
  const recipient = await recipientOf(IDENTITY);
  for (const size of [0, 1, 8000, 65_536, 300_000]) {
    const data = new Uint8Array(size).fill(size);
    const inside: Inside = { ...ACCOUNT, attachments: [attachmentOf("voice.ogg", "audio/ogg", data)] };
    const sealed = await seal(inside, [data], [recipient]);
    assert.deepEqual(await open([IDENTITY], sealed), { inside, attachments: [data] });
  }
});

test("an envelope with any byte changed, missing or added is refused", async () => {
  const sealed = await seal(ACCOUNT, [], [await recipientOf(IDENTITY)]);
  for (let at = 0; at < sealed.length; at += 211) {
    const changed = sealed.slice();
    changed[at] = (changed[at] as number) ^ 1;
    await assert.rejects(open([IDENTITY], changed), Problem, `byte ${at}`);
    await assert.rejects(open([IDENTITY], sealed.subarray(0, at)), Problem, `${at} bytes`);
  }
  await assert.rejects(open([IDENTITY], Uint8Array.of(...sealed, 0)), Problem);
});

test("what no reader would take is not sealed", async () => {
  const recipient = await recipientOf(IDENTITY);
  const long = { ...ACCOUNT, answers: { words: "x".repeat(1 << 20) } };
  const wrong: [Inside, Uint8Array[], string[], string][] = [
    [{ ...ACCOUNT, answers: { words: "\0" } }, [], [recipient], "sealing.bad_json"],
    [long, [], [recipient], "sealing.bad_inside"],
    [ACCOUNT, [], ["age1pq1qqqq"], "sealing.bad_recipient"],
    [ACCOUNT, [], [recipient, recipient, recipient], "sealing.not_hybrid"],
    [ACCOUNT, [], ["age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq"], "sealing.bad_recipient"],
  ];
  for (const [inside, attachments, recipients, code] of wrong) {
    await assert.rejects(seal(inside, attachments, recipients), (error) => (error as Problem).code === code, code);
  }
});

test("padding is that of the paper beyond the floor", () => {
  // PURBs, PETS 2019, Algorithm 1, in whole numbers of any size.
  for (const base of [8193, 10_000, 65_537, 1_000_001, 2 ** 24 - 1, 2 ** 24, 2 ** 33 + 1]) {
    const bits = (value: bigint): bigint => BigInt(value.toString(2).length - 1);
    const exponent = bits(BigInt(base));
    const mask = (1n << (exponent - (bits(exponent) + 1n))) - 1n;
    assert.equal(BigInt(padded(base)), (BigInt(base) + mask) & ~mask);
    assert.ok(isPadded(padded(base)));
  }
});

test("a note of the Go library is read", async () => {
  // golang.org/x/mod/sumdb/note, documentation.
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
  const key = fromBase64Padded("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").subarray(1);
  assert.equal(await verify(utf8(`${text}\n— PeterNeumann ${line}\n`), "PeterNeumann", key), text);
});

test("scrypt is that of RFC 7914, section 12", async () => {
  const answer = await scryptAsync("pleaseletmein", "SodiumChloride", { N: 16384, r: 8, p: 1, dkLen: 64 });
  assert.equal(
    hex(answer),
    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2" +
      "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
  );
});

test("the page stays alive while a receipt is worked out", async () => {
  let beats = 0;
  const heart = setInterval(() => (beats += 1), 5);
  await receipt.derive(receipt.draw(), "a".repeat(52));
  clearInterval(heart);
  assert.ok(beats >= 3, `${beats} beats`);
});
