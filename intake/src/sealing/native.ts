/**
 * SHA-256 and Ed25519's verifying by the browser itself: what is needed before the code that seals is there. Browsers
 * that know no Ed25519 wait for that code.
 */
import { type Bytes, hex } from "./codec";

export type Verify = (signature: Uint8Array, data: Uint8Array, key: Uint8Array) => boolean;

/** Keys of small order, in hex without the sign of x: for those, signatures are easily made. Browsers take some of them. */
const SMALL =
  /^(?:0[01](?:00){31}|e[cde](?:ff){30}7f|26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05|c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a)$/;

let find: (() => Promise<Verify>) | null = null;

/** Says where those that the browser cannot verify are. */
export const orElse = (other: () => Promise<Verify>): void => {
  find = other;
};

export const sha256 = async (data: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", data));

/** Whether `signature` is by `key` over `data`. */
export async function verifies(signature: Bytes, data: Bytes, key: Bytes): Promise<boolean> {
  const unsigned = key.slice();
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f;
  if (SMALL.test(hex(unsigned))) return false;
  let known: CryptoKey;
  try {
    known = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch (error) {
    if (!find) throw error;
    return (await find())(signature, data, key);
  }
  return crypto.subtle.verify("Ed25519", known, signature, data);
}
