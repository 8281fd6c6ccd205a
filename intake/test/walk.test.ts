/** The way through a form with groups, repeats and questions that hang on others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Form, Group, Question } from "../src/desk/bundle";
import { collect } from "../src/telling/collect";
import { Told } from "../src/telling/told";
import { Walk } from "../src/telling/walk";

const question = (name: string, more: Partial<Question> = {}): Question => ({
  name,
  kind: "text",
  label: { en: name },
  hint: null,
  picture: null,
  list: null,
  shown: null,
  check: null,
  ...more,
});
const group = (name: string, kind: "group" | "repeat", questions: Group["questions"], more = {}): Group => ({
  name,
  kind,
  label: { en: name },
  hint: null,
  picture: null,
  shown: null,
  most: null,
  questions,
  ...more,
});
const choice = (code: string, more = {}) => ({ code, label: { en: code }, picture: null, shown: null, ...more });

const FORM: Form = {
  form: "amana-form/2",
  id: "invented",
  version: "1",
  teller: "witness",
  names: { en: "An invented form" },
  lists: {
    "yes-no": [choice("yes"), choice("no")],
    places: [choice("camp"), choice("river", { shown: ["=", ["answer", "saw"], "yes"] })],
  },
  questions: [
    question("saw", { kind: "one", list: "yes-no" }),
    group("inner", "group", [
      question("where", { kind: "many", list: "places" }),
      group("people", "repeat", [
        question("who"),
        group("more", "group", [
          question("age", {
            kind: "number",
            check: { that: ["<", ["self"], 120], say: { en: "Very old." } },
          }),
          question("old", { shown: [">", ["answer", "age"], 60] }),
        ]),
      ]),
    ]),
    question("several", { shown: [">", ["count", "people"], 1] }),
    question("end"),
  ],
};

function begun(): { told: Told; walk: Walk } {
  const told = new Told();
  told.form = FORM;
  return { told, walk: new Walk(FORM, told) };
}

test("a repeat is one stop, and its instances lead back to it", () => {
  const { told, walk } = begun();
  assert.deepEqual(walk.stops(), ["saw", "where", "people", "end"]);
  assert.equal(walk.beside("where", 1), "people");
  assert.equal(walk.beside("end", -1), "people");
  assert.equal(walk.beside("end", 1), null);
  assert.equal(walk.beside("saw", -1), null);
  const first = told.another("people");
  assert.equal(walk.beside(`who@${first}`, -1), "people");
  assert.equal(walk.beside(`who@${first}`, 1), `age@${first}`);
  assert.equal(walk.beside(`age@${first}`, 1), "people");
  told.answer(`age@${first}`, { number: 61 });
  assert.equal(walk.beside(`age@${first}`, 1), `old@${first}`);
  assert.equal(walk.beside(`old@${first}`, 1), "people");
  told.another("people");
  assert.equal(walk.beside("people", 1), "several");
});

test("an instance that is thrown away takes its answers and recordings with it, and no others", () => {
  const { told } = begun();
  const [first, second] = [told.another("people"), told.another("people")];
  told.answer(`who@${first}`, "one");
  told.record(`who@${first}`, new Blob(["sound"]));
  told.answer(`who@${second}`, "two");
  told.remove("people", first);
  assert.deepEqual(collect(told), { answers: { people: { each: [{ who: "two" }] } }, files: [] });
  assert.notEqual(told.another("people"), first, "its number is not given again");
});

test("an answer to a choice that is no longer shown is not sent, and is there again when it is", () => {
  const { told, walk } = begun();
  told.answer("saw", "yes");
  told.answer("where", ["camp", "river"]);
  assert.deepEqual(collect(told).answers.where, ["camp", "river"]);
  told.answer("saw", "no");
  assert.deepEqual(
    walk.choices("where").map(({ code }) => code),
    ["camp"],
  );
  assert.deepEqual(collect(told).answers.where, ["camp"]);
  told.answer("where", ["river"]);
  assert.ok(!("where" in collect(told).answers));
});

test("a check concerns only what was answered", () => {
  const { told, walk } = begun();
  const key = `age@${told.another("people")}`;
  assert.ok(walk.checked(key));
  told.answer(key, { number: 130 });
  assert.ok(!walk.checked(key));
  told.answer(key, { unknown: true });
  assert.ok(walk.checked(key));
});

test("recordings stand beside an answer or for it, under names that differ; a refusal sends none", () => {
  const { told } = begun();
  const webm = (): Blob => new Blob(["sound"], { type: "audio/webm" });
  told.answer("saw", "yes");
  told.record("saw", webm());
  told.record("end", webm());
  told.record("end", webm());
  told.record("where", webm());
  told.answer("where", { refused: true });
  const { answers, files } = collect(told);
  assert.deepEqual(
    files.map(({ name }) => name),
    ["saw-1.webm", "end-2.webm", "end-3.webm"],
  );
  assert.deepEqual(answers, { saw: "yes", where: { refused: true }, end: ["end-2.webm", "end-3.webm"] });
});

test("every change of what is told is heard", () => {
  const { told } = begun();
  let heard = 0;
  told.changed = () => {
    heard += 1;
  };
  told.answer("end", "words");
  told.record("end", new Blob(["sound"]));
  told.agree("care", "yes");
  told.clear();
  assert.equal(heard, 4);
});
