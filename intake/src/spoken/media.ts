/**
 * The recorded prompts and pictures of the desk's card (spec/card.md, Bundle): listed and signed by the desk, each
 * fetched when it is wanted and believed by its hash. They are kept on the phone only where that was chosen, and then
 * all of them, so that nobody can tell from what is there what was listened to.
 */
import { digest } from "../desk/hash";
import type { Kept } from "../desk/open";
import { bytesOf, call } from "../hub/calls";
import { fromBase64Url } from "../sealing/codec";
import { MEDIA, read } from "../sealing/manifest";
import { get } from "../storage/database";

/** Path → hash. */
export type List = ReadonlyMap<string, string>;

const CACHE = "media";
const NONE: List = new Map();
const lists = new Map<string, List>();
/** What was fetched while the page is open. */
const heard = new Map<string, Uint8Array<ArrayBuffer>>();

const address = (desk: string, hash: string): string => `/v1/cards/${desk}/files/${hash}`;

/** What is kept at an address; asking leaves no trace. */
const kept = async (path: string): Promise<Response | undefined> =>
  typeof caches === "undefined" ? undefined : caches.match(path);

/** What the desk has in `language`, or its pictures where that is null; nothing where it has none or they cannot be had now. */
export async function listOf(desk: string, language: string | null): Promise<List> {
  const card = (await get<Kept>("desks", desk).catch(() => undefined))?.card;
  const hash = language === null ? card?.pictures : card?.sounds[language];
  if (!card || !hash) return NONE;
  const known = lists.get(hash);
  if (known) return known;
  try {
    const list = await read(await fetchMedia(desk, hash), desk, fromBase64Url(card.key), MEDIA);
    lists.set(hash, list);
    return list;
  } catch {
    return NONE;
  }
}

/** One file, kept or fetched. Throws where it cannot be had now, or is not the one that was signed. */
export async function fetchMedia(desk: string, hash: string): Promise<Uint8Array<ArrayBuffer>> {
  const path = address(desk, hash);
  const bytes = heard.get(hash) ?? (await bytesOf((await kept(path)) ?? (await call(path))));
  if ((await digest(bytes)) !== hash) throw new TypeError("hash");
  heard.set(hash, bytes);
  return bytes;
}

/** Fetches all of a language in the order of its list and keeps it; `progress` gets the share that is there. */
export async function keepAll(desk: string, language: string, progress: (share: number) => void): Promise<void> {
  const { card } = (await get<Kept>("desks", desk)) ?? {};
  const list = await listOf(desk, language);
  const hash = card?.sounds[language];
  if (!hash || list.size === 0) throw new TypeError("nothing to keep");
  const store = await caches.open(CACHE);
  const wanted = [hash, ...list.values()];
  for (const [at, one] of wanted.entries()) {
    const bytes = await fetchMedia(desk, one);
    await store.put(address(desk, one), new Response(bytes));
    progress((at + 1) / wanted.length);
  }
}

/** Whether the voices of a language are kept. */
export async function areKept(desk: string, language: string): Promise<boolean> {
  const hash = (await get<Kept>("desks", desk).catch(() => undefined))?.card.sounds[language];
  return hash !== undefined && (await kept(address(desk, hash))) !== undefined;
}

/** Takes all that was kept off the phone. */
export const throwAway = async (): Promise<unknown> => typeof caches !== "undefined" && caches.delete(CACHE);
