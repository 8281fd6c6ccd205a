/** Pass-phrases of community workers: drawn, typed in any way, weighed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { draw, plain, strength } from "../src/community/passphrase";

const LANGUAGES = ["en", "fr", "ar"];
const words = (tag: string): string[] =>
  (JSON.parse(readFileSync(`packs/${tag}/community.json`, "utf-8")) as { words: string }).words.split(" ");

test("how it was typed makes no difference", () => {
  for (const typed of [
    "Acorn, olive – pear",
    "  acorn  olive pear ",
    "ACORN.OLIVE.PEAR",
    "acorn\u00a0olive\u00a0pear",
  ]) {
    assert.equal(plain(typed), "acorn olive pear");
  }
  assert.equal(plain("e\u0301cole"), plain("\u00e9cole"), "one spelling of an accent is as good as the other");
  assert.notEqual(plain("acorn olive"), plain("acornolive"));
});

for (const tag of LANGUAGES) {
  test(`the words of ${tag} are 256, each typed as it stands and each another one`, () => {
    const list = words(tag);
    assert.equal(new Set(list).size, 256);
    for (const word of list) assert.equal(plain(word), word);
  });
}

test("six are drawn, each by a byte of its own", () => {
  const list = words("en");
  assert.equal(draw(list, Uint8Array.of(0, 255, 1, 0, 128, 7)), [0, 255, 1, 0, 128, 7].map((at) => list[at]).join(" "));
  assert.equal(strength(draw(list)) === "short", false);
  assert.throws(() => draw(list.slice(1)), RangeError);
});

test("what is too little is refused, and what is enough is not", () => {
  assert.equal(strength(""), "short");
  assert.equal(strength("acorn olive pear"), "short", "three words");
  assert.equal(strength("acorn acorn acorn acorn acorn"), "short", "one word");
  assert.equal(strength("a b c d"), "short", "letters");
  assert.equal(strength("acorn olive pear heron"), "fair");
  assert.equal(strength("جسر قارب مركب مصباح"), "fair");
  assert.equal(strength("acorn olive pear heron lamp coast"), "strong");
});
