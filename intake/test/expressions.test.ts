/** The phone's side of spec/vectors/expressions.json; the desk runs the same in tests/forms/test_vectors.py. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { collect } from "../src/telling/collect";
import { evaluate, type Value, worth } from "../src/telling/expressions";
import { type Answer, keyOf, Told } from "../src/telling/told";

// biome-ignore lint/suspicious/noExplicitAny: what a case gives is of whatever shape its call takes
type Given = any;
type Answers = Record<string, Answer>;

const calls: Record<string, (given: Given) => unknown> = {
  "expressions.worth": ({ kind, codes, answer }) => worth(kind, codes, answer ?? undefined),
  "expressions.evaluate": ({ expression, values, own }) =>
    evaluate(expression, {
      answer: (name) => (values as Record<string, Value>)[name] ?? "",
      count: (name) => values[name] ?? 0,
      self: own,
    }),
  "expressions.kept": ({ form, answers }) => {
    const told = new Told();
    told.form = form;
    tell(told, answers, null);
    return collect(told).answers;
  },
};

function tell(told: Told, answers: Answers, instance: number | null): void {
  for (const [name, answer] of Object.entries(answers)) {
    if (typeof answer !== "object" || !("each" in answer)) told.answer(keyOf(name, instance), answer);
    else for (const one of answer.each) tell(told, one, told.another(name));
  }
}

const made = JSON.parse(readFileSync("../spec/vectors/expressions.json", "utf-8")) as Record<string, Given[]>;
for (const [call, cases] of Object.entries(made)) {
  for (const { name, given, answer } of cases) {
    test(`${call}: ${name}`, () => assert.deepEqual(calls[call]?.(given), answer));
  }
}
