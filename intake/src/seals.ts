/**
 * The code that seals, and all that only it needs. The first question does not wait for it: until it is here, what is
 * told is in the page's memory and nowhere else. It is run only when it is what the desk signed (later.ts).
 */
import "./rest";
import { ed25519 } from "@noble/curves/ed25519.js";
import { arrive } from "./later";
import type { Verify } from "./sealing/native";
import { sealPiece, sealTelling } from "./sending/seal";

const verify: Verify = (signature, data, key) =>
  signature.length === 64 && ed25519.verify(signature, data, key, { zip215: false });

export const offers = { sealPiece, sealTelling, verify };
arrive("seals", offers);
