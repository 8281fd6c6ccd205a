/**
 * What the page holds of a desk when it is one file on a phone (spec/page.md, One file): put in by
 * `./amana page single`, checked like what a hub gives. Null in the page that a hub serves.
 */

/** True in the build of the one file. */
declare const SINGLE: boolean;
export const single = SINGLE;

export interface Inlined {
  /** The hub's origin, without a slash at the end. */
  readonly hub: string;
  readonly fingerprint: string;
  readonly token: string | null;
  /** The card: a signed note. */
  readonly card: string;
  /** The files that the card names, by their hash. */
  readonly files: Readonly<Record<string, string>>;
}

export const inlined: Inlined | null = SINGLE
  ? (JSON.parse(document.getElementById("desk")?.textContent ?? "null") as Inlined | null)
  : null;
