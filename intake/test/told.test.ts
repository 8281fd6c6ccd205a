/** What she tells is kept as she leaves it, and forgotten when she says so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Told } from "../src/telling/told";

test("an empty answer is none", () => {
  const told = new Told();
  told.answer("where", "a place");
  told.answer("where", "  ");
  told.answer("acts", ["crsv.other"]);
  told.answer("acts", []);
  assert.equal(told.answers.size, 0);
  assert.ok(told.empty);
});

test("a refusal is an answer", () => {
  const told = new Told();
  told.answer("where", { refused: true });
  assert.ok(!told.empty);
});

test("recordings of a question that was refused are not sent, and are there again when it is not", () => {
  const told = new Told();
  told.record("voice", new Blob(["sound"]));
  assert.equal(told.attachments.length, 1);
  told.answer("voice", { refused: true });
  assert.equal(told.attachments.length, 0);
  told.answer("voice", null);
  assert.deepEqual(
    told.attachments.map(([question]) => question),
    ["voice"],
  );
  assert.equal(told.recorded, 5);
});

test("forgetting forgets all, and what the browser could still play", async () => {
  const told = new Told();
  told.answer("where", "a place");
  told.consents.set("care", "yes");
  told.wantsReceipt = false;
  told.record("voice", new Blob(["sound"]));
  const [recording] = told.recordingsOf("voice");
  told.clear();
  assert.ok(told.empty && told.consents.size === 0 && told.wantsReceipt && told.recorded === 0);
  await assert.rejects(fetch(recording?.url ?? ""));
});
