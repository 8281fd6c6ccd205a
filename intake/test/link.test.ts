/** Only a desk's link is one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readLink } from "../src/desk/link";

const FINGERPRINT = `${"a2".repeat(25)}bq`;
const TOKEN = "Ab_-".repeat(5).concat("xy");

test("a fingerprint, alone, with a token, with an invitation", () => {
  assert.deepEqual(readLink(`#${FINGERPRINT}`), { fingerprint: FINGERPRINT, token: null, invitation: null });
  assert.deepEqual(readLink(`#${FINGERPRINT}.${TOKEN}`), { fingerprint: FINGERPRINT, token: TOKEN, invitation: null });
  assert.deepEqual(readLink(`#${FINGERPRINT}~${TOKEN}`), { fingerprint: FINGERPRINT, token: null, invitation: TOKEN });
  const both = { fingerprint: FINGERPRINT, token: TOKEN, invitation: TOKEN };
  assert.deepEqual(readLink(`#${FINGERPRINT}.${TOKEN}~${TOKEN}`), both);
});

test("anything else is no link", () => {
  for (const hash of [
    "",
    "#",
    "#help",
    `#${FINGERPRINT}x`,
    `#${FINGERPRINT}.`,
    `#${FINGERPRINT}.${TOKEN}=`,
    `#${FINGERPRINT}~`,
    `#${FINGERPRINT}~${TOKEN}.${TOKEN}`,
    `#${FINGERPRINT.toUpperCase()}`,
  ]) {
    assert.equal(readLink(hash), null, hash);
  }
});
