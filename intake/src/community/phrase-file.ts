/**
 * age files that a pass-phrase opens (C2SP age.md, The scrypt recipient type). The library would hold the page still for
 * the seconds that scrypt takes; here it yields every 25 ms, so that "Leave now" works all the while.
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { Decrypter, Encrypter, Stanza } from "age-encryption";
import { type Bytes, base64Padded, fromBase64Padded, utf8 } from "../sealing/codec";

const TYPE = "scrypt";
const SALT = 16;
/** A file that asks for more is none that this page wrote, and would fill the memory. */
const HARDEST = 20;
const TICK = 25;

/** `data`, sealed by `phrase`; to try one takes 2^`work` blocks of 1 KiB. */
export async function sealByPhrase(phrase: string, work: number, data: Uint8Array): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.addRecipient({
    async wrapFileKey(fileKey) {
      const salt = crypto.getRandomValues(new Uint8Array(SALT));
      const body = chacha20poly1305(await keyOf(phrase, salt, work), new Uint8Array(12)).encrypt(fileKey);
      return [new Stanza([TYPE, base64Padded(salt).replace(/=+$/, ""), String(work)], body)];
    },
  });
  return (await encrypter.encrypt(data)) as Bytes;
}

/** What `phrase` opens: the whole. Throws for any other phrase, and for any other file. */
export async function openByPhrase(phrase: string, sealed: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity({
    async unwrapFileKey([stanza, ...others]) {
      const [type, salt = "", work = ""] = stanza?.args ?? [];
      if (!stanza || others.length > 0 || type !== TYPE || !/^[1-9][0-9]?$/.test(work) || Number(work) > HARDEST)
        return null;
      const key = await keyOf(phrase, fromBase64Padded(`${salt}==`), Number(work));
      return chacha20poly1305(key, new Uint8Array(12)).decrypt(stanza.body);
    },
  });
  return decrypter.decrypt(sealed);
}

const keyOf = (phrase: string, salt: Uint8Array, work: number): Promise<Uint8Array> => {
  const labelled = Uint8Array.of(...utf8("age-encryption.org/v1/scrypt"), ...salt);
  return scryptAsync(utf8(phrase), labelled, { N: 2 ** work, r: 8, p: 1, dkLen: 32, asyncTick: TICK });
};
