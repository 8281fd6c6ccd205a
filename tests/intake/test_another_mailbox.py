"""The desk has a new mailbox: a phone that does not know it yet loses nothing, and learns it by itself."""

import re

import pytest
from hubkit import Desk
from pagekit import WORDS, Site, arrived, press, send, tell
from playwright.sync_api import Page

from keptkit import KEPT, until

pytestmark = pytest.mark.browser

ANOTHER_DAY = """async () => {
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const database = await got(indexedDB.open("page"));
  const desks = database.transaction("desks", "readwrite").objectStore("desks");
  const [key] = await got(desks.getAllKeys());
  await got(desks.put({ ...(await got(desks.get(key))), looked: "2026-01-01" }, key));
  database.close();
  return true;
}"""
"""The phone looked at the card on another day than this one."""


def test_a_phone_with_an_older_card_still_arrives_and_what_waits_turns_to_the_new_one(page: Page, site: Site) -> None:
    until(page, KEPT)
    old, moved = site.desk, Desk(seed=site.desk.seed, identity=site.desk.identity)
    site.desk = moved
    site.publish(2)
    tell(page)
    send(page)
    arrived(page)
    assert site.arrived() == [] and len(site.client.list(old.mailbox)) == 1, "it came by the card that the phone has"

    ended = f"/v1/cards/{old.fingerprint}/mailboxes/{old.mailbox.id}"
    assert site.client.ask("DELETE", ended, seed=old.seed).status == 204
    page.reload()
    page.get_by_role("heading", name="Lamp House").wait_for()
    tell(page)
    send(page)
    page.get_by_text("1 locked message is not sent yet").wait_for()
    assert site.arrived() == [] and len(site.client.list(old.mailbox)) == 1, "nothing goes where nobody looks"

    until(page, ANOTHER_DAY)
    page.reload()
    page.get_by_role("heading", name="Lamp House").wait_for()
    waits = page.get_by_text(re.compile("locked message is not sent yet"))
    until(page, "async () => (await navigator.locks.query()).held.every(({ name }) => name !== 'sending')")
    if waits.count():
        press(page, "1 locked message is not sent yet")
        press(page, "Send now")
        arrived(page)
    for _ in range(100):
        if site.client.list(moved.mailbox):
            break
        page.wait_for_timeout(100)
    [opened] = site.arrived()
    assert opened.inside.answers["own_words"] == WORDS
    assert waits.count() == 0 or not waits.first.is_visible()
