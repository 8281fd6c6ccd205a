/**
 * What is inside an envelope: an account or a message, its attachments, and
 * padding (spec/envelope.md, Inside). Here it is written; `opening` reads it.
 */
import { sha256 as hash } from "@noble/hashes/sha2.js";
import { type Bytes, hex, utf8 } from "./codec";
import { padded } from "./padding";
import { Problem } from "./problem";
import * as json from "./strict_json";

/** "I will not say", "I do not know", own words or a choice's code, several codes; or a number, a date, a place. */
export type PlainAnswer =
  | string
  | readonly string[]
  | { readonly refused: true }
  | { readonly unknown: true }
  | { readonly number: number }
  | { readonly date: string }
  | { readonly season: string; readonly year: number | null }
  | { readonly age: number }
  | { readonly place: string }
  | { readonly point: string; readonly km: number };

/** A plain answer, or those of each instance of a repeat. */
export type Answer = PlainAnswer | { readonly each: readonly Readonly<Record<string, PlainAnswer>>[] };

/** What is said of one attachment; its bytes follow the JSON. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

/** What a desk wrote (spec/receipt.md, Letters); `worker` is null but to a community worker. */
export interface Letter {
  readonly state: "received" | "read" | "erased";
  readonly messages: readonly { readonly from: "desk" | "you"; readonly day: string; readonly text: string }[];
  readonly cut: boolean;
  readonly worker: {
    readonly cases: readonly { readonly code: string; readonly state: string; readonly next: string | null }[];
    readonly revoked: boolean;
  } | null;
}

interface Common {
  readonly form: { readonly id: string; readonly version: string } | null;
  readonly language: string;
  readonly day: string | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly consents: Readonly<Record<string, "yes" | "no">>;
  readonly attachments: readonly Attachment[];
  readonly reply_to: { readonly mailbox: string; readonly recipient: string } | null;
  readonly signed?: { readonly key: string; readonly signature: string };
}

/** Which telling broke off; of one id, the highest number is the newest. */
export interface Draft {
  readonly id: string;
  readonly number: number;
}

/** The JSON of an envelope. */
export type Inside = Common &
  (
    | { readonly kind: "account"; readonly draft?: Draft }
    | { readonly kind: "draft"; readonly draft: Draft }
    | { readonly kind: "addition"; readonly text: string; readonly half?: string }
    | { readonly kind: "choices" | "erasure" | "parcel" | "odk" }
    | { readonly kind: "letter"; readonly letter: Letter }
    | { readonly kind: "enrolment"; readonly enrolment: { readonly invitation: string; readonly key: string } }
  );

export const MAGIC = utf8("amana-envelope/1\n");
export const START = MAGIC.length + 4;
export const LONGEST_JSON = 1 << 20;

/** What `Inside.attachments` says of `data`; `type` is a media type without parameters. */
export const attachmentOf = (name: string, type: string, data: Uint8Array): Attachment => ({
  name,
  type,
  size: data.length,
  sha256: hex(hash(data)),
});

/**
 * The padded plaintext; `attachments` are those that `inside` describes. Phones write no letters.
 *
 * Throws `sealing.bad_json`, or `sealing.bad_inside` where there is more than fits.
 */
export function writeInside(inside: Inside, attachments: readonly Uint8Array[] = []): Bytes {
  const described = json.write(inside);
  if (described.length > LONGEST_JSON) throw new Problem("sealing.bad_inside");
  const pieces = [described, ...attachments];
  const plain = new Uint8Array(padded(pieces.reduce((sum, piece) => sum + piece.length, START)));
  plain.set(MAGIC);
  new DataView(plain.buffer).setUint32(MAGIC.length, described.length);
  let at = START;
  for (const piece of pieces) {
    plain.set(piece, at);
    at += piece.length;
  }
  return plain;
}
