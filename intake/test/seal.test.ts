/** What is told is what is sealed, with nothing more in it than the spec allows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Form, Question } from "../src/desk/bundle";
import type { Desk } from "../src/desk/open";
import { identityFromSeed, recipientOf } from "../src/sealing/age";
import { idOf } from "../src/sealing/ids";
import { open } from "../src/sealing/opening";
import { sealTelling } from "../src/sending/seal";
import { Told } from "../src/telling/told";

const question = (name: string, kind: Question["kind"]): Question => ({
  name,
  kind,
  label: {},
  hint: null,
  picture: null,
  list: null,
  shown: null,
  check: null,
});
const FORM: Form = {
  form: "amana-form/2",
  id: "first_telling",
  version: "1",
  teller: "survivor",
  names: { en: "Invented" },
  lists: {},
  questions: [question("where", "where"), question("own_words", "text"), question("voice", "voice")],
};
const identity = identityFromSeed(new Uint8Array(32).fill(7));
const desk = async (): Promise<Desk> => ({
  fingerprint: `${"a2".repeat(25)}bq`,
  token: null,
  invitation: null,
  names: { en: "Invented" },
  day: "2026-11-15",
  mailbox: idOf(new Uint8Array(32)),
  recipients: [await recipientOf(identity)],
  forms: [FORM],
  key: "",
  page: null,
  places: null,
  directory: { directory: "amana-directory/2" as const, checked: "2026-11-15", areas: [], services: [] },
});

test("text that a keyboard left broken is mended, and all else is kept to the letter", async () => {
  const told = new Told();
  told.form = FORM;
  told.wantsReceipt = false;
  told.answer("own_words", "half \ud83d here\u0000, a heron \ud83d\udc26, \\u0000 and \\\\ud83d as typed");
  told.record("voice", new Blob([new Uint8Array([1, 2, 3])], { type: "audio/webm" }));
  const { envelope, receipt } = await sealTelling(await desk(), "en", told, null);
  const { inside, attachments } = await open([identity], envelope.bytes);
  assert.equal(receipt, null);
  assert.equal(inside.reply_to, null);
  assert.equal(inside.answers.own_words, "half  here, a heron \ud83d\udc26, \\u0000 and \\\\ud83d as typed");
  assert.equal(inside.answers.voice, "voice-1.webm");
  assert.deepEqual(attachments, [new Uint8Array([1, 2, 3])]);
  assert.equal(envelope.id, idOf(envelope.bytes));
});

test("a receipt leads to where replies are sent", async () => {
  const told = new Told();
  told.form = FORM;
  told.answer("where", { unknown: true });
  const { envelope, receipt } = await sealTelling(await desk(), "fr", told, null);
  const { inside } = await open([identity], envelope.bytes);
  assert.match(receipt ?? "", /^\d{16}$/);
  assert.match(inside.reply_to?.recipient ?? "", /^age1pq1/);
});
