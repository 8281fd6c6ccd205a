/**
 * What a community worker's phone keeps: age files that the pass-phrase alone leads into (spec/worker.md, Vault).
 * Nothing that was told is ever among it, and none of it shows in its size.
 */
import { identityFromSeed, recipientOf, sealBytes } from "../sealing/age";
import { openBytes } from "../sealing/age-open";
import { type Bytes, base64Url, fromBase64Url, fromUtf8, utf8 } from "../sealing/codec";
import { Mailbox } from "../sealing/mailbox";
import * as json from "../sealing/strict_json";
import { get, put, remove } from "../storage/database";
import { plain } from "./passphrase";
import { openByPhrase, sealByPhrase } from "./phrase-file";

/** 2^16 blocks take 64 MiB, which a phone of 1 GB can spare, and about a second. */
const WORK = 16;
const HALVES = 16_384;
const FORMAT = "amana-worker/1";

/** Half of somebody's receipt, under a name that hides whose it is. */
export interface Half {
  readonly name: string;
  readonly half: string;
  readonly day: string;
}

/** The keys of a worker: `mailbox` signs, `identity` opens letters. */
export interface Keys {
  readonly mailbox: Mailbox;
  readonly identity: string;
}

/** The vault as it is kept. */
interface Kept {
  readonly keys: Bytes;
  readonly halves: Bytes;
  readonly letter: Bytes | null;
}

/** These words open nothing. */
export class Shut extends Error {}
/** The halves would need more room than the file always has. */
export class Full extends Error {}

const keptFor = (desk: string): Promise<Kept | undefined> => get<Kept>("worker", desk);

/** Draws keys and keeps them; throws when the phone keeps nothing. */
export async function make(desk: string, phrase: string): Promise<Keys> {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const identity = identityFromSeed(crypto.getRandomValues(new Uint8Array(32)));
  const text = json.write({ worker: FORMAT, desk, seed: base64Url(seed), identity });
  const keys = await sealByPhrase(plain(phrase), WORK, text);
  await put("worker", desk, {
    keys,
    halves: await sealHalves(identity, []),
    letter: null,
  } satisfies Kept);
  return { mailbox: new Mailbox(seed), identity };
}

/** The keys, by the pass-phrase; `Shut` for any other words, after the same work. */
export async function open(desk: string, phrase: string): Promise<Keys> {
  const kept = await keptFor(desk);
  if (!kept) throw new Shut();
  const text = await openByPhrase(plain(phrase), kept.keys).catch(() => {
    throw new Shut();
  });
  const { seed, identity } = json.read(text) as { seed: string; identity: string };
  return { mailbox: new Mailbox(fromBase64Url(seed)), identity };
}

/** Forgets the vault. */
export const erase = (desk: string): Promise<undefined> => remove("worker", desk);

/** The newest letter as it came, or null before the first. */
export const keptLetter = async (desk: string): Promise<Bytes | null> => (await keptFor(desk))?.letter ?? null;

export const keepLetter = (desk: string, letter: Bytes): Promise<void> => change(desk, { letter });

/** The halves that are kept, the oldest first. */
export async function halves(desk: string, { identity }: Keys): Promise<readonly Half[]> {
  const kept = await keptFor(desk);
  if (!kept) return [];
  return json.read(utf8(fromUtf8(await openBytes([identity], kept.halves)).trimEnd())) as Half[];
}

/** Keeps these halves instead of those before; `Full` when they are too many. */
export const keepHalves = async (desk: string, { identity }: Keys, held: readonly Half[]): Promise<void> =>
  change(desk, { halves: await sealHalves(identity, held) });

async function sealHalves(identity: string, held: readonly Half[]): Promise<Bytes> {
  const text = json.write(held);
  if (text.length > HALVES) throw new Full();
  const padded = new Uint8Array(HALVES).fill(0x20);
  padded.set(text);
  return sealBytes([await recipientOf(identity)], padded);
}

async function change(desk: string, members: Partial<Kept>): Promise<void> {
  const kept = await keptFor(desk);
  if (kept) await put("worker", desk, { ...kept, ...members });
}
