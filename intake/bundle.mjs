import { lighter } from "./build/lighter.mjs";
import { languagePacks } from "./build/packs.mjs";
import { pictureNames } from "./build/pictures.mjs";

/** Where languages are: ours, and an organisation's own folder. */
export const PACKS = ["packs", ...(process.env.AMANA_PACKS ? [process.env.AMANA_PACKS] : [])];

/** How every bundle of the page is made, tests among them, so that what is tested is what is shipped. */
export const COMMON = {
  bundle: true,
  format: "esm",
  target: "es2021",
  charset: "utf8",
  alias: { "@noble/curves/nist.js": "./src/sealing/without_p256.ts", "@scure/base": "./src/sealing/bases.ts" },
  // Whether the page is one file on a phone (single.mjs).
  define: { SINGLE: "false", PICTURES: '""', PICTURE_NAMES: JSON.stringify(pictureNames().join(" ")) },
  loader: { ".svg": "text" },
  plugins: [lighter, languagePacks(PACKS, "../vocabulary")],
  logLevel: "warning",
};
