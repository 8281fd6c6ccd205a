/**
 * The service worker: answers for the page from its kept files, without a line
 * and without a byte. What it serves was checked when it was kept (desk/own-files.ts);
 * once a page is kept, other code from the hub is refused. A file of the page that is not
 * kept yet is fetched and checked when it is asked for. Calls to the hub pass by.
 */

import { sendAll } from "../sending/round";
import { fetchChecked } from "./checked";
import { FRESH, filesOf, WHOLE, wholePage } from "./names";
import { SYNC } from "./sync";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("sync" as "message", (event) => {
  const { tag } = event as unknown as { tag: string };
  if (tag === SYNC) event.waitUntil(sendWaiting());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || pathname.startsWith("/v1/") || request.method !== "GET") return;
  if (request.headers.has(FRESH)) return;
  event.respondWith(answer(request, pathname === "/" ? "/index.html" : pathname));
});

/** One round; where something failed the browser tries again by itself. */
async function sendWaiting(): Promise<void> {
  if ((await sendAll()).failed) throw new Error(SYNC);
}

async function answer(request: Request, path: string): Promise<Response> {
  const name = await wholePage();
  if (!name) return fetch(request);
  const cache = await caches.open(name);
  const kept = await cache.match(path);
  if (kept) return kept;
  const files = filesOf((await (await cache.match(WHOLE))?.text()) ?? "");
  const hash = files.get(path.slice(1));
  const found = hash && (await fetchChecked(path.slice(1), hash));
  if (!found) return new Response(null, { status: 404 });
  await cache.put(path, found.clone());
  return found;
}
