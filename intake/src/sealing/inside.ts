/**
 * What is inside an envelope: an account or a message, its attachments, and
 * padding (spec/envelope.md, Inside). What is not exactly that is refused whole.
 */
import { sha256 as hash } from "@noble/hashes/sha2.js";
import { type Bytes, hex, utf8 } from "./codec";
import { padded } from "./padding";
import { Problem } from "./problem";
import {
  among,
  CODE,
  day,
  distinct,
  either,
  fileName,
  hybridRecipient,
  id,
  language,
  list,
  map,
  mediaType,
  object,
  orAbsent,
  orNull,
  QUESTION,
  sha256,
  text,
  whole,
} from "./shapes";
import * as json from "./strict_json";

/** "I will not say", "I do not know", own words or a choice's code, or several codes. */
export type Answer = string | readonly string[] | { readonly refused: true } | { readonly unknown: true };

/** What is said of one attachment; its bytes follow the JSON. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
}

/** The JSON of an envelope. `text` is the message of every kind but an account. */
export interface Inside {
  readonly kind: "account" | "addition" | "withdrawal" | "reply";
  readonly form: { readonly id: string; readonly version: string } | null;
  readonly language: string;
  readonly day: string | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly consents: Readonly<Record<string, "yes" | "no">>;
  readonly attachments: readonly Attachment[];
  readonly reply_to: { readonly mailbox: string; readonly recipient: string } | null;
  readonly text?: string;
}

/** An envelope's JSON, and the bytes of each of its attachments in order. */
export interface Opened {
  readonly inside: Inside;
  readonly attachments: readonly Uint8Array[];
}

const MAGIC = utf8("amana-envelope/1\n");
const START = MAGIC.length + 4;
const LONGEST_JSON = 1 << 20;
const MOST_ATTACHMENTS = 16;

const isInside = object({
  kind: among("account", "addition", "withdrawal", "reply"),
  form: orNull(object({ id: text(), version: text() })),
  language,
  day: orNull(day),
  answers: map(
    QUESTION,
    either(text(), list(text()), object({ refused: among(true) }), object({ unknown: among(true) })),
  ),
  consents: map(CODE, among("yes", "no")),
  attachments: list(object({ name: fileName, type: mediaType, size: whole(), sha256 }), 0, MOST_ATTACHMENTS),
  reply_to: orNull(object({ mailbox: id, recipient: hybridRecipient })),
  text: orAbsent(text()),
});

/** What `Inside.attachments` says of `data`; `type` is a media type without parameters. */
export const attachmentOf = (name: string, type: string, data: Uint8Array): Attachment => ({
  name,
  type,
  size: data.length,
  sha256: hex(hash(data)),
});

/**
 * The padded plaintext. Throws `sealing.bad_inside`, `sealing.bad_json`, or `sealing.bad_attachment` unless
 * `attachments` are those that `inside` describes.
 */
export function writeInside(inside: Inside, attachments: readonly Uint8Array[] = []): Bytes {
  const described = json.write(check(inside));
  if (described.length > LONGEST_JSON) throw new Problem("sealing.bad_inside");
  checkAttachments(inside, attachments);
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

/**
 * What `writeInside` was given.
 *
 * Throws `sealing.bad_inside`, `sealing.bad_json`, `sealing.bad_attachment`, or `sealing.bad_padding`.
 */
export function readInside(plain: Uint8Array): Opened {
  const length =
    plain.length < START
      ? Number.POSITIVE_INFINITY
      : new DataView(plain.buffer, plain.byteOffset).getUint32(MAGIC.length);
  if (length > LONGEST_JSON || START + length > plain.length || MAGIC.some((byte, at) => plain[at] !== byte)) {
    throw new Problem("sealing.bad_inside");
  }
  const inside = check(json.read(plain.subarray(START, START + length)));
  let at = START + length;
  const attachments = inside.attachments.map(({ size }) => {
    at += size;
    return plain.subarray(at - size, at);
  });
  checkAttachments(inside, attachments);
  if (plain.length !== padded(at) || plain.subarray(at).some((byte) => byte !== 0)) {
    throw new Problem("sealing.bad_padding");
  }
  return { inside, attachments };
}

function check(value: unknown): Inside {
  const inside = value as Inside;
  const sound =
    isInside(value) &&
    (inside.text === undefined) === (inside.kind === "account") &&
    distinct(inside.attachments.map(({ name }) => name));
  if (!sound) throw new Problem("sealing.bad_inside");
  return inside;
}

function checkAttachments(inside: Inside, given: readonly Uint8Array[]): void {
  const same =
    given.length === inside.attachments.length &&
    inside.attachments.every(({ size, sha256 }, at) => {
      const data = given[at] as Uint8Array;
      return data.length === size && hex(hash(data)) === sha256;
    });
  if (!same) throw new Problem("sealing.bad_attachment");
}
