/**
 * Pass-phrases of community workers (spec/worker.md, Pass-phrase): drawn for them, or their own. How one was typed
 * does not matter: capitals, stops and spaces between the words make no difference.
 */

/** Words of a drawn one: of a list of 256, 48 bits. */
export const DRAWN = 6;
const LEAST_WORDS = 4;
const LEAST_LENGTH = 16;
const BETWEEN = /[^\p{L}\p{M}\p{N}]+/gu;

export type Strength = "short" | "fair" | "strong";

/** The one form of a pass-phrase, however it was typed. */
export const plain = (typed: string): string => typed.normalize("NFKC").toLowerCase().replace(BETWEEN, " ").trim();

/** Six words of `list`, each as likely as any other: a list has 256. */
export function draw(
  list: readonly string[],
  random: Uint8Array = crypto.getRandomValues(new Uint8Array(DRAWN)),
): string {
  if (list.length !== 256) throw new RangeError("a list of words has 256");
  return Array.from(random, (byte) => list[byte]).join(" ");
}

/** How well a pass-phrase of one's own would hold; `short` is refused. */
export function strength(typed: string): Strength {
  const phrase = plain(typed);
  const words = new Set(phrase.split(" ")).size;
  if (words < LEAST_WORDS || phrase.length < LEAST_LENGTH) return "short";
  return words >= DRAWN ? "strong" : "fair";
}
