/**
 * Sealed envelopes that have not arrived yet. They are kept in IndexedDB; where
 * the phone has no room, in memory, and then `kept` says so, that she may be told.
 */
import { all, put, remove } from "./database";

export interface Waiting {
  readonly id: string;
  readonly mailbox: string;
  readonly token: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const unkept = new Map<string, Waiting>();

/** Keeps one sealed envelope. False: only in memory, until the page is closed. */
export async function keep(envelope: Waiting): Promise<boolean> {
  try {
    await put("waiting", envelope.id, envelope);
    return true;
  } catch {
    unkept.set(envelope.id, envelope);
    return false;
  }
}

/** All that waits, wherever it is kept. */
export async function waiting(): Promise<Waiting[]> {
  const kept = await all<Waiting>("waiting").catch(() => []);
  return [...kept, ...unkept.values()];
}

/** Forgets one: it has arrived, or she threw it away. */
export async function forget(id: string): Promise<void> {
  unkept.delete(id);
  await remove("waiting", id).catch(() => undefined);
}
