/** Places are found however they are spelled, among 20,000 and quickly. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Place } from "../src/desk/bundle";
import { fold, Gazetteer } from "../src/telling/places";

const ENTRIES: Place[] = [
  ["r1", "Région de Séloua", null, "14.5,-4.2", []],
  ["r1.d1", "Kòrba-Adrin", "r1", "14.4,-4.1", ["كوربا أدرين", "Korbadrin"]],
  ["r1.d1.v1", "Djallou", "r1.d1", "14.41,-4.12", ["Jalu"]],
  ["r1.d1.v2", "N’Tesso", "r1.d1", null, []],
  ["r2", "Ouarra", null, null, ["واره"]],
];
const bytes = (entries: readonly Place[]): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ places: "amana-places/1", source: "invented", entries }));
const gazetteer = new Gazetteer(bytes(ENTRIES));
const found = (words: string): string[] => gazetteer.search(words, 5).map(([id]) => id);

test("accents, hyphens, apostrophes, doubled letters and usual spellings make no difference", () => {
  for (const words of ["korba adrin", "KORBA-ADRIN", "kòrbàádrin", "adrin", "qorba", "كوربا ادرين", "أدرين"])
    assert.deepEqual(found(words), ["r1.d1"], words);
  for (const words of ["djallou", "jalu", "Jallou", "djalu"]) assert.deepEqual(found(words), ["r1.d1.v1"], words);
  for (const words of ["n'tesso", "ntesso", "tesso", "N Teso"]) assert.deepEqual(found(words), ["r1.d1.v2"], words);
  assert.deepEqual(found("warra"), ["r2"]);
  assert.deepEqual(found("وارة"), ["r2"]);
  assert.equal(fold("  -’ "), "");
  assert.deepEqual(found(" - "), []);
});

test("what is called exactly so comes first, then what begins so", () => {
  const some = new Gazetteer(
    bytes([
      ["1", "Old Selo", null, null, []],
      ["2", "Selobe", null, null, []],
      ["3", "Selo", "1", null, []],
    ]),
  );
  assert.deepEqual(
    some.search("selo", 5).map(([id]) => id),
    ["3", "2", "1"],
  );
});

test("one goes from region to village, and a place says what it lies in", () => {
  assert.deepEqual(
    gazetteer.inside(null).map(([id]) => id),
    ["r2", "r1"],
  );
  assert.deepEqual(
    gazetteer.inside("r1.d1").map(([id]) => id),
    ["r1.d1.v1", "r1.d1.v2"],
  );
  assert.deepEqual(
    gazetteer.path("r1.d1.v1").map(([, name]) => name),
    ["Djallou", "Kòrba-Adrin", "Région de Séloua"],
  );
});

test("20,000 places are read and searched fast enough for a phone ten times slower", () => {
  const syllables = ["ba", "dji", "kou", "ré", "sa", "ma", "lo", "ti", "né", "ga"];
  const name = (n: number): string =>
    [...String(n)]
      .map((digit) => syllables[Number(digit)])
      .reverse()
      .join("");
  const many = Array.from({ length: 20_000 }, (_, n): Place => {
    return [`p${n}`, name(n), n < 10 ? null : `p${n % 10}`, `${n % 20},${n % 30}`, n % 3 ? [] : [`${name(n)}-Kura`]];
  });
  const file = bytes(many);
  // The processor's time, not the clock's: whatever else the machine does is no fault of ours.
  const spent = (): number => process.cpuUsage().user / 1000;
  const start = spent();
  const all = new Gazetteer(file);
  const read = spent();
  for (const words of ["s", "sa", "sam", "sama", "samalo", "kura", "nothing like this"]) all.search(words, 8);
  const searched = (spent() - read) / 7;
  assert.equal(all.search("samalo", 8).length, 8);
  assert.ok(read - start < 800 && searched < 25, `${read - start} ms to read, ${searched} ms a search`);
});
