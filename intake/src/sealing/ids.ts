/** Names that nobody gives out: the id of bytes is their hash (spec/README.md). */
import { sha256 } from "@noble/hashes/sha2.js";
import { base32 } from "./codec";

/** base32(SHA-256(`data`)): 52 characters. */
export const idOf = (data: Uint8Array): string => base32(sha256(data));
