/**
 * The link that opens a desk's page: `#FINGERPRINT` or `#FINGERPRINT.TOKEN`
 * (spec/card.md, Link).
 */

export interface Link {
  readonly fingerprint: string;
  readonly token: string | null;
}

/** Reads what stands after `#`; null when it is no desk's link. */
export function readLink(hash: string): Link | null {
  const found = /^#?([a-z2-7]{52})(?:\.([A-Za-z0-9_-]{22}))?$/.exec(hash);
  return found?.[1] ? { fingerprint: found[1], token: found[2] ?? null } : null;
}
