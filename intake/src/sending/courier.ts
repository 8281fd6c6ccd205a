/**
 * Takes what waits to the hub, one envelope after the other, until all has
 * arrived: tries again by itself, sooner when the line comes back. Every failure
 * has a name that a screen turns into a sentence; none is silent.
 */
import { fetchParts } from "../hub/drops";
import { loadMore } from "../later";
import { forget, keep, type Waiting, waiting } from "../storage/waiting";
import { askWorker } from "../worker/sync";
import { pause } from "./backoff";
import { sendAll } from "./round";
import { type Trouble, troubleOf } from "./trouble";

export interface Standing {
  readonly share: number;
  readonly trouble: Trouble | null;
  readonly arrived: boolean;
  readonly kept: boolean;
  readonly mailbox: string;
}

const START: Standing = { share: 0, trouble: null, arrived: false, kept: true, mailbox: "" };

class Courier {
  readonly standings = new Map<string, Standing>();
  private readonly listeners = new Set<() => void>();
  private running = false;
  private again = false;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.tell());
  }

  /** Calls `listener` after every change; the answer ends that. */
  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Keeps a sealed envelope, ends the draft that it completes or carries, and begins to send it. Resolves once it is kept, however the
   * line is; false where the phone has no room, and it is only in memory.
   */
  async take(envelope: Waiting): Promise<boolean> {
    this.standings.set(envelope.id, { ...START, mailbox: envelope.mailbox });
    const kept = await keep(envelope);
    this.mark(envelope.id, { kept });
    this.hurry();
    return kept;
  }

  /** Tries now. */
  hurry(): void {
    this.attempt = 0;
    clearTimeout(this.timer);
    if (this.running) this.again = true;
    else void this.round();
  }

  /** Throws one away, unsent. */
  async discard(id: string): Promise<void> {
    await forget(id);
    this.standings.delete(id);
    this.tell();
  }

  private async round(): Promise<void> {
    this.running = true;
    this.again = false;
    for (const { id, mailbox } of await waiting())
      this.standings.set(id, { ...(this.standings.get(id) ?? START), mailbox });
    const { failed, retryAfter } = await sendAll(
      {
        going: (id, share) => this.mark(id, { share, trouble: null }),
        arrived: (id) => this.mark(id, { share: 1, trouble: null, arrived: true }),
        failed: (id, error) => this.mark(id, { trouble: troubleOf(error, navigator.onLine) }),
      },
      async (challenge) => (await loadMore()).solve(challenge),
    );
    await this.lookElsewhere();
    this.running = false;
    if (this.again) return this.round();
    if (!failed) return;
    this.timer = setTimeout(() => void this.round(), pause(++this.attempt, retryAfter));
    void askWorker();
  }

  /** What no longer waits and did not go from here was sent, or thrown away, by another tab or the service worker. */
  private async lookElsewhere(): Promise<void> {
    const there = new Set((await waiting()).map(({ id }) => id));
    for (const [id, { arrived, mailbox }] of this.standings) {
      if (arrived || there.has(id)) continue;
      const whole = await fetchParts(mailbox, id).then(
        (answer) => answer.whole,
        () => null,
      );
      if (whole) this.mark(id, { share: 1, trouble: null, arrived: true });
      else if (whole === false) this.standings.delete(id);
    }
  }

  private mark(id: string, change: Partial<Standing>): void {
    this.standings.set(id, { ...(this.standings.get(id) ?? START), ...change });
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** The page's one courier. */
export const courier = new Courier();
