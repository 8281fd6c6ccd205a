/** Signatures verified by the browser, and by our own code where the browser knows no Ed25519: the same answers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ED25519_TORSION_SUBGROUP, ed25519 } from "@noble/curves/ed25519.js";
import { type Bytes, utf8 } from "../src/sealing/codec";
import { orElse, verifies } from "../src/sealing/native";

const { secretKey, publicKey } = ed25519.keygen() as Record<string, Bytes>;
const said = utf8("what was said");
const signature = ed25519.sign(said, secretKey as Bytes) as Bytes;
const turned = Uint8Array.from(signature, (byte, at) => (at === 63 ? byte ^ 1 : byte));

const CASES: [string, Bytes, Bytes, Bytes, boolean][] = [
  ["as signed", signature, said, publicKey as Bytes, true],
  ["other words", signature, utf8("what was sair"), publicKey as Bytes, false],
  ["another signature", turned, said, publicKey as Bytes, false],
  ["half a signature", signature.slice(0, 32), said, publicKey as Bytes, false],
];

test("the browser verifies", async () => {
  for (const [name, by, data, key, is] of CASES) assert.equal(await verifies(by, data, key), is, name);
});

test("a browser without Ed25519 waits for the code that knows it, and refuses where there is none", async () => {
  const { importKey } = crypto.subtle;
  crypto.subtle.importKey = () => Promise.reject(new DOMException("", "NotSupportedError"));
  try {
    await assert.rejects(verifies(signature, said, publicKey as Bytes));
    let asked = 0;
    orElse(async () => {
      asked += 1;
      return (by, data, key) => by.length === 64 && ed25519.verify(by, data, key, { zip215: false });
    });
    for (const [name, by, data, key, is] of CASES) assert.equal(await verifies(by, data, key), is, name);
    assert.equal(asked, CASES.length);
  } finally {
    crypto.subtle.importKey = importKey;
  }
});

test("no key of small order verifies anything", async () => {
  orElse(async () => () => true);
  const all = [...ED25519_TORSION_SUBGROUP, `ed${"ff".repeat(30)}7f`, `ee${"ff".repeat(30)}ff`];
  for (const key of all) {
    assert.equal(await verifies(signature, said, Uint8Array.from(Buffer.from(key, "hex"))), false, key);
  }
});
