/** Mailboxes: a key is all there is to one (spec/mailbox.md). */
import { ed25519 } from "@noble/curves/ed25519.js";
import { idOf } from "./ids";

/** The private side of a mailbox: whoever has the 32 bytes of `seed` may list, fetch and remove. */
export class Mailbox {
  /** The 32 public bytes. */
  readonly key: Uint8Array;
  /** The mailbox's name at a hub. */
  readonly id: string;

  constructor(readonly seed: Uint8Array) {
    this.key = ed25519.getPublicKey(seed);
    this.id = idOf(this.key);
  }
}
