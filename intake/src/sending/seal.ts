/** Turns what was told into a sealed envelope: the one place where words become a message (spec/envelope.md). */
import type { Desk } from "../desk/open";
import type { Visit } from "../mailbox/visit";
import { recipientOf } from "../sealing/age";
import { type Attachment, attachmentOf, type Inside, seal } from "../sealing/envelope";
import { idOf } from "../sealing/ids";
import { derive, draw } from "../sealing/receipt";
import type { Waiting } from "../storage/waiting";
import type { Answer, Told } from "../telling/told";

/** The name of the answer by which a withdrawal asks that all that was told be erased (spec/page.md, Taking back). */
export const ERASE = "erase";

/** Seals a telling; `receipt` holds its digits, null where none was wanted. */
export async function sealTelling(
  desk: Desk,
  language: string,
  told: Told,
): Promise<{ envelope: Waiting; receipt: string | null }> {
  const receipt = told.wantsReceipt ? draw() : null;
  const files = await Promise.all(told.attachments.map(([question, blob], index) => fileOf(question, blob, index)));
  const inside: Inside = {
    kind: "account",
    form: { id: desk.form.id, version: desk.form.version },
    language,
    day: today(),
    answers: { ...Object.fromEntries(told.answers), ...voices(files) } as Record<string, Answer>,
    consents: Object.fromEntries(told.consents),
    attachments: files.map(({ attachment }) => attachment),
    reply_to: receipt === null ? null : await replyTo(await derive(receipt, desk.fingerprint)),
  };
  const envelope = await toDesk(
    desk,
    inside,
    files.map(({ bytes }) => bytes),
  );
  return { envelope, receipt };
}

/** Seals a message of one who came back. */
export async function sealMessage(
  desk: Desk,
  language: string,
  visit: Visit,
  kind: "addition" | "withdrawal",
  text: string,
  consents: ReadonlyMap<string, "no">,
  erase: boolean,
): Promise<Waiting> {
  const inside: Inside = {
    kind,
    form: null,
    language,
    day: today(),
    answers: erase ? { [ERASE]: "all" } : {},
    consents: Object.fromEntries(consents),
    attachments: [],
    reply_to: await replyTo(visit),
    text,
  };
  return toDesk(desk, inside, []);
}

async function toDesk(desk: Desk, inside: Inside, attachments: readonly Uint8Array[]): Promise<Waiting> {
  const bytes = await seal(wellFormed(inside), attachments, desk.recipients);
  return { id: idOf(bytes), mailbox: desk.mailbox, token: desk.token, bytes };
}

interface File {
  readonly question: string;
  readonly attachment: Attachment;
  readonly bytes: Uint8Array;
}

async function fileOf(question: string, blob: Blob, index: number): Promise<File> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const type = blob.type || "application/octet-stream";
  const name = `${question}-${index + 1}.${type.split("/")[1]}`;
  return { question, attachment: attachmentOf(name, type, bytes), bytes };
}

/** A voice question is answered by the name of its recording, or by the names of several. */
function voices(files: readonly File[]): Record<string, Answer> {
  const byQuestion = new Map<string, string[]>();
  for (const { question, attachment } of files) {
    byQuestion.set(question, [...(byQuestion.get(question) ?? []), attachment.name]);
  }
  return Object.fromEntries(
    [...byQuestion].map(([question, names]) => [question, names.length === 1 ? `${names[0]}` : names]),
  );
}

const replyTo = async ({ mailbox, identity }: Pick<Visit, "mailbox" | "identity">): Promise<Inside["reply_to"]> => ({
  mailbox: mailbox.id,
  recipient: await recipientOf(identity),
});

const today = (): string => new Date().toISOString().slice(0, 10);

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
