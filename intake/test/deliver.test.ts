/** Only what is missing is sent, part 0 first, until the hub says that all is safe. */
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { type Refused, Unreached } from "../src/hub/calls";
import { PART } from "../src/sealing/parts";
import { deliver } from "../src/sending/deliver";

const bytes = Uint8Array.from({ length: 3 * PART + 100 }, (_, at) => at % 251);
const envelope = { id: "e".repeat(52), mailbox: "m".repeat(52), token: "t", bytes };

// A call's patience would keep Node up for as long, after the last test.
mock.timers.enable({ apis: ["setTimeout"] });

let kept: Map<number, Uint8Array>;
let puts: number[];
let breaks: number | null;

beforeEach(() => {
  kept = new Map();
  puts = [];
  breaks = null;
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    if (path.endsWith("/parts")) return Response.json({ whole: kept.size === 4, parts: [...kept.keys()] });
    const number = Number(/\/(\d+)-of-4$/.exec(path)?.[1]);
    if (number === breaks) throw new TypeError("cut");
    assert.equal((init.headers as Record<string, string>)["Amana-Token"], "t");
    puts.push(number);
    kept.set(number, init.body as Uint8Array);
    return new Response(
      null,
      kept.size === 4 ? { status: 201, headers: { "Amana-Kept": envelope.id } } : { status: 202 },
    );
  }) as typeof fetch;
});

test("all parts arrive in order and join to the envelope", async () => {
  const shares: number[] = [];
  await deliver(envelope, (share) => shares.push(share));
  assert.deepEqual(puts, [0, 1, 2, 3]);
  assert.deepEqual(Buffer.concat([...kept.values()]), Buffer.from(bytes));
  assert.deepEqual(shares, [0, 0.25, 0.5, 0.75]);
});

test("after a cut, what arrived is not sent again", async () => {
  breaks = 2;
  await assert.rejects(
    deliver(envelope, () => undefined),
    Unreached,
  );
  breaks = null;
  await deliver(envelope, () => undefined);
  assert.deepEqual(puts, [0, 1, 2, 3]);
});

test("an envelope that is whole already is not sent", async () => {
  for (const number of [0, 1, 2, 3]) kept.set(number, new Uint8Array());
  await deliver(envelope, () => undefined);
  assert.deepEqual(puts, []);
});

test("a refusal keeps its status, code and patience", async () => {
  globalThis.fetch = (async () =>
    Response.json(
      { type: "urn:amana:hub.too_many" },
      { status: 429, headers: { "Retry-After": "60" } },
    )) as typeof fetch;
  await assert.rejects(
    deliver(envelope, () => undefined),
    (error: Refused) => error.status === 429 && error.code === "hub.too_many" && error.retryAfter === 60,
  );
});
