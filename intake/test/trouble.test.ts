/** Every failure to send has its own name, so that its own sentence is said. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused, Unreached } from "../src/hub/calls";
import { troubleOf } from "../src/sending/trouble";

const refused = (status: number, code = ""): Refused => new Refused(status, code, null, null);

test("no line, and a line that breaks", () => {
  assert.equal(troubleOf(new Unreached(), false), "offline");
  assert.equal(troubleOf(new Unreached(), true), "waits");
});

test("what the hub refuses", () => {
  assert.equal(troubleOf(refused(403, "hub.token"), true), "token");
  assert.equal(troubleOf(refused(413, "hub.too_large"), true), "tooLarge");
  assert.equal(troubleOf(refused(507, "hub.full"), true), "full");
  assert.equal(troubleOf(refused(422, "hub.not_sealed"), true), "refused");
  for (const status of [409, 429, 500, 503]) assert.equal(troubleOf(refused(status), true), "waits");
});
