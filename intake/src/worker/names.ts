/** What the page and its service worker both know of the kept files. */

/** Caches of the page's files begin with this; the hash of their manifest follows. */
export const CACHE = "page-";
/** An entry that is put last: a cut leaves no half of a page that is taken for one. */
export const WHOLE = "/whole";
/** A request with this header is for the hub, not for what is kept. */
export const FRESH = "Amana-Fresh";

/** The name of the cache that holds a whole page, the older one while a newer is being filled; null when none does. */
export async function wholePage(): Promise<string | null> {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHE) && (await (await caches.open(name)).match(WHOLE))) return name;
  }
  return null;
}
