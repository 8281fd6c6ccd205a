/**
 * A visit with a receipt: from sixteen digits to the letter that waits. One call,
 * of one size, whatever the digits are: a wrong code, and a right one to which
 * nothing was written yet, end alike (spec/receipt.md).
 */
import type { Desk } from "../desk/open";
import { bytesOf } from "../hub/calls";
import type { Inside, Letter } from "../sealing/inside";
import { open } from "../sealing/opening";
import { type Derived, derive } from "../sealing/receipt";
import { signedCall } from "./signed";

/** What the desk says now, and what it holds as agreed. */
export interface Said {
  readonly letter: Letter;
  readonly consents: Inside["consents"];
}

/** What the digits open; `said` is null where there is no letter that they can open. */
export interface Visit extends Derived {
  readonly said: Said | null;
}

/** Opens the letter of sixteen `digits`, as `read` gives them. Throws as the hub's calls do. */
export async function visit(desk: Desk, digits: string): Promise<Visit> {
  const derived = await derive(digits, desk.fingerprint);
  const answer = await signedCall("GET", `/v1/mailboxes/${derived.mailbox.id}/letter`, derived.mailbox);
  return { ...derived, said: await opened(derived.identity, await bytesOf(answer)) };
}

async function opened(identity: string, bytes: Uint8Array): Promise<Said | null> {
  try {
    const { inside } = await open([identity], bytes);
    return inside.kind === "letter" ? { letter: inside.letter, consents: inside.consents } : null;
  } catch {
    return null;
  }
}
