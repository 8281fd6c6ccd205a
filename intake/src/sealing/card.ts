/**
 * The desk's card: who the desk is, where to drop and to whom to seal, signed by
 * the desk's own key (spec/card.md). A card that reads is by the key of the
 * fingerprint, whoever carried it.
 */
import { base32, fromBase64Url, utf8 } from "./codec";
import { sha256 as hashOf } from "./native";
import * as notes from "./notes";
import { Problem } from "./problem";
import {
  among,
  byLanguage,
  bytes,
  CODE,
  day,
  distinct,
  hybridRecipient,
  id,
  LANGUAGE,
  language,
  list,
  map,
  object,
  orNull,
  sha256,
  text,
  whole,
} from "./shapes";
import * as json from "./strict_json";

/** A questionnaire: `phone` and `odk` are the hashes of its two spellings. */
export interface FormNamed {
  readonly id: string;
  readonly version: string;
  readonly phone: string;
  readonly odk: string | null;
}

/** The members of a card's JSON. */
export interface Card {
  readonly card: "amana-card/1";
  readonly key: string;
  readonly serial: number;
  readonly day: string;
  readonly names: Readonly<Record<string, string>>;
  readonly languages: readonly string[];
  readonly mailbox: string;
  readonly recipients: readonly string[];
  readonly forms: readonly FormNamed[];
  readonly directory: string;
  readonly places: string | null;
  readonly pictures: string | null;
  readonly sounds: Readonly<Record<string, string>>;
  readonly page: string | null;
  readonly tokens: readonly { readonly sha256: string; readonly per_day: number }[];
  readonly quota: number;
}

const isCard = object({
  card: among("amana-card/1"),
  key: bytes(32),
  serial: whole(1),
  day,
  names: byLanguage(1),
  languages: list(language, 1),
  mailbox: id,
  recipients: list(hybridRecipient, 1, 2),
  forms: list(object({ id: text(CODE), version: text(), phone: sha256, odk: orNull(sha256) }), 1),
  directory: sha256,
  places: orNull(sha256),
  pictures: orNull(sha256),
  sounds: map(LANGUAGE, sha256),
  page: orNull(sha256),
  tokens: list(object({ sha256, per_day: whole(1) })),
  quota: whole(),
});

/** The name under which the desk of `fingerprint` signs notes. */
export const signerName = (fingerprint: string): string => `amana/${fingerprint.slice(0, 16)}`;

/**
 * The card in `note`, by the desk of `fingerprint`.
 *
 * Throws `sealing.other_desk` for a card of another key, `sealing.bad_signature`, `sealing.bad_note`,
 * `sealing.bad_json`, or `sealing.bad_card` where its members are not those of a card.
 */
export async function read(note: Uint8Array, fingerprint: string): Promise<Card> {
  const value = json.read(utf8(notes.textOf(note)).subarray(0, -1));
  const card = value as Card;
  const nothingTwice = (): boolean =>
    [
      card.languages,
      card.recipients,
      card.forms.map((form) => form.id),
      card.tokens.map((token) => token.sha256),
    ].every(distinct);
  if (!isCard(value) || !nothingTwice()) throw new Problem("sealing.bad_card");
  const key = fromBase64Url(card.key);
  if (base32(await hashOf(key)) !== fingerprint) throw new Problem("sealing.other_desk");
  await notes.verify(note, signerName(fingerprint), key);
  return card;
}
