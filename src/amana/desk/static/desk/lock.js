// Locks the desk by one key; takes a page off the screen once its desk is closed, its machine slept or nobody is there;
// and tells the desk that somebody is still there while she writes. Without this script the buttons do the same.
"use strict";
(() => {
  const KEY = "F9", ASK = 10000, TELL = 60000;
  const form = document.querySelector("form[data-lock]");
  if (!form) return;
  const idle = Number(form.dataset.idle) * 1000;
  const others = new BroadcastChannel("amana-lock");
  let active = Date.now(), told = active, looked = active;

  const hide = () => { document.getElementById("main").replaceChildren(); };
  const leave = () => { hide(); location.replace("/"); };
  const ask = async () => {
    // Without cookies: asking must not keep a session alive.
    const answer = await fetch("/state", { credentials: "omit", cache: "no-store" }).catch(() => null);
    if (answer && answer.status === 423) leave();
  };
  const lock = () => {
    document.getElementById("said").textContent = form.dataset.saying;
    others.postMessage("locked");
    hide();
    form.requestSubmit();
  };
  const stir = () => {
    active = Date.now();
    if (active - told > TELL) {
      told = active;
      fetch("/here", { cache: "no-store", redirect: "manual" }).catch(() => null);
    }
  };

  addEventListener("keydown", (event) => {
    if (event.key === KEY && !event.repeat) { event.preventDefault(); lock(); }
  }, true);
  for (const kind of ["keydown", "input", "pointerdown"]) addEventListener(kind, stir, { capture: true, passive: true });
  others.onmessage = () => setTimeout(ask, 500);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  // A browser may keep a page that was left, to show it at once when one goes back: it keeps an empty one.
  addEventListener("pagehide", (event) => { if (event.persisted) hide(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  setInterval(() => {
    const now = Date.now();
    if (now - active > idle) leave();
    else if (now - looked >= ASK) { looked = now; ask(); }
  }, 2500);
})();
