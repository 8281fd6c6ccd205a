/** Files that a pass-phrase opens: the same to the age library as to us, and the page is never held still for long. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Decrypter, Encrypter } from "age-encryption";
import { ScryptIdentity, ScryptRecipient } from "../node_modules/age-encryption/dist/recipients.js";
import { openByPhrase, sealByPhrase } from "../src/community/phrase-file";
import { utf8 } from "../src/sealing/codec";

const PHRASE = "acorn olive pear heron lamp coast";
const TEXT = utf8("invented");

test("the age library opens what is sealed here, and the other way round", async () => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(new ScryptIdentity(PHRASE));
  assert.deepEqual(await decrypter.decrypt(await sealByPhrase(PHRASE, 10, TEXT)), new Uint8Array(TEXT));
  const encrypter = new Encrypter();
  encrypter.addRecipient(new ScryptRecipient(PHRASE, 10));
  assert.deepEqual(await openByPhrase(PHRASE, await encrypter.encrypt(TEXT)), new Uint8Array(TEXT));
});

test("other words, and files of other kinds, open nothing", async () => {
  const sealed = await sealByPhrase(PHRASE, 10, TEXT);
  await assert.rejects(openByPhrase("acorn olive pear heron lamp", sealed));
  const harder = new TextDecoder("latin1").decode(sealed).replace(" 10\n", " 21\n");
  await assert.rejects(
    openByPhrase(
      PHRASE,
      Uint8Array.from(harder, (character) => character.charCodeAt(0)),
    ),
  );
});

test("the page can do something else meanwhile", async () => {
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
  }, 5);
  await sealByPhrase(PHRASE, 15, TEXT);
  clearInterval(ticking);
  assert.ok(turns > 2, `${turns} turns`);
});
