/**
 * What a card names and the first question does not wait for: the desk's other forms, and its list of places. Fetched
 * quietly after all else, believed by their hashes, and kept, so that they are there without a line.
 */
import { fetchFile } from "../hub/published";
import type { Bytes } from "../sealing/codec";
import { get, put } from "../storage/database";
import { digest } from "./hash";
import type { Link } from "./link";
import { type Desk, deskOf, type Kept } from "./open";

interface KeptPlaces {
  readonly hash: string;
  readonly bytes: Bytes;
}

/** Fetches what is not kept yet; `show` gets the desk once its forms are all here. A line that breaks ends it, until the next time. */
export async function keepOthers(link: Link, show: (desk: Desk) => void): Promise<void> {
  const kept = await get<Kept>("desks", link.fingerprint).catch(() => undefined);
  if (!kept) return;
  const named = kept.card.forms.slice(1).map(({ phone }) => phone);
  try {
    const others = await Promise.all(
      named.map(
        async (hash) =>
          kept.others.find((one) => one.hash === hash) ?? { hash, bytes: await checked(link.fingerprint, hash) },
      ),
    );
    if (others.some((one) => !kept.others.includes(one))) {
      const whole = { ...kept, others };
      show(deskOf({ ...link, token: kept.token }, whole));
      await put("desks", link.fingerprint, whole).catch(() => undefined);
    }
    if (kept.card.places) await placesBytes(link.fingerprint, kept.card.places);
  } catch {
    // The line is gone: what is here is here.
  }
}

/** The bytes of the list of places, kept or fetched; throws where they cannot be had now. */
export async function placesBytes(fingerprint: string, hash: string): Promise<Bytes> {
  const kept = await get<KeptPlaces>("places", fingerprint).catch(() => undefined);
  if (kept?.hash === hash) return kept.bytes;
  const bytes = await checked(fingerprint, hash);
  await put("places", fingerprint, { hash, bytes } satisfies KeptPlaces).catch(() => undefined);
  return bytes;
}

async function checked(fingerprint: string, hash: string): Promise<Bytes> {
  const bytes = await fetchFile(fingerprint, hash);
  if ((await digest(bytes)) !== hash) throw new TypeError("hash");
  return bytes;
}
