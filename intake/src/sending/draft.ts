/**
 * Keeps what is being told as sealed pieces on the phone, so that a dead battery or a killed browser costs seconds
 * and not the account (spec/page.md, Drafts). It follows what is told: what is erased there is
 * forgotten here, and when nothing is told any more, nothing is left.
 */
import type { Desk } from "../desk/open";
import { loadSeals } from "../later";
import { base64Url } from "../sealing/codec";
import type { Answer, Inside } from "../sealing/inside";
import { forgetDraft, forgetPiece, keepPiece, tellingNow } from "../storage/drafts";
import { collect } from "../telling/collect";
import type { Told } from "../telling/told";
import { today } from "../today";

/** Bytes of one stretch: of a long recording, so much at most is sealed anew each time. */
export const STRETCH = 320 << 10;
const AFTER_ANSWER = 2_000;
const WHILE_RECORDING = 4_000;
const WITHOUT_CODE = 5_000;

/** A part of one recording, or of a photo: one piece. */
interface Stretch {
  readonly place: number;
  readonly number: number;
  readonly parts: Blob[];
  size: number;
  changed: boolean;
}

/** One recording or photo, in its stretches. `blob` is what it came to; null while a voice is being recorded. */
interface Kept {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly stretches: Stretch[];
  blob: Blob | null;
}

/** Hears a voice that is being recorded. */
export interface Listening {
  add(part: Blob): void;
  /** What was recorded, or null where it was thrown away. */
  ended(blob: Blob | null): void;
}

/** A stretch as it is sealed. */
const fileOf = ({ name, type }: Kept, { number, parts }: Stretch): { name: string; blob: Blob } => ({
  name: name.replace(/(?=\.\w+$)/, `.${number}`),
  blob: new Blob(parts, { type }),
});

export class Draft {
  readonly id = base64Url(crypto.getRandomValues(new Uint8Array(16)));
  /** The number of the piece that was sealed last. */
  number = 0;
  private readonly kept: Kept[] = [];
  private places = 0;
  private files = 0;
  private answersChanged = false;
  private over = false;
  private sealing: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private end: () => void = () => undefined;

  constructor(
    private readonly desk: Desk,
    private readonly language: () => string,
    private readonly told: Told,
  ) {
    tellingNow(this.id, new Promise((ended) => this.listen(ended)));
  }

  /** Something was told, or erased: it is sealed in a while. */
  changed(): void {
    if (this.over) return;
    this.answersChanged = true;
    this.follow();
    this.soon(AFTER_ANSWER);
  }

  /** Whether a voice is being recorded. */
  get listening(): boolean {
    return this.kept.some(({ blob }) => blob === null);
  }

  /** A voice begins to be recorded for the question of `key`. */
  live(key: string, type: string): Listening {
    const kept = this.begin(key, type);
    this.answersChanged = true;
    return {
      add: (part) => {
        this.append(kept, part);
        this.soon(WHILE_RECORDING);
      },
      ended: (blob) => {
        if (this.over) return;
        kept.blob = blob;
        if (!blob) this.drop(kept);
        this.soon(0);
      },
    };
  }

  /** Forgets all its pieces, and begins no other. Resolves once they are gone. */
  async forget(): Promise<void> {
    this.stop();
    await forgetDraft(this.id);
    // What was just being sealed is not kept any more; what was just being kept is there now.
    await this.sealing;
    await forgetDraft(this.id);
  }

  /** Ends it as it is: its pieces stay on the phone. */
  stop(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.end();
  }

  private listen(ended: () => void): void {
    // A page that is out of sight may be ended by the phone at any time.
    const hidden = (): void => this.soon(0);
    document.addEventListener("visibilitychange", hidden);
    this.end = () => {
      document.removeEventListener("visibilitychange", hidden);
      ended();
    };
  }

  /** Drops what was erased or refused, takes in photos and what was brought back. */
  private follow(): void {
    const there = this.told.attachments;
    for (const kept of [...this.kept]) {
      if (kept.blob && !there.some(([, blob]) => blob === kept.blob)) this.drop(kept);
    }
    for (const [key, blob] of there) {
      if (this.kept.some((kept) => kept.blob === blob)) continue;
      const kept = this.begin(key, blob.type);
      kept.blob = blob;
      for (let at = 0; at < blob.size; at += STRETCH) this.append(kept, blob.slice(at, at + STRETCH));
    }
  }

  private begin(key: string, type: string): Kept {
    this.files += 1;
    const subtype = type.split("/")[1] || "bin";
    const kept = { key, name: `${key.split("@")[0]}-${this.files}.${subtype}`, type, stretches: [], blob: null };
    this.kept.push(kept);
    return kept;
  }

  private append(kept: Kept, part: Blob): void {
    let stretch = kept.stretches[kept.stretches.length - 1];
    if (!stretch || stretch.size >= STRETCH) {
      this.places += 1;
      stretch = { place: this.places, number: kept.stretches.length, parts: [], size: 0, changed: false };
      kept.stretches.push(stretch);
    }
    stretch.parts.push(part);
    stretch.size += part.size;
    stretch.changed = true;
  }

  private drop(kept: Kept): void {
    this.kept.splice(this.kept.indexOf(kept), 1);
    for (const stretch of kept.stretches) {
      stretch.changed = false;
      void this.sealing?.then(() => forgetPiece(this.id, stretch.place));
      void forgetPiece(this.id, stretch.place);
    }
  }

  private soon(pause: number): void {
    if (this.over) return;
    if (pause === 0) clearTimeout(this.timer);
    else if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.sealOnceHere();
    }, pause);
  }

  /** Seals once the code for it is here; until then what is told is in memory alone. */
  private async sealOnceHere(): Promise<void> {
    const code = await loadSeals().catch(() => null);
    if (!code) return this.soon(WITHOUT_CODE);
    if (this.over) return;
    this.sealing ??= this.seal(code.sealPiece).finally(() => {
      this.sealing = null;
    });
  }

  /** Seals what has changed, one piece after the other; what changes meanwhile, afterwards. */
  private async seal(sealPiece: typeof import("./seal")["sealPiece"]): Promise<void> {
    for (let place = this.next(); place && !this.over; place = this.next()) {
      const [kept, stretch] = place;
      const answers = this.answers();
      if (stretch) stretch.changed = false;
      else this.answersChanged = false;
      this.number += 1;
      const file = kept && stretch ? fileOf(kept, stretch) : null;
      try {
        const bytes = await sealPiece(this.desk, this.language(), this.told, this, answers, file);
        if (this.over || (kept && !this.kept.includes(kept))) continue;
        const { fingerprint } = this.desk;
        await keepPiece({ draft: this.id, place: stretch?.place ?? 0, fingerprint, day: today(), bytes });
      } catch {
        // A phone that has no room, or keeps nothing, keeps no draft: telling goes on.
      }
    }
  }

  private next(): [Kept, Stretch] | [null, null] | null {
    for (const kept of this.kept) for (const stretch of kept.stretches) if (stretch.changed) return [kept, stretch];
    return this.answersChanged ? [null, null] : null;
  }

  /** The answers so far, in which recordings have the names that they have here. */
  private answers(): Inside["answers"] {
    const { answers, files } = collect(this.told);
    const names = new Map(
      files.map(({ name, blob }) => [name, this.kept.find((kept) => kept.blob === blob)?.name ?? name]),
    );
    const renamed = JSON.parse(JSON.stringify(answers), (_, value) => names.get(value) ?? value) as Record<
      string,
      Answer
    >;
    for (const { key, name, blob } of this.kept) if (!blob && !key.includes("@")) renamed[key] ??= name;
    return renamed;
  }
}
