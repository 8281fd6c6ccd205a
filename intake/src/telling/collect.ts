/** What is sent of what was told (spec/envelope.md, Inside): answers to questions that are shown, and the recordings. */
import type { Group, Question } from "../desk/bundle";
import type { PlainAnswer } from "../sealing/inside";
import { type Answer, isRefusal, type Told } from "./told";
import { isGroup, Walk } from "./walk";

/** A recording or a photo, with the name under which it is sent. */
export interface File {
  readonly key: string;
  readonly name: string;
  readonly blob: Blob;
}

export interface Collected {
  readonly answers: Readonly<Record<string, Answer>>;
  readonly files: readonly File[];
}

/** All that would be sent now of the form that `told` answers; nothing where it answers none. */
export function collect(told: Told): Collected {
  const files: File[] = [];
  if (!told.form) return { answers: {}, files };
  const walk = new Walk(told.form, told);

  const of = (keys: readonly string[]): Record<string, Answer> => {
    const answers: Record<string, Answer> = {};
    for (const key of keys) {
      const item = walk.at(key)?.item;
      if (!item) continue;
      const answer = isGroup(item) ? each(item) : one(key, item);
      if (answer !== null) answers[item.name] = answer;
    }
    return answers;
  };

  const each = (repeat: Group): Answer | null => {
    const all = told.instances(repeat.name).map((instance) => of(walk.stops(repeat, instance)));
    return all.length > 0 ? { each: all as Record<string, PlainAnswer>[] } : null;
  };

  const one = (key: string, question: Question): Answer | null => {
    if (question.kind === "note") return null;
    const answer = offered(walk, key, told.answers.get(key));
    if (isRefusal(answer ?? undefined)) return answer;
    const names = told.recordingsOf(key).map(({ blob }) => {
      const name = `${question.name}-${files.length + 1}.${blob.type.split("/")[1] || "bin"}`;
      files.push({ key, name, blob });
      return name;
    });
    if (answer !== null) return answer;
    return names.length > 1 ? names : (names[0] ?? null);
  };

  return { answers: of(walk.stops()), files };
}

/** An answer without choices that are no longer shown; own words are kept. */
function offered(walk: Walk, key: string, answer: Answer | undefined): Answer | null {
  if (answer === undefined) return null;
  const hidden = new Set(walk.choices(key, false).map(({ code }) => code));
  if (typeof answer === "string") return hidden.has(answer) ? null : answer;
  if (!Array.isArray(answer)) return answer;
  const left = (answer as readonly string[]).filter((code) => !hidden.has(code));
  return left.length > 0 ? left : null;
}
