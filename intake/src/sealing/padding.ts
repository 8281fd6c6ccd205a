/**
 * Padmé padding with a floor, so that the size of an envelope tells next to nothing of how much was told
 * (Nikitin et al., PURBs, PETS 2019, section 4; spec/envelope.md, Padding).
 */
export const FLOOR = 8192;

/** The size of every letter, whatever it says. */
export const LETTER = 28672;

/** The size, in bytes, that `size` bytes are padded to. */
export function padded(size: number): number {
  if (size <= FLOOR) return FLOOR;
  const exponent = Math.floor(Math.log2(size));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(size / step) * step;
}

/** Whether `size` is one that padding ends at. */
export const isPadded = (size: number): boolean => padded(size) === size;
