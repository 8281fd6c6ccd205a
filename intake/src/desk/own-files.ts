/**
 * Keeps the page's own files for the service worker, once each of them has the
 * hash that the desk signed (spec/page.md, The page's own files). First what telling needs, in
 * her language: kept whole or not at all; until a newer set is whole, the old one goes on serving.
 * Then the rest, quietly, one file after the other.
 */
import { bytesOf, call } from "../hub/calls";
import { fetchFile } from "../hub/published";
import type { Card } from "../sealing/card";
import { fromBase64Url } from "../sealing/codec";
import { PAGE, read } from "../sealing/manifest";
import { Problem } from "../sealing/problem";
import { fetchChecked } from "../worker/checked";
import { CACHE, FRESH, filesOf, WHOLE, wholePage } from "../worker/names";
import { digest } from "./hash";
import { single } from "./inlined";

/** The list that the build wrote, for desks that sign none. */
const UNSIGNED = "/page.txt";

/** Whether a file is not needed to help, tell and seal in `language`; the build names files so (build.mjs). */
const isLater = (path: string, language: string): boolean =>
  path.startsWith("more-") || (/^(?:words|tell)-/.test(path) && !path.split("-").includes(language));

/** False when a page that was never kept before is not the one that the desk signed. */
export async function keepPage(fingerprint: string, card: Card, language: string): Promise<boolean> {
  if (single || typeof caches === "undefined") return true;
  const files = card.page ? await signed(fingerprint, card, card.page) : await unsigned();
  const list = [...files].map(([path, hash]) => `${hash}  ${path}\n`).join("");
  const name = CACHE + (card.page ?? (await digest(new TextEncoder().encode(list))));
  const before = await wholePage();
  if (before === name) return true;
  const needed = [...files].filter(([path]) => !isLater(path, language));
  // All at once: one after the other, each would cost a poor line a round trip.
  const fetched = await Promise.all(needed.map(([path, hash]) => fetchChecked(path, hash, call)));
  if (fetched.includes(null)) return before !== null;
  const filling = await caches.open(name);
  await Promise.all(fetched.map((response, at) => response && filling.put(`/${needed[at]?.[0]}`, response)));
  await filling.put(WHOLE, new Response(list));
  for (const key of await caches.keys()) if (key.startsWith(CACHE) && key !== name) await caches.delete(key);
  return true;
}

/** Fetches what is not kept yet; not where the phone was told to save data. A line that breaks ends it, until the next time. */
export async function keepLater(): Promise<void> {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  const name = single || typeof caches === "undefined" || connection?.saveData ? null : await wholePage();
  if (!name) return;
  const cache = await caches.open(name);
  const files = filesOf((await (await cache.match(WHOLE))?.text()) ?? "");
  for (const [path, hash] of files) {
    if (await cache.match(`/${path}`)) continue;
    const response = await fetchChecked(path, hash, call).catch(() => null);
    if (!response) return;
    await cache.put(`/${path}`, response);
  }
}

async function signed(fingerprint: string, card: Card, hash: string): Promise<ReadonlyMap<string, string>> {
  const note = await fetchFile(fingerprint, hash);
  if ((await digest(note)) !== hash) throw new Problem("sealing.bad_signature");
  return read(note, fingerprint, fromBase64Url(card.key), PAGE);
}

async function unsigned(): Promise<ReadonlyMap<string, string>> {
  const text = new TextDecoder().decode(await bytesOf(await call(UNSIGNED, { headers: { [FRESH]: "1" } })));
  return filesOf(text.slice(text.indexOf("\n") + 1));
}
