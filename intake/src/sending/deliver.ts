/**
 * Sends one sealed envelope in parts, and only the parts that the hub does not
 * have yet: after a cut, what arrived need not be sent again (spec/envelope.md, Parts).
 */
import { Refused } from "../hub/calls";
import { fetchParts, putPart } from "../hub/drops";
import { count, part } from "../sealing/parts";
import type { Waiting } from "../storage/waiting";

/** Does the work that a hub under a flood sets; gives what goes back, null where nobody should do it. */
export type Solve = (challenge: unknown) => Promise<string | null>;

/**
 * Sends until the hub says that the envelope is whole and safe; throws what the hub's calls throw. Without `solve`, work
 * that is set is a refusal, for another time.
 */
export async function deliver(envelope: Waiting, progress: (share: number) => void, solve?: Solve): Promise<void> {
  const of = count(envelope.bytes.length);
  const there = await fetchParts(envelope.mailbox, envelope.id);
  if (there.whole) return;
  const arrived = new Set(there.parts);
  for (let number = 0; number < of; number += 1) {
    progress(arrived.size / of);
    if (arrived.has(number)) continue;
    const put = (work?: string | null): Promise<boolean> =>
      putPart(envelope, number, of, part(envelope.bytes, number), work);
    const whole = await put().catch(async (error) => {
      if (!solve || !error.challenge) throw error;
      return put(await solve(error.challenge));
    });
    if (whole) return;
    arrived.add(number);
  }
  // All parts are there and none was the last: another page may have sent it meanwhile, or the hub forgot it.
  if (!(await fetchParts(envelope.mailbox, envelope.id)).whole) throw new Refused(409, "hub.first_part_first", 1, null);
}
