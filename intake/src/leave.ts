/**
 * Leaving, in one tap: what was told is forgotten, and the page's place in the
 * history is taken by a harmless page that needs no line. The same happens by
 * itself after five quiet minutes, and whenever the page is put away by the browser.
 */

import { single } from "./desk/inlined";

/** The harmless page; the build may choose another. */
declare const EXIT_PAGE: string;
const QUIET = 5 * 60_000;
const NOTICE = 30_000;

/** Milliseconds that a slow phone may take to forget what was sealed; the screen is empty meanwhile. */
const LONGEST = 1_000;

/** Takes the harmless page's place once all is `gone`. Without a line and before the page is kept, an empty one. */
export async function leave(gone?: Promise<unknown>): Promise<void> {
  document.documentElement.hidden = true;
  await Promise.race([gone, new Promise((done) => setTimeout(done, LONGEST))]);
  const reachable = single || navigator.onLine || !!navigator.serviceWorker?.controller;
  location.replace(reachable ? EXIT_PAGE : "about:blank");
}

/**
 * Forgets when the page goes out of sight for good: closed, reloaded, or left by
 * Back. A page that a browser brings back from its cache, or that another link is opened in, starts anew.
 */
export function forgetWhenPutAway(forget: () => void): void {
  addEventListener("pagehide", forget);
  addEventListener("hashchange", () => location.reload());
  addEventListener("pageshow", (event) => {
    if ((event as PageTransitionEvent).persisted) location.reload();
  });
}

/** Shows nothing while the page is out of sight, so that the list of open apps has an empty picture of it. */
export function hideWhenAway(): void {
  document.addEventListener("visibilitychange", () => {
    document.documentElement.classList.toggle("away", document.hidden);
  });
}

/**
 * Calls `notice` half a minute before, and `end` after, five minutes in which nobody
 * touched the page. `busy` holds it off, as while a voice is being recorded.
 */
export function watchQuiet(notice: (shown: boolean) => void, end: () => void, busy: () => boolean): void {
  let last = Date.now();
  let shown = false;
  const look = (): void => {
    const quiet = Date.now() - last;
    if (busy()) last = Date.now();
    else if (quiet >= QUIET) end();
    else if (quiet >= QUIET - NOTICE !== shown) {
      shown = !shown;
      notice(shown);
    }
  };
  const touch = (): void => {
    last = Date.now();
    if (shown) look();
  };
  for (const kind of ["pointerdown", "keydown", "input", "scroll"])
    addEventListener(kind, touch, { passive: true, capture: true });
  // A sleeping phone runs no timers: on waking, the time that passed counts.
  document.addEventListener("visibilitychange", look);
  setInterval(look, 5_000);
}
