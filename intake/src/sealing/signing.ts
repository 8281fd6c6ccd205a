/** Signatures by a community worker's key over what is inside an envelope (spec/envelope.md, Inside). */
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64Url, fromBase64Url, utf8 } from "./codec";
import type { Inside } from "./inside";
import { Problem } from "./problem";
import * as json from "./strict_json";

const FIRST_LINE = utf8("amana-worker/1\n");

/** `inside`, signed by the key whose private half is `seed`; an earlier signature is replaced. */
export function signInside(inside: Inside, seed: Uint8Array): Inside {
  const signature = ed25519.sign(signedBytes(inside), seed);
  return { ...inside, signed: { key: base64Url(ed25519.getPublicKey(seed)), signature: base64Url(signature) } };
}

/** The 32 public bytes of the key that signed `inside`; null where nobody did. Throws `sealing.bad_signature`. */
export function signerOf(inside: Inside): Uint8Array | null {
  if (!inside.signed) return null;
  const key = fromBase64Url(inside.signed.key);
  const signature = fromBase64Url(inside.signed.signature);
  if (!ed25519.verify(signature, signedBytes(inside), key, { zip215: false }))
    throw new Problem("sealing.bad_signature");
  return key;
}

function signedBytes({ signed: _, ...rest }: Inside): Uint8Array {
  return Uint8Array.of(...FIRST_LINE, ...sha256(json.write(sorted(rest))));
}

/** The members of each object sorted by name (RFC 8785; ours are all ASCII): they may have come in any order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, item]) => [name, sorted(item)]));
}
