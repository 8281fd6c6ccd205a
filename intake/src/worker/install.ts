/**
 * Installs the service worker. Its file's name holds its hash, so that a page
 * only ever asks for the one that it was signed with; other bytes under that
 * name mean that the hub, or someone in between, changed them.
 */

import { single } from "../desk/inlined";

/** The file's name, put in by the build. */
declare const WORKER: string;

/** Installs; `changed` is called when the hub offers other code under the worker's name. */
export function install(changed: () => void): void {
  if (single || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register(WORKER, { updateViaCache: "all" }).then(
    (registration) => {
      registration.addEventListener("updatefound", () => {
        const { active, installing } = registration;
        if (active && active.scriptURL === installing?.scriptURL) changed();
      });
    },
    // Without a service worker (private browsing) the page works, but only with a line.
    () => undefined,
  );
}
