/** Dates of any precision, tapped together and said in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf, dateInWords, daysIn, tap, tappedOf } from "../src/telling/dates";

const taps = (...all: readonly (readonly [Parameters<typeof tap>[1], string | number])[]) =>
  answerOf(all.reduce((before, [part, value]) => tap(before, part, value), tappedOf(undefined)));

test("each tap makes a date more exact, and none asks for more", () => {
  assert.equal(taps(), null);
  assert.deepEqual(taps(["year", 2024]), { date: "2024" });
  assert.deepEqual(taps(["year", 2024], ["month", 6]), { date: "2024-06" });
  assert.deepEqual(taps(["year", 2024], ["month", 2], ["day", 29]), { date: "2024-02-29" });
});

test("a season needs no year, and takes the place of a month", () => {
  assert.deepEqual(taps(["season", "rainy"]), { season: "rainy", year: null });
  assert.deepEqual(taps(["season", "rainy"], ["year", 2024]), { season: "rainy", year: 2024 });
  assert.deepEqual(taps(["year", 2024], ["month", 6], ["day", 3], ["season", "rainy"]), {
    season: "rainy",
    year: 2024,
  });
  assert.deepEqual(taps(["season", "rainy"], ["year", 2024], ["month", 6]), { date: "2024-06" });
});

test("a day that another month or year does not have is let go", () => {
  assert.deepEqual(taps(["year", 2024], ["month", 2], ["day", 29], ["year", 2025]), { date: "2025-02" });
  assert.deepEqual(taps(["year", 2024], ["month", 1], ["day", 31], ["month", 4]), { date: "2024-04" });
  assert.deepEqual([daysIn(2024, 2), daysIn(2025, 2), daysIn(2025, 12)], [29, 28, 31]);
});

test("what was tapped is found again in the answer", () => {
  for (const answer of [
    { date: "2024" },
    { date: "2024-06" },
    { date: "2024-06-17" },
    { season: "rainy", year: null },
    { season: "dry", year: 1999 },
  ])
    assert.deepEqual(answerOf(tappedOf(answer)), answer);
  for (const other of ["own words", { refused: true }, { age: 14 }] as const)
    assert.equal(answerOf(tappedOf(other)), null);
});

test("a date is said as exactly as it is known, in the digits of its language", () => {
  assert.equal(dateInWords("2024-06", "fr-u-ca-gregory-nu-latn"), "juin 2024");
  assert.equal(dateInWords("2024", "ar-u-ca-gregory-nu-arab"), "٢٠٢٤");
  assert.equal(dateInWords("2024-06-17", "en-u-ca-gregory-nu-latn"), "June 17, 2024");
});
