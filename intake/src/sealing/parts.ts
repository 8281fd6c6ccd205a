/** An envelope travels in parts, each put once (spec/envelope.md, Parts). */

export const PART = 32_768;

/** How many parts an envelope of `size` bytes has. */
export const count = (size: number): number => Math.ceil(size / PART);

/** Part number `n`, counted from 0, of `envelope`: a view, not a copy. */
export const part = <T extends ArrayBufferLike>(envelope: Uint8Array<T>, n: number): Uint8Array<T> =>
  envelope.subarray(n * PART, (n + 1) * PART);
