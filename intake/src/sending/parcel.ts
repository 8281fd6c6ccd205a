/**
 * Parcels: sealed envelopes, sealed once more to the same desk, so that whoever carries them can neither read nor
 * count (spec/page.md, Carrying). A draft that is sent goes in one as well.
 */
import type { Desk, Kept } from "../desk/open";
import { fromBase64Url } from "../sealing/codec";
import { attachmentOf, LONGEST, seal } from "../sealing/envelope";
import { idOf } from "../sealing/ids";
import { all } from "../storage/database";
import type { Piece } from "../storage/drafts";
import type { Waiting } from "../storage/waiting";
import { today } from "../today";

type Bytes = Waiting["bytes"];

const MOST = 64;
/** Bytes of all envelopes of one parcel: with what is around them and padding, below those of an envelope. */
const LARGEST = LONGEST - (1 << 20);
const TYPE = "application/octet-stream";

/** All of `waiting` as few envelopes, to be carried: a parcel for each desk, and alone what fits in none. */
export async function packWaiting(waiting: readonly Waiting[], desk: Desk, language: string): Promise<Bytes[]> {
  const desks = await all<Kept>("desks").catch(() => []);
  const packed: Bytes[] = [];
  for (const mailbox of new Set(waiting.map((one) => one.mailbox))) {
    const envelopes = waiting.filter((one) => one.mailbox === mailbox).map(({ bytes }) => bytes);
    const kept = desks.find(({ card }) => card.mailbox === mailbox)?.card;
    const recipients = desk.mailbox === mailbox ? desk.recipients : kept?.recipients;
    packed.push(...(recipients ? await pack(envelopes, recipients, language) : envelopes));
  }
  return packed;
}

/** The pieces of a draft, ready to be sent to the desk that they are sealed to. Throws where that desk is not kept here. */
export async function packDraft(pieces: readonly Piece[], language: string): Promise<Waiting[]> {
  const [first] = pieces;
  const desks = await all<Kept>("desks");
  const kept = desks.find(({ card }) => first && idOf(fromBase64Url(card.key)) === first.fingerprint);
  if (!first || !kept) throw new Error("desk");
  const packed = await pack(
    pieces.map(({ bytes }) => bytes),
    kept.card.recipients,
    language,
  );
  const { mailbox } = kept.card;
  const sealed = packed.map((bytes): Waiting => ({ id: idOf(bytes), mailbox, token: kept.token, bytes }));
  // The draft ends with the last of them: what is not sealed into one yet must not be lost.
  return sealed.map((one, at) => (at === sealed.length - 1 ? { ...one, draft: first.draft } : one));
}

async function pack(envelopes: readonly Bytes[], recipients: readonly string[], language: string): Promise<Bytes[]> {
  const packed: Bytes[] = [];
  let some: Bytes[] = [];
  const close = async (): Promise<void> => {
    if (some.length > 0) packed.push(await parcel(some, recipients, language));
    some = [];
  };
  for (const bytes of envelopes) {
    if (bytes.length > LARGEST) {
      packed.push(bytes);
      continue;
    }
    const size = some.reduce((sum, other) => sum + other.length, bytes.length);
    if (some.length === MOST || size > LARGEST) await close();
    some.push(bytes);
  }
  await close();
  return packed;
}

const parcel = (envelopes: readonly Bytes[], recipients: readonly string[], language: string): Promise<Bytes> =>
  seal(
    {
      kind: "parcel",
      form: null,
      language,
      day: today(),
      answers: {},
      consents: {},
      attachments: envelopes.map((bytes, at) => attachmentOf(String(at), TYPE, bytes)),
      reply_to: null,
    },
    envelopes,
    recipients,
  );
