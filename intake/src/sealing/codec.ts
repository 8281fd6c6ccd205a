/**
 * Bytes as text, in the three alphabets of RFC 4648 that we use, each in its one
 * canonical form: reading refuses what writing would not have written.
 */
import { base32nopad, base64, base64urlnopad } from "@scure/base";

/** Bytes that own their memory, as `fetch` and IndexedDB want them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const UTF8 = new TextEncoder();

/** UTF-8. */
export const utf8 = (text: string): Bytes => UTF8.encode(text);

/** The text that `data` is in UTF-8, a byte order mark included; throws TypeError for anything else. */
export const fromUtf8 = (data: Uint8Array): string =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);

/** Lower case, without padding. */
export const base32 = (data: Uint8Array): string => base32nopad.encode(data).toLowerCase();

/** Lower case. */
export const hex = (data: Uint8Array): string =>
  Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The standard alphabet, with padding. */
export const base64Padded = (data: Uint8Array): string => base64.encode(data);

/** The alphabet for links, without padding. */
export const base64Url = (data: Uint8Array): string => base64urlnopad.encode(data);

/** The bytes that `base64Padded` would write as `text`; throws for any other text. */
export const fromBase64Padded = (text: string): Bytes => strictly(base64, text);

/** The bytes that `base64Url` would write as `text`; throws for any other text. */
export const fromBase64Url = (text: string): Bytes => strictly(base64urlnopad, text);

function strictly(alphabet: typeof base64, text: string): Bytes {
  const data = alphabet.decode(text) as Bytes;
  if (alphabet.encode(data) !== text) throw new TypeError("not canonical");
  return data;
}
