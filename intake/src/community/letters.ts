/**
 * Letters from the desk to a community worker: the list of cases, by pseudonyms alone, and the end of the key
 * (spec/worker.md, Letters). Each is kept as it came, sealed to the worker's own identity.
 */
import type { Desk } from "../desk/open";
import { bytesOf, Refused, Unreached } from "../hub/calls";
import { signedCall } from "../mailbox/signed";
import { open } from "../sealing/opening";
import { Problem } from "../sealing/problem";
import { erase, type Keys, keepLetter, keptLetter } from "./vault";

export interface Case {
  readonly code: string;
  readonly state: string;
  readonly next: string | null;
}

export interface List {
  readonly day: string;
  readonly cases: readonly Case[];
}

interface Letter extends List {
  readonly revoked: boolean;
}

/** The list that came last; null before the first. */
export async function lastList(desk: Desk, keys: Keys): Promise<List | null> {
  const kept = await keptLetter(desk.fingerprint);
  return kept ? read(keys, kept) : null;
}

/**
 * Fetches the newest letter and keeps it: `ended` once the key was ended, and then the vault is gone; `offline` where
 * the hub cannot be reached. An older letter than the one that is kept is not taken.
 */
export async function newestList(desk: Desk, keys: Keys): Promise<List | null | "ended" | "offline"> {
  const last = await lastList(desk, keys);
  try {
    const answer = await signedCall("GET", `/v1/mailboxes/${keys.mailbox.id}/letter`, keys.mailbox);
    const sealed = await bytesOf(answer);
    const letter = await read(keys, sealed);
    if (!letter || (last && letter.day < last.day)) return last;
    if (letter.revoked) {
      await erase(desk.fingerprint);
      return "ended";
    }
    await keepLetter(desk.fingerprint, sealed);
    return letter;
  } catch (error) {
    if (error instanceof Unreached || error instanceof Refused) return "offline";
    throw error;
  }
}

/** What a letter says; null for bytes that are none, which the hub gives where there is no letter. */
async function read(keys: Keys, sealed: Uint8Array): Promise<Letter | null> {
  try {
    const { inside } = await open([keys.identity], sealed);
    const worker = inside.kind === "letter" ? inside.letter.worker : null;
    return worker && inside.day ? { day: inside.day, ...worker } : null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
