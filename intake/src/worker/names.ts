/** Names that the page and its service worker share. */

/** Caches of the page's files begin with this. */
export const CACHE = "page-";
/** A request with this header is for the hub, not for what is kept. */
export const FRESH = "Amana-Fresh";
