/**
 * Checks the page's own files by the hashes that the desk signed, and keeps them for the service worker (spec/page.md,
 * The page's own files). Those that ask are checked before anything is asked, those that seal before anything is sealed.
 * What telling needs, in her language, is kept whole or not at all; until a newer set is whole, the old one goes on
 * serving. Then comes the rest, quietly, one file after the other.
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

/** Whose page it is: the card's key, and the hash of the list that it signed, if any. */
type Signer = Pick<Card, "key" | "page"> & { readonly fingerprint: string };
type Files = ReadonlyMap<string, string>;

/** The list that the build wrote, for desks that sign none. */
const UNSIGNED = "/page.txt";
const lists = new Map<string, Promise<Files>>();

/** Whether a file is not needed to help, tell and seal in `language`; the build names files so (build.mjs). */
const isLater = (path: string, language: string): boolean =>
  path.startsWith("more-") || (/^(?:words|tell)-/.test(path) && !path.split("-").includes(language));

/** Whether the first question stands on a file. */
const isFirst = (path: string, language: string): boolean =>
  /^(?:index|page-|main-|rest-|words-|tell-)/.test(path) && !isLater(path, language);

/** False when what asks, on a phone that keeps no page yet, is not what the desk signed. */
export async function isSigned(desk: Signer, language: string): Promise<boolean> {
  if (single || typeof caches === "undefined") return true;
  if (await wholePage()) return true;
  const fetched = await fetchAll(await filesFor(desk), (path) => isFirst(path, language));
  return !fetched.includes(null);
}

/**
 * Keeps the page. False when a page that was never kept before is not the one that the desk signed; throws where that
 * cannot be said now. A phone that has no room for it keeps none.
 */
export async function keepPage(desk: Signer, language: string): Promise<boolean> {
  if (single || typeof caches === "undefined") return true;
  const before = await wholePage();
  if (before === CACHE + desk.page) return true;
  const files = await filesFor(desk).catch((error) => {
    if (before) return null;
    throw error;
  });
  if (!files) return true;
  const list = [...files].map(([path, hash]) => `${hash}  ${path}\n`).join("");
  const name = CACHE + (desk.page ?? (await digest(new TextEncoder().encode(list))));
  if (before === name) return true;
  const isNeeded = (path: string): boolean => !isLater(path, language);
  const needed = [...files.keys()].filter(isNeeded);
  // All at once: one after the other, each would cost a poor line a round trip.
  const fetched = await fetchAll(files, isNeeded).catch((error) => {
    if (before) return [null];
    throw error;
  });
  if (fetched.includes(null)) return before !== null;
  try {
    const filling = await caches.open(name);
    await Promise.all(fetched.map((response, at) => response && filling.put(`/${needed[at]}`, response)));
    await filling.put(WHOLE, new Response(list));
    for (const key of await caches.keys()) if (key.startsWith(CACHE) && key !== name) await caches.delete(key);
  } catch {
    await caches.delete(name).catch(() => undefined);
  }
  return true;
}

/** Those of `files` that `wanted` names, in order; null for each that is not as it was signed. */
const fetchAll = (files: Files, wanted: (path: string) => boolean): Promise<(Response | null)[]> =>
  Promise.all([...files].filter(([path]) => wanted(path)).map(([path, hash]) => fetchChecked(path, hash, call)));

/** All files of the page by hash, asked for once. */
function filesFor(desk: Signer): Promise<Files> {
  const list = lists.get(desk.page ?? "") ?? (desk.page ? signed(desk, desk.page) : unsigned());
  lists.set(desk.page ?? "", list);
  list.catch(() => lists.delete(desk.page ?? ""));
  return list;
}

/**
 * Fetches what is not kept yet, that of her language first; not where the phone was told to save data. A line that breaks
 * ends it, until the next time.
 */
export async function keepLater(language: string): Promise<void> {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  const name = single || typeof caches === "undefined" || connection?.saveData ? null : await wholePage();
  if (!name) return;
  const cache = await caches.open(name);
  const files = filesOf((await (await cache.match(WHOLE))?.text()) ?? "");
  const hers = (path: string): number => +path.split("-").includes(language);
  for (const [path, hash] of [...files].sort(([a], [b]) => hers(b) - hers(a))) {
    if (await cache.match(`/${path}`)) continue;
    const response = await fetchChecked(path, hash, call).catch(() => null);
    if (!response) return;
    await cache.put(`/${path}`, response);
  }
}

async function signed({ fingerprint, key }: Signer, hash: string): Promise<Files> {
  const note = await fetchFile(fingerprint, hash);
  if ((await digest(note)) !== hash) throw new Problem("sealing.bad_signature");
  return read(note, fingerprint, fromBase64Url(key), PAGE);
}

async function unsigned(): Promise<Files> {
  const text = new TextDecoder().decode(await bytesOf(await call(UNSIGNED, { headers: { [FRESH]: "1" } })));
  return filesOf(text.slice(text.indexOf("\n") + 1));
}
