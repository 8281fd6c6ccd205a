"""What a phone keeps of the page, and waiting for it."""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page

SAVE_DATA = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
"""Run before the page, it makes a phone that was told to save data: it keeps no more than telling needs."""
ALL_KEPT = """async () => {
  if (!navigator.serviceWorker.controller) return false;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const list = await (await cache.match("/whole"))?.text();
    if (list && (await cache.keys()).length > list.trim().split("\\n").length) return true;
  }
}"""
"""Whether every file of the page is kept on the phone, those that come later too."""


KEPT = """async () => {
  if (!navigator.serviceWorker.controller) return false;
  for (const name of await caches.keys()) if (await (await caches.open(name)).match("/whole")) return true;
}"""
"""Whether what telling needs is kept on the phone."""

FORMS_HERE = """async (count) => {
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const database = await got(indexedDB.open("page"));
  const kept = await got(database.transaction("desks").objectStore("desks").getAll());
  database.close();
  return kept.some(({ others }) => others.length + 1 === count);
}"""
"""Whether all forms of the card are on the phone, so that the first screen is not drawn anew for them any more."""

PATIENCE = 90.0
"""Seconds."""


def until(page: Page, script: str, arg: object = None) -> object:
    """Wait until `script`, that may be asynchronous, gives what is true (for `wait_for_function` a promise is true)."""
    end = time.monotonic() + PATIENCE
    while not (found := page.evaluate(script, arg)):
        assert time.monotonic() < end, "it never came"
        page.wait_for_timeout(50)
    return found


def written(profile: Path, words: Iterable[bytes], sure: bytes) -> list[tuple[str, bytes]]:
    """Which of `words` stand in which files of a browser's profile; `sure` stands there, so the search finds things."""
    files = {}
    for path in profile.rglob("*"):
        with suppress(FileNotFoundError):  # the browser's last processes may still tidy up
            if path.is_file():
                files[path] = path.read_bytes()
    assert any(sure in data for data in files.values()), "the search can find things"
    return [(path.name, word) for path, data in files.items() for word in words if word in data]
