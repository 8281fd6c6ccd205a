import { vocabulary } from "./build/vocabulary.mjs";

/** How every bundle of the page is made, tests among them, so that what is tested is what is shipped. */
export const COMMON = {
  bundle: true,
  format: "esm",
  target: "es2021",
  alias: { "@noble/curves/nist.js": "./src/sealing/without_p256.ts" },
  plugins: [vocabulary("../vocabulary")],
  logLevel: "warning",
};
