/** What the page and its service worker both know of the kept files. */

/** Caches of the page's files begin with this; the hash of their manifest follows. */
export const CACHE = "page-";
/**
 * An entry that is put last: a cut leaves no half of a page that is taken for one. Its text is the list of all
 * files of the page, also of those that are fetched later.
 */
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

/** The lines of a list of files: path → hash. */
export const filesOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trimEnd()
      .split("\n")
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
