/**
 * Sealed envelopes that have not arrived yet. They are kept in IndexedDB; where
 * the phone has no room, in memory, and then `keep` says so, that it may be told.
 */
import { all, change, remove } from "./database";
import { forgetDraft, range } from "./drafts";

export interface Waiting {
  readonly id: string;
  readonly mailbox: string;
  readonly token: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The draft that it completes or carries. */
  readonly draft?: string;
}

const unkept = new Map<string, Waiting>();

/**
 * Keeps one sealed envelope, and with it ends the draft that it completes or carries: both or neither, so that no death of the
 * phone leaves two of one telling. False: the envelope is only in memory, until the page is closed, and the draft is still there.
 */
export async function keep({ draft, ...envelope }: Waiting): Promise<boolean> {
  try {
    await change(draft === undefined ? ["waiting"] : ["waiting", "drafts"], (of) => {
      if (draft !== undefined) of("drafts").delete(range(draft));
      of("waiting").put(envelope, envelope.id);
    });
    unkept.delete(envelope.id);
    return true;
  } catch {
    unkept.set(envelope.id, draft === undefined ? envelope : { ...envelope, draft });
    return false;
  }
}

/** All that waits, wherever it is kept. */
export async function waiting(): Promise<Waiting[]> {
  const kept = await all<Waiting>("waiting").catch(() => []);
  return [...kept, ...unkept.values()];
}

/** Forgets one: it has arrived, or was thrown away. */
export async function forget(id: string): Promise<void> {
  const draft = unkept.get(id)?.draft;
  unkept.delete(id);
  if (draft !== undefined) await forgetDraft(draft);
  await remove("waiting", id).catch(() => undefined);
}
