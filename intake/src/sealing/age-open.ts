/** Opens age files; nobody who tells needs that. */
import { Decrypter } from "age-encryption";
import { Problem } from "./problem";

/**
 * What was sealed to one of `identities`: the whole, or nothing.
 *
 * Throws `sealing.no_match`, `sealing.changed_header`, or `sealing.changed_payload`.
 */
export async function openBytes(identities: readonly string[], sealed: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(sealed);
  } catch (error) {
    throw new Problem(codeOf(String(error)));
  }
}

function codeOf(message: string): string {
  if (message.includes("no identity matched")) return "sealing.no_match";
  return message.includes("HMAC") ? "sealing.changed_header" : "sealing.changed_payload";
}
