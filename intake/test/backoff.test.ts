/** Waiting longer after each failure, never sooner than asked, and never for ever. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../src/sending/backoff";

test("each failure doubles the pause, up to five minutes", () => {
  const full = [1, 2, 3, 4].map((attempt) => pause(attempt, null, 1));
  assert.deepEqual(full, [2_000, 4_000, 8_000, 16_000]);
  assert.equal(pause(40, null, 1), 300_000);
});

test("a random half is taken off, so that phones on one line do not come together", () => {
  assert.equal(pause(3, null, 0), 4_000);
  assert.equal(pause(3, null, 0.5), 6_000);
});

test("a hub that asks for patience is given it", () => {
  assert.equal(pause(1, 60, 0), 60_000);
  assert.equal(pause(40, 60, 1), 300_000);
});
