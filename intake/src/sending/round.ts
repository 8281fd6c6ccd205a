/**
 * One round of sending: the page and its service worker both use it, one of them at a time, so that no part
 * goes over a poor line twice. What the hub has safe is forgotten here, and nothing else is.
 */
import { Refused } from "../hub/calls";
import { forget, waiting } from "../storage/waiting";
import { deliver, type Solve } from "./deliver";

/** Hears how far each envelope is. */
export interface Hearing {
  going(id: string, share: number): void;
  arrived(id: string): void;
  failed(id: string, error: unknown): void;
}

/** How a round ended: seconds before which the hub wishes no other, null where it has no wish. */
export interface Outcome {
  readonly failed: boolean;
  readonly retryAfter: number | null;
}

const LOCK = "sending";

/** Sends all that waits, one after the other, once no other tab is sending. `solve` does the work that a hub may set. */
export function sendAll(hearing?: Hearing, solve?: Solve): Promise<Outcome> {
  const { locks } = navigator;
  return locks ? locks.request(LOCK, () => send(hearing, solve)) : send(hearing, solve);
}

async function send(hearing?: Hearing, solve?: Solve): Promise<Outcome> {
  let failed = false;
  let retryAfter: number | null = null;
  for (const envelope of await waiting()) {
    try {
      await deliver(envelope, (share) => hearing?.going(envelope.id, share), solve);
      await forget(envelope.id);
      hearing?.arrived(envelope.id);
    } catch (error) {
      failed = true;
      if (error instanceof Refused && error.retryAfter) retryAfter = Math.max(retryAfter ?? 0, error.retryAfter);
      hearing?.failed(envelope.id, error);
    }
  }
  return { failed, retryAfter };
}
