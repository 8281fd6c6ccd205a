/**
 * The link that opens a desk's page: `#FINGERPRINT` or `#FINGERPRINT.TOKEN`, and
 * `~INVITATION` behind it for a community worker (spec/card.md, Link).
 */

export interface Link {
  readonly fingerprint: string;
  readonly token: string | null;
  readonly invitation: string | null;
}

/** Reads what stands after `#`; null when it is no desk's link. */
export function readLink(hash: string): Link | null {
  const found = /^#?([a-z2-7]{52})(?:\.([A-Za-z0-9_-]{22}))?(?:~([A-Za-z0-9_-]{22}))?$/.exec(hash);
  return found?.[1] ? { fingerprint: found[1], token: found[2] ?? null, invitation: found[3] ?? null } : null;
}
