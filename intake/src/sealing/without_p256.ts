/**
 * Stands in for `@noble/curves/nist.js` in the page's bundle (bundle.mjs).
 *
 * `age-encryption` knows recipients on hardware tokens, which need the curves
 * P-256 and P-384. The page seals to hybrid recipients alone, so a phone need
 * neither load those curves nor work out their tables: only the lengths that are
 * read while the modules load are here, and anything more throws.
 */
const absent = (scalar: number) => ({
  lengths: { secretKey: scalar, publicKey: scalar + 1, publicKeyUncompressed: 2 * scalar + 1, seed: scalar * 1.5 },
  Point: { Fn: {} },
  getSharedSecret(): never {
    throw new Error("this curve is not in the page");
  },
});

export const p256 = absent(32);
export const p384 = absent(48);
