/**
 * age files with hybrid post-quantum keys, by the npm package `age-encryption`
 * (spec/age.md): the only kind of key that the page makes or seals to.
 */
import { bech32 } from "@scure/base";
import { Encrypter, identityToRecipient } from "age-encryption";
import type { Bytes } from "./codec";
import { Problem } from "./problem";

const IDENTITY = "AGE-SECRET-KEY-PQ-";

/** `data`, sealed so that each of `recipients` (`age1pq1…`) alone can open it. Throws `sealing.bad_recipient`. */
export async function sealBytes(recipients: readonly string[], data: Uint8Array): Promise<Bytes> {
  const encrypter = new Encrypter();
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient);
  } catch {
    throw new Problem("sealing.bad_recipient");
  }
  return (await encrypter.encrypt(data)) as Bytes;
}

/** The identity, in age's text form, that the 32 bytes of `seed` are. */
export const identityFromSeed = (seed: Uint8Array): string =>
  bech32.encode(IDENTITY.toLowerCase(), bech32.toWords(seed), false).toUpperCase();

/** The recipient, for anyone to seal to, of `identity`. */
export const recipientOf = (identity: string): Promise<string> => identityToRecipient(identity);
