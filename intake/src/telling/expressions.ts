/**
 * Which questions and choices are shown, and what is worth a second look: the small expressions of spec/form.md.
 * The desk has the same in Python; both run spec/vectors/expressions.json.
 */
import type { Expression, Question } from "../desk/bundle";
import type { Answer } from "../sealing/inside";

/** What an answer or an expression is worth: words or a code; a number; a truth; the codes of several. */
export type Value = string | number | boolean | readonly string[];

/** What an expression may ask about. */
export interface Known {
  /** What the answer to a question is worth. */
  answer(question: string): Value;
  /** How many instances a repeat has. */
  count(repeat: string): number;
  /** What the answer that is being checked is worth. */
  readonly self?: Value;
}

/** What an answer to a question of `kind` is worth; `codes` are those of its list. */
export function worth(kind: Question["kind"], codes: readonly string[], answer: Answer | undefined): Value {
  const code = (words: string): string => (!codes.includes(words) && codes.includes("other") ? "other" : words);
  if (kind === "many") {
    const given = typeof answer === "string" ? [answer] : Array.isArray(answer) ? (answer as readonly string[]) : [];
    return [...new Set(given.map(code))];
  }
  if (kind === "number") return typeof answer === "object" && "number" in answer ? answer.number : "";
  return ["voice", "picture", "note"].includes(kind) || typeof answer !== "string" ? "" : code(answer);
}

/** What an expression is worth. */
export function evaluate(expression: Expression, known: Known): Value {
  if (typeof expression === "string" || typeof expression === "number") return expression;
  const [verb, ...parts] = expression as readonly [string, ...Expression[]];
  const name = String(parts[0]);
  const value = (at: number): Value => evaluate(parts[at] ?? "", known);
  switch (verb) {
    case "answer":
      return known.answer(name);
    case "self":
      return known.self ?? "";
    case "count":
      return known.count(name);
    case "length":
      return [...list(known.answer(name))].length;
    case "selected":
      return [known.answer(name)].flat().includes(String(parts[1]));
    case "and":
      return parts.every((part) => isTrue(evaluate(part, known)));
    case "or":
      return parts.some((part) => isTrue(evaluate(part, known)));
    case "not":
      return !isTrue(value(0));
    case "=":
    case "!=":
      return same(value(0), value(1)) === (verb === "=");
  }
  const [one, other] = [number(value(0)), number(value(1))];
  switch (verb) {
    case "<":
      return one < other;
    case "<=":
      return one <= other;
    case ">":
      return one > other;
    case ">=":
      return one >= other;
    case "+":
      return one + other;
    default:
      return one - other;
  }
}

/** Whether an expression holds; where there is none, it does. */
export const holds = (expression: Expression | null, known: Known): boolean =>
  expression === null || isTrue(evaluate(expression, known));

const isTrue = (value: Value): boolean => (Array.isArray(value) ? value.length > 0 : !!value);

const list = (value: Value): string | readonly string[] => (Array.isArray(value) ? value : String(value));

const text = (value: Value): string => (Array.isArray(value) ? value.join(" ") : String(value));

function number(value: Value): number {
  if (typeof value === "string") return /^-?[0-9]{1,15}$/.test(value) ? Number(value) : Number.NaN;
  return Array.isArray(value) ? Number.NaN : Number(value);
}

const same = (one: Value, other: Value): boolean =>
  typeof one === "number" && typeof other === "number" ? one === other : text(one) === text(other);
