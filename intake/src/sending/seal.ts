/** Turns what was told into a sealed envelope: the one place where words become a message (spec/envelope.md). */
import type { Desk } from "../desk/open";
import { recipientOf } from "../sealing/age";
import { type Attachment, attachmentOf, type Inside, seal } from "../sealing/envelope";
import { idOf } from "../sealing/ids";
import { type Derived, derive, draw } from "../sealing/receipt";
import type { Waiting } from "../storage/waiting";
import { collect, type File } from "../telling/collect";
import type { Told } from "../telling/told";
import { today } from "../today";

/** Seals a telling, and names the draft that it completes; `receipt` holds its digits, null where none was wanted. */
export async function sealTelling(
  desk: Desk,
  language: string,
  told: Told,
  draft: Numbered | null,
): Promise<{ envelope: Waiting; receipt: string | null }> {
  const { sign, wantsReceipt } = told;
  const receipt = wantsReceipt ? draw() : null;
  const { answers, files } = collect(told);
  const read = await Promise.all(files.map(readFile));
  const inside: Inside = {
    kind: "account",
    form: formOf(told),
    language,
    day: today(),
    answers,
    consents: Object.fromEntries(told.consents),
    attachments: read.map(({ attachment }) => attachment),
    reply_to: receipt === null ? null : await replyTo(await derive(receipt, desk.fingerprint)),
    ...(draft && draft.number > 0 ? { draft: { id: draft.id, number: draft.number } } : {}),
  };
  const envelope = await toDesk(
    desk,
    inside,
    read.map(({ bytes }) => bytes),
    sign,
  );
  return { envelope: draft ? { ...envelope, draft: draft.id } : envelope, receipt };
}

/** Which draft, and the number of its last piece. */
export interface Numbered {
  readonly id: string;
  readonly number: number;
}

/** Seals one piece of a draft: all answers so far, and at most one file (spec/page.md, Drafts). */
export async function sealPiece(
  desk: Desk,
  language: string,
  told: Told,
  { id, number }: Numbered,
  answers: Inside["answers"],
  file: Pick<File, "name" | "blob"> | null,
): Promise<Waiting["bytes"]> {
  const { sign } = told;
  const read = file ? [await readFile(file)] : [];
  const inside: Inside = {
    kind: "draft",
    form: formOf(told),
    language,
    day: today(),
    answers,
    consents: {},
    attachments: read.map(({ attachment }) => attachment),
    reply_to: null,
    draft: { id, number },
  };
  return seal(
    signed(inside, sign),
    read.map(({ bytes }) => bytes),
    desk.recipients,
  );
}

/** What is sealed to the desk, as it waits to be sent. */
export async function toDesk(
  desk: Desk,
  inside: Inside,
  attachments: readonly Uint8Array[],
  sign: Told["sign"] = null,
): Promise<Waiting> {
  const bytes = await seal(signed(inside, sign), attachments, desk.recipients);
  return { id: idOf(bytes), mailbox: desk.mailbox, token: desk.token, bytes };
}

async function readFile({
  name,
  blob,
}: Pick<File, "name" | "blob">): Promise<{ attachment: Attachment; bytes: Uint8Array }> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { attachment: attachmentOf(name, blob.type || "application/octet-stream", bytes), bytes };
}

const formOf = ({ form }: Told): Inside["form"] => form && { id: form.id, version: form.version };

/** Where the desk answers. */
export const replyTo = async ({ mailbox, identity }: Derived): Promise<Inside["reply_to"]> => ({
  mailbox: mailbox.id,
  recipient: await recipientOf(identity),
});

/** What is sealed, by whoever's key signs it. */
const signed = (inside: Inside, sign: Told["sign"]): Inside => (sign ? sign(wellFormed(inside)) : wellFormed(inside));

/** Text without what JSON's one spelling refuses: U+0000 and halves of characters, which a keyboard can leave behind. */
const wellFormed = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value).replace(/\\u(?:0000|d[89a-f]..)/g, (found, at: number, all: string) =>
      escaped(all, at) ? found : "",
    ),
  ) as T;

/** Whether the backslash at `at` is itself escaped. */
function escaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 1;
}
