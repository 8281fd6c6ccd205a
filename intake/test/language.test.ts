/** The page speaks the first language it can of those that the phone asks for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, direction, LANGUAGES, load } from "../src/language";

test("the first known language is chosen, whatever the region", () => {
  assert.equal(choose(["fr-ML", "en"]), "fr");
  assert.equal(choose(["bm", "fr"]), "fr");
  assert.equal(choose(["xx"]), "en");
});

test("every language has all words of the vocabulary that the page shows", async () => {
  for (const [tag] of LANGUAGES) {
    const texts = await load(tag);
    assert.ok(texts.purposes.length >= 6 && texts.windows.length >= 6 && texts.services.length >= 6);
    for (const entry of [...texts.purposes, ...texts.windows, ...texts.services])
      assert.ok(entry.every((word) => word));
  }
});

test("direction follows the language", () => {
  assert.equal(direction("ar"), "rtl");
  assert.equal(direction("fr"), "ltr");
});
