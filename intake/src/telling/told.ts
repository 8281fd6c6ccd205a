/**
 * What she is telling, while she tells it. It lives here, in the memory of the
 * page, and nowhere else until it is sealed; `clear` forgets it.
 */

export type Answer = string | readonly string[] | { readonly refused: true } | { readonly unknown: true };

export interface Recording {
  readonly blob: Blob;
  readonly url: string;
}

export class Told {
  readonly answers = new Map<string, Answer>();
  readonly consents = new Map<string, "yes" | "no">();
  wantsReceipt = true;
  private readonly recordings = new Map<string, readonly Recording[]>();

  /** Keeps an answer; an empty one is no answer. */
  answer(question: string, answer: Answer | null): void {
    if (answer === null || (typeof answer === "string" && answer.trim() === "") || isEmpty(answer)) {
      this.answers.delete(question);
    } else this.answers.set(question, answer);
  }

  /** Adds a recording to a voice question. */
  record(question: string, blob: Blob): void {
    this.recordings.set(question, [...this.recordingsOf(question), { blob, url: URL.createObjectURL(blob) }]);
  }

  recordingsOf(question: string): readonly Recording[] {
    return this.recordings.get(question) ?? [];
  }

  /** Throws one recording away. */
  erase(question: string, recording: Recording): void {
    URL.revokeObjectURL(recording.url);
    this.recordings.set(
      question,
      this.recordingsOf(question).filter((other) => other !== recording),
    );
  }

  /** The recordings that would be sent, each with its question: not those of one that she then refused to answer. */
  get attachments(): readonly (readonly [question: string, blob: Blob])[] {
    return [...this.recordings].flatMap(([question, recordings]) =>
      this.answers.has(question) ? [] : recordings.map(({ blob }) => [question, blob] as const),
    );
  }

  /** Bytes of all recordings. */
  get recorded(): number {
    return [...this.recordings.values()].flat().reduce((sum, { blob }) => sum + blob.size, 0);
  }

  get empty(): boolean {
    return this.answers.size === 0 && this.attachments.length === 0;
  }

  /** Forgets everything. */
  clear(): void {
    for (const { url } of [...this.recordings.values()].flat()) URL.revokeObjectURL(url);
    this.answers.clear();
    this.consents.clear();
    this.recordings.clear();
    this.wantsReceipt = true;
  }
}

const isEmpty = (answer: Answer): boolean => Array.isArray(answer) && answer.length === 0;
