/**
 * What is told, while it is told. It lives here, in the memory of the page, and
 * nowhere else until it is sealed; `clear` forgets it.
 *
 * An answer stands under its question's **key**: the question's name, and in a
 * repeat `name@instance`, where instances are numbered as they are made.
 */
import type { Form } from "../desk/bundle";
import type { Answer, Inside } from "../sealing/inside";

export type { Answer } from "../sealing/inside";

/** A recording, or a photo. */
export interface Recording {
  readonly blob: Blob;
  readonly url: string;
}

/** The key of a question in an instance of its repeat, or of one outside. */
export const keyOf = (question: string, instance: number | null): string =>
  instance === null ? question : `${question}@${instance}`;

/** The question and the instance of a key. */
export function readKey(key: string): readonly [question: string, instance: number | null] {
  const [question = "", instance] = key.split("@");
  return [question, instance === undefined ? null : Number(instance)];
}

/** Bytes of all files of one telling: below the 16 MiB of an envelope, with room for all else. */
const MOST_BYTES = 12 * 1024 * 1024;
/** An envelope has at most this many attachments. */
const MOST_FILES = 16;

export class Told {
  /** The form that is answered; null before one is begun. */
  form: Form | null = null;
  readonly answers = new Map<string, Answer>();
  readonly consents = new Map<string, "yes" | "no">();
  /** What the places that were chosen are called. */
  readonly placeNames = new Map<string, string>();
  wantsReceipt = true;
  /** Signs what is sealed, where a community worker listens (spec/worker.md). */
  sign: ((inside: Inside) => Inside) | null = null;
  /** Called after each change of what is told. */
  changed: () => void = () => undefined;
  private readonly recordings = new Map<string, readonly Recording[]>();
  private readonly repeats = new Map<string, readonly number[]>();
  private made = 0;

  /** Keeps an answer; an empty one is no answer. */
  answer(key: string, answer: Answer | null): void {
    if (answer === null || (typeof answer === "string" && answer.trim() === "") || isEmpty(answer)) {
      this.answers.delete(key);
    } else this.answers.set(key, answer);
    this.changed();
  }

  agree(purpose: string, value: "yes" | "no"): void {
    this.consents.set(purpose, value);
    this.changed();
  }

  /** Adds a recording, or a photo, to a question. */
  record(key: string, blob: Blob): void {
    this.recordings.set(key, [...this.recordingsOf(key), { blob, url: URL.createObjectURL(blob) }]);
    this.changed();
  }

  recordingsOf(key: string): readonly Recording[] {
    return this.recordings.get(key) ?? [];
  }

  /** Throws one recording away. */
  erase(key: string, recording: Recording): void {
    URL.revokeObjectURL(recording.url);
    this.recordings.set(
      key,
      this.recordingsOf(key).filter((other) => other !== recording),
    );
    this.changed();
  }

  /** The instances of a repeat, in the order in which they were told. */
  instances(repeat: string): readonly number[] {
    return this.repeats.get(repeat) ?? [];
  }

  /** Begins one more instance of a repeat. */
  another(repeat: string): number {
    this.made += 1;
    this.repeats.set(repeat, [...this.instances(repeat), this.made]);
    return this.made;
  }

  /** Throws an instance away, with all that was told in it. */
  remove(repeat: string, instance: number): void {
    this.repeats.set(
      repeat,
      this.instances(repeat).filter((other) => other !== instance),
    );
    const within = (key: string): boolean => readKey(key)[1] === instance;
    for (const key of [...this.answers.keys()].filter(within)) this.answers.delete(key);
    for (const key of [...this.recordings.keys()].filter(within)) this.forget(key);
    this.changed();
  }

  /** The recordings that would be sent, each with its key: not those of a question that was then refused. */
  get attachments(): readonly (readonly [key: string, blob: Blob])[] {
    return [...this.recordings].flatMap(([key, recordings]) =>
      isRefusal(this.answers.get(key)) ? [] : recordings.map(({ blob }) => [key, blob] as const),
    );
  }

  /** Whether nothing was told. */
  get empty(): boolean {
    return this.answers.size === 0 && this.attachments.length === 0;
  }

  /** Bytes of all recordings. */
  get recorded(): number {
    return [...this.recordings.values()].flat().reduce((sum, { blob }) => sum + blob.size, 0);
  }

  /** Whether no recording or photo more can be sent at once. */
  get full(): boolean {
    return this.recorded >= MOST_BYTES || this.attachments.length >= MOST_FILES;
  }

  /** Forgets everything. */
  clear(): void {
    for (const key of [...this.recordings.keys()]) this.forget(key);
    this.form = null;
    this.sign = null;
    this.answers.clear();
    this.consents.clear();
    this.repeats.clear();
    this.placeNames.clear();
    this.wantsReceipt = true;
    this.changed();
  }

  private forget(key: string): void {
    for (const { url } of this.recordingsOf(key)) URL.revokeObjectURL(url);
    this.recordings.delete(key);
  }
}

/** "I will not say", or "I do not know". */
export const isRefusal = (answer: Answer | undefined): boolean =>
  typeof answer === "object" && !Array.isArray(answer) && ("refused" in answer || "unknown" in answer);

const isEmpty = (answer: Answer): boolean => Array.isArray(answer) && answer.length === 0;
