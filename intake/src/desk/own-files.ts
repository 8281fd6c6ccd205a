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
import { CACHE, FRESH } from "../worker/names";
import { digest } from "./hash";

/** The list that the build wrote, for desks that sign none. */
const UNSIGNED = "/page.txt";

/** False when a page that was never kept before is not the one that the desk signed. */
export async function keepPage(fingerprint: string, card: Card): Promise<boolean> {
  if (typeof caches === "undefined") return true;
  const files = card.page ? await signed(fingerprint, card, card.page) : await unsigned();
  const name = CACHE + (card.page ?? (await digest(new TextEncoder().encode([...files].join("\n")))));
  const before = (await caches.keys()).filter((key) => key.startsWith(CACHE));
  if (before.includes(name)) return true;
  // Filled under a name that the service worker passes over, so that a cut leaves no half of a page.
  const filling = await caches.open(`filling-${name}`);
  for (const [path, hash] of files) {
    const response = await call(`/${path}`, { cache: "default", headers: { [FRESH]: "1" } });
    if ((await digest(await bytesOf(response.clone()))) !== hash) {
      await caches.delete(`filling-${name}`);
      return before.length > 0;
    }
    await filling.put(`/${path}`, response);
  }
  const whole = await caches.open(name);
  for (const request of await filling.keys()) {
    const response = await filling.match(request);
    if (response) await whole.put(request, response);
  }
  for (const key of await caches.keys()) if (key !== name) await caches.delete(key);
  return true;
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
