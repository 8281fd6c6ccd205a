/** The work that a hub sets is done as ALTCHA defines it, worked out here by Node's own hashes. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { solve } from "../src/sending/work";

const SALT = "00112233445566778899aabbccddeeff";
const NONCE = "ffeeddccbbaa99887766554433221100";

function derived(counter: number, cost: number): string {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(counter);
  let data: Buffer = Buffer.concat([Buffer.from(SALT + NONCE, "hex"), number]);
  for (let round = 0; round < cost; round += 1) data = createHash("sha256").update(data).digest();
  return data.toString("hex");
}

test("the number that was thought of is found", async () => {
  for (const [counter, cost] of [
    [0, 1],
    [1, 16],
    [777, 16],
  ] as const) {
    const key = derived(counter, cost);
    const challenge = { parameters: { nonce: NONCE, salt: SALT, cost, keyPrefix: key.slice(0, 32) }, signature: "x" };
    const done = JSON.parse(atob((await solve(challenge)) ?? ""));
    assert.deepEqual(done, { challenge, solution: { counter, derivedKey: key } });
  }
});

test("work that nobody should be asked to do is not done", async () => {
  assert.equal(await solve({ parameters: { nonce: NONCE, salt: SALT, cost: 1e9, keyPrefix: "00" } }), null);
});
