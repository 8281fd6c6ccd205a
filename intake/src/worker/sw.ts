/**
 * The service worker: answers for the page from its kept files, without a line
 * and without a byte. What it serves was checked when it was kept (desk/own-files.ts);
 * once a page is kept, other code from the hub is refused. Calls to the hub pass by.
 */
import { FRESH, wholePage } from "./names";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || pathname.startsWith("/v1/") || request.method !== "GET") return;
  if (request.headers.has(FRESH)) return;
  event.respondWith(answer(request, pathname));
});

async function answer(request: Request, pathname: string): Promise<Response> {
  const name = await wholePage();
  if (!name) return fetch(request);
  const kept = await (await caches.open(name)).match(pathname === "/" ? "/index.html" : pathname);
  return kept ?? new Response(null, { status: 404 });
}
