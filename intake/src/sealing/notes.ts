/**
 * Signed notes (spec/notes.md; C2SP signed-note): the format of cards and page
 * manifests. The page only reads them.
 */
import { type Bytes, fromBase64Padded, fromUtf8, hex, utf8 } from "./codec";
import { sha256, verifies } from "./native";
import { Problem } from "./problem";

interface Signature {
  readonly name: string;
  readonly blob: Bytes;
}

const LONGEST = 1 << 20;
const MOST_SIGNATURES = 16;
const ED25519_TYPE = 1;
const KEY_HASH = 4;
const LINE = /^— ([^+ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\n]+) ([A-Za-z0-9+/=]+)$/;

/** The text of `note` as whoever sent it wants it read: nothing is verified. Throws `sealing.bad_note`. */
export const textOf = (note: Uint8Array): string => parse(note).text;

/**
 * The text of `note`, signed as `name` by the public `key`.
 *
 * Throws `sealing.bad_note` where it is no note, `sealing.bad_signature` unless exactly one signature is by that
 * name and key and verifies. Signatures by others are passed over.
 */
export async function verify(note: Uint8Array, name: string, key: Bytes): Promise<string> {
  const { text, signatures } = parse(note);
  const expected = hex(await keyHash(name, key));
  const ours = signatures.filter((line) => line.name === name && hex(line.blob.subarray(0, KEY_HASH)) === expected);
  const blob = ours[0]?.blob.subarray(KEY_HASH);
  if (ours.length !== 1 || blob?.length !== 64 || !(await verifies(blob, utf8(text), key))) {
    throw new Problem("sealing.bad_signature");
  }
  return text;
}

async function keyHash(name: string, key: Bytes): Promise<Bytes> {
  return (await sha256(Uint8Array.of(...utf8(name), 0x0a, ED25519_TYPE, ...key))).subarray(0, KEY_HASH);
}

function parse(note: Uint8Array): { text: string; signatures: Signature[] } {
  try {
    const whole = fromUtf8(note);
    const end = whole.lastIndexOf("\n\n") + 1;
    const lines = whole.slice(end + 1).split("\n");
    const signatures = lines.slice(0, -1).map(signatureOf);
    const sound = note.length <= LONGEST && end > 0 && lines[lines.length - 1] === "" && !note.some(isControl);
    if (sound && signatures.length >= 1 && signatures.length <= MOST_SIGNATURES) {
      return { text: whole.slice(0, end), signatures };
    }
  } catch {
    // Not UTF-8, or a line that is no signature: refused below.
  }
  throw new Problem("sealing.bad_note");
}

function signatureOf(line: string): Signature {
  const found = LINE.exec(line);
  const blob = fromBase64Padded(found?.[2] ?? "");
  if (!found?.[1] || blob.length <= KEY_HASH) throw new TypeError("not a signature line");
  return { name: found[1], blob };
}

const isControl = (byte: number): boolean => byte < 0x20 && byte !== 0x0a;
