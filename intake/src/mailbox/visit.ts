/**
 * A visit with a receipt: from sixteen digits to the replies that wait. A wrong
 * code takes the same work and leads to an empty mailbox: nobody learns which
 * receipts there are (spec/receipt.md).
 */
import type { Desk } from "../desk/open";
import { bytesOf } from "../hub/calls";
import { open } from "../sealing/opening";
import { type Derived, derive, read } from "../sealing/receipt";
import { signedCall } from "./signed";

/** A message to the holder; `text` is null when it could not be opened. */
export interface Reply {
  readonly day: string;
  readonly text: string | null;
}

export interface Visit extends Derived {
  readonly replies: readonly Reply[];
}

/** Not sixteen digits. */
export class DigitsMissing extends Error {}

interface Listed {
  readonly envelopes: readonly { readonly id: string; readonly day: string }[];
}

/** Opens the mailbox of `typed`. Throws `DigitsMissing`, or as the hub's calls do. */
export async function visit(desk: Desk, typed: string): Promise<Visit> {
  const derived = await derive(digitsOf(typed), desk.fingerprint);
  const box = `/v1/mailboxes/${derived.mailbox.id}/envelopes`;
  const listed = (await (await signedCall("GET", box, derived.mailbox)).json()) as Listed;
  const replies: Reply[] = [];
  for (const { id, day } of listed.envelopes) {
    const sealed = await bytesOf(await signedCall("GET", `${box}/${id}`, derived.mailbox));
    replies.push(...(await opened(derived.identity, sealed, day)));
  }
  return { ...derived, replies: replies.sort((one, other) => (one.day < other.day ? 1 : -1)) };
}

function digitsOf(typed: string): string {
  try {
    return read(typed);
  } catch {
    throw new DigitsMissing();
  }
}

async function opened(identity: string, sealed: Uint8Array, day: string): Promise<readonly Reply[]> {
  try {
    const { inside } = await open([identity], sealed);
    return inside.kind === "letter" ? inside.letter.messages.filter(({ from }) => from === "desk") : [];
  } catch {
    return [{ day, text: null }];
  }
}
