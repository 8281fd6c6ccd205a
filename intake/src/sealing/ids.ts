/** Names that nobody gives out: the id of bytes is their hash (spec/README.md). */
import { sha256 } from "@noble/hashes/sha2.js";
import { base32 } from "./codec";

/** 256 bits in 52 characters leave four bits of the last one empty: only `a` and `q` can end an id. */
export const PATTERN = /^[a-z2-7]{51}[aq]$/;

/** base32(SHA-256(`data`)): 52 characters. */
export const idOf = (data: Uint8Array): string => base32(sha256(data));

/** Whether `text` could be the id of some bytes. */
export const isId = (text: string): boolean => PATTERN.test(text);
