/**
 * Takes what waits to the hub, one envelope after the other, until all has
 * arrived: tries again by itself, sooner when the line comes back. Every failure
 * has a name that a screen turns into a sentence; none is silent.
 */
import { Refused } from "../hub/calls";
import { forget, keep, type Waiting, waiting } from "../storage/waiting";
import { pause } from "./backoff";
import { deliver } from "./deliver";

export type Trouble = "offline" | "waits" | "token" | "full" | "refused" | "tooLarge";
export interface Standing {
  readonly share: number;
  readonly trouble: Trouble | null;
  readonly arrived: boolean;
  readonly kept: boolean;
}

const START: Standing = { share: 0, trouble: null, arrived: false, kept: true };

/** What a failure is called. */
export function troubleOf(error: unknown, online: boolean): Trouble {
  if (!(error instanceof Refused)) return online ? "waits" : "offline";
  if (error.status === 403) return "token";
  if (error.status === 507) return "full";
  if (error.status === 413) return "tooLarge";
  return error.status === 429 || error.status === 409 || error.status >= 500 ? "waits" : "refused";
}

export class Courier {
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

  /** Keeps a sealed envelope and begins to send it. Resolves once it is kept, however the line is. */
  async take(envelope: Waiting): Promise<void> {
    this.standings.set(envelope.id, START);
    const kept = await keep(envelope);
    this.mark(envelope.id, { kept });
    this.hurry();
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
    let retryAfter: number | null = null;
    let failed = false;
    for (const envelope of await waiting()) {
      try {
        await deliver(envelope, (share) => this.mark(envelope.id, { share, trouble: null }));
        await forget(envelope.id);
        this.mark(envelope.id, { share: 1, trouble: null, arrived: true });
      } catch (error) {
        failed = true;
        if (error instanceof Refused) retryAfter = Math.max(retryAfter ?? 0, error.retryAfter ?? 0);
        this.mark(envelope.id, { trouble: troubleOf(error, navigator.onLine) });
      }
    }
    this.running = false;
    if (this.again) return this.round();
    if (failed) this.timer = setTimeout(() => void this.round(), pause(++this.attempt, retryAfter));
  }

  private mark(id: string, change: Partial<Standing>): void {
    this.standings.set(id, { ...(this.standings.get(id) ?? START), ...change });
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
