/**
 * Sealed envelopes as files: to save or share, and to take from someone else (spec/page.md, Carrying). Shared as text
 * in age's armour where a phone shares only files of kinds that it knows.
 */
import type { Desk } from "../desk/open";
import { base64Padded, fromBase64Padded } from "../sealing/codec";
import { checkShape, LONGEST } from "../sealing/envelope";
import { idOf } from "../sealing/ids";
import type { Waiting } from "../storage/waiting";

type Bytes = Waiting["bytes"];

const NAME = "info";
const [BEGIN, END] = ["-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"];
const ARMOUR = new RegExp(`^\\s*${BEGIN}\\r?\\n([A-Za-z0-9+/=\\r\\n]+)${END}\\s*$`);
/** Armour makes four characters of three bytes, and has ends of lines. */
const LONGEST_FILE = LONGEST * 1.5;

const named = (at: number, ending: string): string => `${NAME}${at > 0 ? `-${at + 1}` : ""}.${ending}`;

/** Gives the envelopes to the browser to be saved. */
export function save(envelopes: readonly Bytes[]): void {
  for (const [at, bytes] of envelopes.entries()) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    link.download = named(at, "age");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
}

/** Whether this phone can hand files to another program. */
export const canShare = (): boolean =>
  navigator.canShare?.({ files: [new File([""], named(0, "txt"), { type: "text/plain" })] }) === true;

/** Hands the envelopes to a program that the person chooses. */
export async function share(envelopes: readonly Bytes[]): Promise<void> {
  const files = envelopes.map((bytes, at) => new File([armour(bytes)], named(at, "txt"), { type: "text/plain" }));
  await navigator.share({ files });
}

/** ASCII armor, as the age specification has it: base64 in lines of 64 between two marks. */
const armour = (bytes: Bytes): string => [BEGIN, ...(base64Padded(bytes).match(/.{1,64}/g) ?? []), END, ""].join("\n");

/** The envelope in a file, to be sent to `desk`; null where the file holds none. */
export async function read(file: Blob, desk: Desk): Promise<Waiting | null> {
  try {
    if (file.size > LONGEST_FILE) return null;
    const armoured = ARMOUR.exec(await file.text());
    const bytes = armoured
      ? new Uint8Array(fromBase64Padded(`${armoured[1]}`.replace(/[\r\n]/g, "")))
      : new Uint8Array(await file.arrayBuffer());
    checkShape(bytes);
    return { id: idOf(bytes), mailbox: desk.mailbox, token: desk.token, bytes };
  } catch {
    return null;
  }
}
