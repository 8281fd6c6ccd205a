/** How long to wait before trying again, so that many phones on one poor line do not crowd it. */

const FIRST = 2_000;
const LONGEST = 300_000;

/**
 * Milliseconds before attempt number `attempt` (1 after the first failure): doubling, at most five
 * minutes, of which a random half is taken off; never sooner than `retryAfter` seconds.
 */
export function pause(attempt: number, retryAfter: number | null = null, chance: number = Math.random()): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt - 1, 16));
  return Math.max(full * (0.5 + chance / 2), (retryAfter ?? 0) * 1000);
}
