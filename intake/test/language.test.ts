/** The page speaks the first language it can of those that the phone asks for, and each as its pack says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, LANGUAGES, load } from "../src/language";
import { fill, inDigits, type Words } from "../src/words";

const EN = choose(["en"]);
const AR = { direction: "rtl", locale: "ar", digits: "arab" } as const;

test("the first known language is chosen, whatever the region", () => {
  assert.equal(choose(["fr-ML", "en"]).tag, "fr");
  assert.equal(choose(["bm", "fr"]).tag, "fr", "a language that is only laid out is not offered");
  assert.equal(choose(["xx"]).tag, "en");
});

test("every language says every sentence, and every word of the vocabulary that the page shows", async () => {
  const english = Object.keys((await load(EN, "more")).say);
  assert.ok(english.length > 100);
  for (const language of LANGUAGES) {
    const words: Words = await load(language, "more");
    assert.deepEqual(Object.keys(words.say), english);
    assert.ok(Object.values(words.say).every((sentence) => sentence));
    assert.ok(words.purposes.length >= 6 && words.windows.length >= 6 && words.services.length >= 6);
    for (const entry of [...words.purposes, ...words.windows, ...words.services])
      assert.ok(entry.every((word) => word));
  }
});

test("sentences leave open in every language what they leave open in English", async () => {
  const open = (sentence: unknown): string[] =>
    [...new Set(JSON.stringify(sentence).match(/\{(?!")\w+\}/g))].filter((name) => name !== "{count}").sort();
  const english = (await load(EN, "more")).say;
  for (const language of LANGUAGES)
    for (const [key, sentence] of Object.entries((await load(language, "more")).say))
      assert.deepEqual(open(sentence), open(english[key]), `${language.tag} ${key}`);
});

test("a count chooses the plural of the language, and is written in its digits", () => {
  const messages = { one: "{count} message", other: "{count} messages" };
  assert.equal(fill(messages, { count: 1 }, EN), "1 message");
  assert.equal(fill(messages, { count: 2 }, EN), "2 messages");
  assert.equal(fill(messages, { count: 0 }, choose(["fr"])), "0 message");
  const arabic = { zero: "Z", one: "O", two: "T", few: "F{count}", many: "M{count}", other: "{count}" };
  const said = [0, 1, 2, 3, 11, 100].map((count) => fill(arabic, { count }, AR));
  assert.deepEqual(said, ["Z", "O", "T", "F٣", "M١١", "١٠٠"]);
  assert.equal(inDigits("1:05", AR), "١:٠٥");
  assert.equal(inDigits("1:05", EN), "1:05");
});

test("a name of the other direction does not turn the sentence", () => {
  assert.equal(fill("Only {desk}.", { desk: "Lamp" }, EN), "Only Lamp.");
  assert.equal(fill("Only {desk}.", { desk: "بيت" }, EN), "Only \u2068بيت\u2069.");
  assert.equal(fill("فقط {desk}.", { desk: "Lamp" }, AR), "فقط \u2068Lamp\u2069.");
});
