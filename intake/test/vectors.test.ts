/**
 * The phone's side of spec/vectors/: every case is answered or refused as it says
 * there. Hub and desk run the same files in tests/sealing/test_vectors.py.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { sha256 } from "@noble/hashes/sha2.js";
import { checkDigits } from "../src/community/check";
import { recipientOf } from "../src/sealing/age";
import * as card from "../src/sealing/card";
import { base64Url, fromBase64Url, hex } from "../src/sealing/codec";
import * as halves from "../src/sealing/halves";
import * as ids from "../src/sealing/ids";
import * as inside from "../src/sealing/inside";
import { Mailbox } from "../src/sealing/mailbox";
import * as manifest from "../src/sealing/manifest";
import * as notes from "../src/sealing/notes";
import { type Opened, open, readInside } from "../src/sealing/opening";
import * as padding from "../src/sealing/padding";
import * as parts from "../src/sealing/parts";
import { Problem } from "../src/sealing/problem";
import * as receipt from "../src/sealing/receipt";
import * as receiptDigits from "../src/sealing/receipt-digits";
import { id as isId } from "../src/sealing/shapes";
import { signRequest } from "../src/sealing/signatures";
import { signerOf, signInside } from "../src/sealing/signing";
import * as json from "../src/sealing/strict_json";

const FOLDER = "../spec/vectors/";

/** What a phone never does: it makes no card, verifies no request, hands out no link, hears no other desk, passes
 * no copy on, and takes a bundle by its hash. */
const NOT_ON_A_PHONE = [
  "notes.sign",
  "signatures.verify",
  "card.make",
  "card.token_digest",
  "link.link",
  "link.read_fragment",
  "manifest.make",
  "bundle.read",
  "sharing.read",
  "sharing.check_digits",
  "sharing.tie",
];

/** What expressions.test.ts runs. */
const ELSEWHERE = ["expressions.json"];

// biome-ignore lint/suspicious/noExplicitAny: what a case gives is of whatever shape its call takes
type Given = any;
interface Case {
  readonly name: string;
  readonly given: Given;
  readonly answer?: unknown;
  readonly problem?: string;
}

const calls: Record<string, (given: Given) => unknown> = {
  "padding.padded": ({ size }) => padding.padded(size),
  "ids.id_of": ({ base64url }) => ids.idOf(fromBase64Url(base64url)),
  "ids.is_id": ({ text }) => isId(text),
  "strict_json.read": ({ base64url }) => json.read(fromBase64Url(base64url)) !== null,
  "parts.split": ({ zeros }) => {
    const all = new Uint8Array(zeros);
    const split = Array.from({ length: parts.count(zeros) }, (_, n) => parts.part(all, n));
    return split.map((part) => [part.length, hex(sha256(part))]);
  },
  "receipt.draw": ({ bytes }) => receipt.draw(() => bytes.shift()),
  "receipt.show": ({ digits }) => receiptDigits.show(digits),
  "receipt.read": ({ typed }) => receiptDigits.read(typed),
  "receipt.derive": async ({ digits, fingerprint }) => {
    const { mailbox, identity } = await receipt.derive(digits, fingerprint);
    return { mailbox: mailbox.id, identity, recipient: await recipientOf(identity) };
  },
  "halves.split": ({ digits, bytes }) => halves.split(digits, () => bytes.shift()),
  "halves.join": ({ half, other }) => halves.join(half, other),
  "inside.read": ({ head, size }) => {
    const plain = new Uint8Array(size);
    plain.set(fromBase64Url(head));
    const opened = readInside(plain);
    if (opened.inside.kind !== "letter") {
      assert.deepEqual(inside.writeInside(opened.inside, opened.attachments), plain, "written the same again");
    }
    return spelled(opened);
  },
  "inside.sign": ({ inside, seed }) => {
    const signed = signInside(inside, fromBase64Url(seed));
    assert.deepEqual(signerOf(signed), new Mailbox(fromBase64Url(seed)).key);
    return signed;
  },
  "envelope.open": async ({ identity, sealed }) => spelled(await open([identity], fromBase64Url(sealed))),
  "notes.verify": ({ note, name, key }) => notes.verify(fromBase64Url(note), name, fromBase64Url(key)),
  "mailbox.of": ({ seed }) => {
    const { key, id } = new Mailbox(fromBase64Url(seed));
    return { key: base64Url(key), id };
  },
  "signatures.sign": ({ method, authority, path, body, seed, now }) =>
    signRequest(method, authority, path, fromBase64Url(body), new Mailbox(fromBase64Url(seed)), now),
  "worker.check_digits": ({ key, recipient }) => checkDigits(fromBase64Url(key), recipient),
  "card.read": ({ note, fingerprint }) => card.read(fromBase64Url(note), fingerprint),
  "manifest.read": async ({ note, fingerprint, key, first_line }) =>
    Object.fromEntries(await manifest.read(fromBase64Url(note), fingerprint, fromBase64Url(key), first_line)),
};

function spelled({ inside, attachments }: Opened): unknown {
  return { inside, attachments: attachments.map(base64Url) };
}

for (const file of readdirSync(FOLDER)) {
  if (ELSEWHERE.includes(file)) continue;
  const made: Record<string, Case[]> = JSON.parse(readFileSync(FOLDER + file, "utf-8"));
  for (const [call, cases] of Object.entries(made)) {
    if (NOT_ON_A_PHONE.includes(call)) continue;
    for (const { name, given, answer, problem } of cases) {
      test(`${call}: ${name}`, async () => {
        const run = async () => calls[call]?.(given);
        assert.ok(calls[call], "a call that is neither run nor left out");
        if (problem === undefined) assert.deepEqual(await run(), answer);
        else await assert.rejects(run, (error) => error instanceof Problem && error.code === problem);
      });
    }
  }
}
