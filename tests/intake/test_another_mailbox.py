"""The desk has a new mailbox: a phone that does not know it yet loses nothing, and learns it by itself."""

import pytest
from hubkit import Desk
from pagekit import WORDS, Site, arrived, awaited, send, tell
from playwright.sync_api import Page

from keptkit import KEPT, until

pytestmark = pytest.mark.browser

ANOTHER_DAY = """async () => {
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const database = await got(indexedDB.open("page"));
  const transaction = database.transaction("desks", "readwrite");
  const desks = transaction.objectStore("desks");
  const [key] = await got(desks.getAllKeys());
  desks.put({ ...(await got(desks.get(key))), looked: "2026-01-01" }, key);
  await new Promise((done) => { transaction.oncomplete = done; });
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
    [opened] = awaited(page, site.arrived)
    assert opened.inside.answers["own_words"] == WORDS
    page.get_by_text("locked message is not sent yet").wait_for(state="detached")
