/** Lists of files by hash, signed by the desk: the page's own, sounds, pictures (spec/card.md, Page manifest, Bundle). */
import { signerName } from "./card";
import type { Bytes } from "./codec";
import { verify } from "./notes";
import { Problem } from "./problem";

export const PAGE = "amana-page/1";
export const MEDIA = "amana-media/1";
const LINE = /^([0-9a-f]{64}) {2}([A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$/;

/** Path → SHA-256 in hex, as signed by the card key. Throws `sealing.bad_manifest`, or as `verify` does. */
export async function read(
  note: Uint8Array,
  fingerprint: string,
  key: Bytes,
  firstLine: string,
): Promise<ReadonlyMap<string, string>> {
  const [first, ...lines] = (await verify(note, signerName(fingerprint), key)).split("\n").slice(0, -1);
  const named = new Map<string, string>();
  let last = "";
  for (const line of lines) {
    const [, hash, path] = LINE.exec(line) ?? [];
    if (!hash || !path || path <= last) throw new Problem("sealing.bad_manifest");
    named.set(path, hash);
    last = path;
  }
  if (first !== firstLine) throw new Problem("sealing.bad_manifest");
  return named;
}
