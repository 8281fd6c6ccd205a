/**
 * Keeps the page's own files for the service worker, once each of them has the
 * hash that the desk signed (spec/page.md, The page's own files). A set is kept
 * whole or not at all; until a newer one is whole, the old one goes on serving.
 */
import { bytesOf, call, fetchFile } from "../hub/calls";
import type { Card } from "../sealing/card";
import { fromBase64Url } from "../sealing/codec";
import { read } from "../sealing/manifest";
import { Problem } from "../sealing/problem";
import { CACHE, FRESH, WHOLE, wholePage } from "../worker/names";
import { digest } from "./hash";

/** The list that the build wrote, for desks that sign none. */
const UNSIGNED = "/page.txt";

/** What the address itself shows: asked for as it was on loading, so that the browser need not fetch it twice. */
const FIRST = "index.html";

/** False when a page that was never kept before is not the one that the desk signed. */
export async function keepPage(fingerprint: string, card: Card): Promise<boolean> {
  if (typeof caches === "undefined") return true;
  const files = card.page ? await signed(fingerprint, card, card.page) : await unsigned();
  const name = CACHE + (card.page ?? (await digest(new TextEncoder().encode([...files].join("\n")))));
  const before = await wholePage();
  if (before === name) return true;
  const filling = await caches.open(name);
  for (const [path, hash] of files) {
    const response = await checked(path, hash);
    if (!response) {
      await caches.delete(name);
      return before !== null;
    }
    await filling.put(`/${path}`, response);
  }
  await filling.put(WHOLE, new Response());
  for (const key of await caches.keys()) if (key !== name) await caches.delete(key);
  return true;
}

/** The file, as the browser has it or as the hub does, with the hash that it must have; null when neither is so. */
async function checked(path: string, hash: string): Promise<Response | null> {
  for (const cache of ["force-cache", "reload"] as const) {
    const response = await call(path === FIRST ? "/" : `/${path}`, { cache, headers: { [FRESH]: "1" } });
    if ((await digest(await bytesOf(response.clone()))) === hash) return response;
  }
  return null;
}

async function signed(fingerprint: string, card: Card, hash: string): Promise<ReadonlyMap<string, string>> {
  const note = await fetchFile(fingerprint, hash);
  if ((await digest(note)) !== hash) throw new Problem("sealing.bad_signature");
  return read(note, fingerprint, fromBase64Url(card.key));
}

async function unsigned(): Promise<ReadonlyMap<string, string>> {
  const text = new TextDecoder().decode(await bytesOf(await call(UNSIGNED, { headers: { [FRESH]: "1" } })));
  const lines = text.trimEnd().split("\n").slice(1);
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
}
