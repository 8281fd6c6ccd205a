/**
 * Opening envelopes and reading what is inside (spec/envelope.md, Inside): what
 * is not exactly as specified is refused whole.
 */
import { sha256 as hash } from "@noble/hashes/sha2.js";
import { openBytes } from "./age-open";
import { hex } from "./codec";
import { checkShape } from "./envelope";
import { type Inside, LONGEST_JSON, MAGIC, START } from "./inside";
import { LETTER, padded } from "./padding";
import { Problem } from "./problem";
import {
  among,
  bytes,
  type Check,
  CODE,
  day,
  distinct,
  either,
  hybridRecipient,
  id,
  language,
  list,
  map,
  object,
  orNull,
  QUESTION,
  sha256,
  text,
  whole,
} from "./shapes";
import { signerOf } from "./signing";
import * as json from "./strict_json";

/** An envelope's JSON, and the bytes of each of its attachments in order. */
export interface Opened {
  readonly inside: Inside;
  readonly attachments: readonly Uint8Array[];
}

const MOST_ATTACHMENTS = 16;
const MOST_CARRIED = 64;
const POINT = /^-?(90(\.00?)?|[1-8]?[0-9](\.[0-9]{1,2})?),-?(180(\.00?)?|(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,2})?)$/;

/** A year, a month or a day. */
const partOfDate: Check = (value) =>
  typeof value === "string" &&
  /^[0-9]{4}(-[0-9]{2}){0,2}$/.test(value) &&
  day(value + "-01".repeat((10 - value.length) / 3));

const plain = either(
  text(),
  list(text()),
  object({ refused: among(true) }),
  object({ unknown: among(true) }),
  object({ number: whole() }),
  object({ date: partOfDate }),
  object({ season: text(CODE), year: (value) => value === null || (whole(1)(value) && (value as number) <= 9999) }),
  object({ age: whole() }),
  object({ place: text(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/) }),
  object({ point: text(POINT), km: whole() }),
);

const attachment = object({
  name: text(/^[^./\\\p{Cc}][^/\\\p{Cc}]{0,254}$/u),
  type: text(/^[a-z0-9][a-z0-9_.+-]{0,99}\/[a-z0-9][a-z0-9_.+-]{0,99}$/),
  size: whole(),
  sha256,
});

const common = {
  form: orNull(object({ id: text(), version: text() })),
  language,
  day: orNull(day),
  answers: map(QUESTION, either(plain, object({ each: list(map(QUESTION, plain)) }))),
  consents: map(CODE, among("yes", "no")),
  attachments: list(attachment, 0, MOST_ATTACHMENTS),
  reply_to: orNull(object({ mailbox: id, recipient: hybridRecipient })),
};

const draft = object({ id: bytes(16), number: whole() });

const letter = object({
  state: among("received", "read", "erased"),
  messages: list(object({ from: among("desk", "you"), day, text: text() })),
  cut: among(true, false),
  worker: orNull(
    object({
      cases: list(object({ code: text(/^[A-Za-z0-9-]{1,64}$/), state: text(CODE), next: orNull(day) }), 0, 200),
      revoked: among(true, false),
    }),
  ),
});

const of = (kind: string, own: Record<string, Check> = {}, may: Record<string, Check> = {}): Check =>
  object(
    { kind: among(kind), ...common, ...own },
    { ...may, signed: object({ key: bytes(32), signature: bytes(64) }) },
  );

const isInside = either(
  of("account", {}, { draft }),
  of("draft", { draft }),
  of("addition", { text: text() }, { half: text(/^[0-9]{16}$/) }),
  of("choices"),
  of("erasure"),
  of("letter", { letter }),
  of("parcel", { attachments: list(attachment, 0, MOST_CARRIED) }),
  of("enrolment", { enrolment: object({ invitation: bytes(16), key: bytes(32) }) }),
  of("odk"),
);

/** What is inside `sealed`. Throws as `checkShape`, `openBytes` and `readInside` do. */
export async function open(identities: readonly string[], sealed: Uint8Array): Promise<Opened> {
  checkShape(sealed);
  return readInside(await openBytes(identities, sealed));
}

/**
 * What `writeInside`, or a desk, was given.
 *
 * Throws `sealing.bad_inside`, `sealing.bad_json`, `sealing.bad_attachment`, `sealing.bad_padding`, or
 * `sealing.bad_signature`.
 */
export function readInside(plaintext: Uint8Array): Opened {
  const length =
    plaintext.length < START
      ? Number.POSITIVE_INFINITY
      : new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(MAGIC.length);
  if (length > LONGEST_JSON || START + length > plaintext.length || MAGIC.some((byte, at) => plaintext[at] !== byte)) {
    throw new Problem("sealing.bad_inside");
  }
  const value = json.read(plaintext.subarray(START, START + length));
  const inside = value as Inside;
  if (!isInside(value) || !distinct(inside.attachments.map(({ name }) => name))) {
    throw new Problem("sealing.bad_inside");
  }
  let at = START + length;
  const attachments = inside.attachments.map(({ size, sha256 }) => {
    const data = plaintext.subarray(at, at + size);
    at += size;
    if (data.length !== size || hex(hash(data)) !== sha256) throw new Problem("sealing.bad_attachment");
    return data;
  });
  const size = inside.kind === "letter" ? LETTER : padded(at);
  if (plaintext.length !== size || plaintext.subarray(at).some((byte) => byte !== 0)) {
    throw new Problem("sealing.bad_padding");
  }
  signerOf(inside);
  return { inside, attachments };
}
