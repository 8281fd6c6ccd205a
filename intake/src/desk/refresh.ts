/**
 * Fetches a desk's card and what it names, and believes none of it unchecked:
 * the card by its signature and fingerprint, its files by their hashes, the
 * page's own files, as far as they are here, by the manifest that the card names.
 */
import { Refused, Unreached } from "../hub/calls";
import { fetchCard, fetchFile } from "../hub/published";
import { type Card, type FormNamed, read } from "../sealing/card";
import type { Bytes } from "../sealing/codec";
import { Problem } from "../sealing/problem";
import { digest } from "./hash";
import { isSigned } from "./own-files";

export interface Fetched {
  readonly card: Card;
  readonly form: Bytes;
  /** The card's other forms, as far as they are here (others.ts). */
  readonly others: readonly { readonly hash: string; readonly bytes: Bytes }[];
  readonly directory: Bytes;
}

/**
 * What is newest of the desk. `unreached`: no answer; `wrong`: an answer that the desk did not sign;
 * `changed`: the page's own code is not what the desk signed.
 */
export async function refresh(
  fingerprint: string,
  language: string,
  kept?: Fetched,
): Promise<Fetched | "unreached" | "wrong" | "changed"> {
  try {
    const fresh = await read(await fetchCard(fingerprint), fingerprint);
    const card = kept && kept.card.serial > fresh.serial ? kept.card : fresh;
    const file = async (hash: string, before?: Bytes): Promise<Bytes> => {
      if (before && (await digest(before)) === hash) return before;
      const bytes = await fetchFile(fingerprint, hash);
      if ((await digest(bytes)) !== hash) throw new Problem("sealing.bad_signature");
      return bytes;
    };
    const [form, directory, asSigned] = await Promise.all([
      file((card.forms[0] as FormNamed).phone, kept?.form),
      file(card.directory, kept?.directory),
      isSigned({ ...card, fingerprint }, language),
    ]);
    if (!asSigned) return "changed";
    const named = new Set(card.forms.slice(1).map(({ phone }) => phone));
    return { card, form, others: kept?.others.filter(({ hash }) => named.has(hash)) ?? [], directory };
  } catch (error) {
    if (error instanceof Problem) return "wrong";
    if (error instanceof Unreached || error instanceof Refused) return "unreached";
    throw error;
  }
}
