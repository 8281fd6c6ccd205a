"""Lines break, phones are full, links end: nothing told is lost, nothing is sent twice, and every failure is said."""

import hashlib
import random
import re
import secrets

import pytest
from pagekit import WORDS, Site, arrived, awaited, heading, press, send, tell
from playwright.sync_api import BrowserContext, Page

from amana.sealing import codec
from keptkit import ALL_KEPT, KEPT, SAVE_DATA, until

pytestmark = pytest.mark.browser

PART = 32_768
LATE_LOOK = """() => {
  const { locks } = navigator, query = locks.query.bind(locks);
  locks.query = async () => {
    const found = await query();
    if (!window.heard) await new Promise((done) => { window.heard = done; });
    return found;
  };
}"""
"""The next look at what waits hears of it only when `heard` is called."""


def tell_much(page: Page, size: int) -> str:
    """Tell own words of `size` characters that do not compress, up to the review."""
    press(page, "Tell what happened")
    press(page, "Begin")
    while not page.get_by_role("heading", level=1, name="Anything else").is_visible():
        press(page, "Go on")
    words = secrets.token_hex(size // 2)
    page.get_by_role("textbox").fill(words)
    press(page, "Stop here")
    return words


def parts(site: Site) -> list[int]:
    """The numbers of the parts of the one unfinished envelope that the hub keeps."""
    found = (re.search(r"/(\d+)-of-\d+$", str(path)) for path in site.store.rglob("*"))
    return sorted(int(match[1]) for match in found if match)


def test_a_line_that_breaks_in_a_part_goes_on_where_it_broke(page: Page, site: Site) -> None:
    until(page, ALL_KEPT)
    words = tell_much(page, 300_000)
    page.wait_for_load_state("networkidle")
    before = site.line.up
    site.line.cut_after = before + 4 * PART + random.randrange(PART)
    send(page)
    page.get_by_text(re.compile("The line broke")).wait_for()
    page.get_by_text("1 locked message is not sent yet").wait_for()
    assert site.arrived() == []
    # Before the line is there: then the page may send it by itself, and the link to what waits is gone.
    press(page, "1 locked message is not sent yet")
    page.get_by_role("button", name="Send now", exact=True).wait_for()
    cut = site.line.up
    site.line.mend()
    press(page, "Send now")
    arrived(page)
    [opened] = site.arrived()
    assert opened.inside.answers["own_words"] == words
    # 300,000 characters are ten parts; at least three had arrived whole and did not go over the line again.
    assert site.line.up - cut < 8 * PART
    page.get_by_text("is not sent yet").wait_for(state="detached")


def test_many_cuts_lose_nothing_and_double_nothing(page: Page, site: Site) -> None:
    words = tell_much(page, 300_000)
    site.line.cut_after = site.line.up + PART
    send(page)
    for _ in range(8):
        page.get_by_text(re.compile("The line broke")).wait_for()
        site.line.cut_after = site.line.up + random.randrange(2 * PART)
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(400)
    site.line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    arrived(page)
    assert [opened.inside.answers["own_words"] for opened in site.arrived()] == [words]


def test_without_a_line_it_waits_sealed_and_goes_by_itself_on_another_day(
    page: Page, phone: BrowserContext, site: Site
) -> None:
    until(page, KEPT)
    page.wait_for_load_state("networkidle")
    phone.set_offline(True)
    tell(page)
    send(page)
    page.get_by_text(re.compile("There is no line now")).wait_for()
    page.close()
    again = phone.new_page()
    again.goto(site.address)
    again.get_by_text("1 locked message is not sent yet").wait_for()
    assert site.arrived() == []
    phone.set_offline(False)
    again.get_by_text("1 locked message is not sent yet").wait_for(state="detached")
    assert [opened.inside.answers["own_words"] for opened in site.arrived()] == [WORDS]


def test_what_waits_can_be_thrown_away(page: Page, phone: BrowserContext, site: Site) -> None:
    until(page, ALL_KEPT)
    phone.set_offline(True)
    tell(page)
    send(page)
    press(page, "1 locked message is not sent yet")
    page.evaluate(LATE_LOOK)
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.wait_for_function("() => window.heard")
    press(page, "Throw away")
    press(page, "Yes, throw it away")
    page.get_by_text("Nothing is waiting").wait_for()
    page.evaluate("window.heard()")
    page.wait_for_timeout(200)
    assert page.get_by_text("is not sent yet").count() == 0, "a look that began before says nothing any more"
    phone.set_offline(False)
    page.reload()
    heading(page, "Where help is")
    page.wait_for_load_state("networkidle")
    assert site.arrived() == []


def test_where_the_code_that_seals_has_not_come_that_is_said_and_what_was_told_waits(
    phone: BrowserContext, site: Site
) -> None:
    page = phone.new_page()
    page.route("**/seals-*", lambda route: route.abort())
    page.goto(site.link)
    tell(page)
    press(page, "Lock it and send")
    page.get_by_text("This part of the page is not on the phone yet.").wait_for()
    page.unroute("**/seals-*")
    press(page, "Try again")
    heading(page, "It is locked. Only An invented desk can open it.")
    arrived(page)
    [opened] = site.arrived()
    assert WORDS in opened.inside.answers.values()


def test_what_has_not_come_to_the_phone_is_said_and_stays_said(phone: BrowserContext, site: Site) -> None:
    phone.add_init_script(SAVE_DATA)
    page = phone.new_page()
    page.goto(site.link)
    until(page, KEPT)
    page.wait_for_load_state("networkidle")
    phone.set_offline(True)
    tell(page)
    send(page)
    press(page, "1 locked message is not sent yet")
    said = page.get_by_text("This part of the page is not on the phone yet.")
    said.wait_for()
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.wait_for_timeout(200)
    assert said.is_visible()
    page.get_by_role("button", name="1 locked message is not sent yet").wait_for()


def test_what_was_told_can_be_thrown_away_before_it_is_sent(page: Page, site: Site) -> None:
    tell(page)
    press(page, "Throw it all away")
    press(page, "Yes, throw it all away")
    heading(page, "Where help is")
    press(page, "Tell what happened")
    press(page, "Begin")
    assert page.locator("input:checked").count() == 0
    assert site.arrived() == []


def test_a_full_phone_still_sends_and_says_that_it_must_stay_open(
    page: Page, phone: BrowserContext, site: Site
) -> None:
    page.evaluate(
        """() => { const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...given) {
          if (this.name === "waiting") throw new DOMException("", "QuotaExceededError");
          return put.apply(this, given);
        } }"""
    )
    phone.set_offline(True)
    tell(page)
    send(page)
    page.get_by_text(re.compile("Please keep this page open")).wait_for()
    phone.set_offline(False)
    arrived(page)
    assert len(site.arrived()) == 1


def test_a_link_that_has_ended_is_said_and_a_new_one_sends_what_waits(phone: BrowserContext, site: Site) -> None:
    old, new = (codec.base64url(secrets.token_bytes(16)) for _ in range(2))

    def limit(token: str) -> dict[str, object]:
        return {"sha256": hashlib.sha256(codec.from_base64url(token)).hexdigest(), "per_day": 9}

    site.publish(2, tokens=[limit(new)])
    page = phone.new_page()
    page.goto(f"{site.link}.{old}")
    page.get_by_role("heading", name="Lamp House").wait_for()
    tell(page)
    send(page)
    page.get_by_text(re.compile("no longer taken")).wait_for()
    page.goto("about:blank")
    page.goto(f"{site.link}.{new}")
    page.get_by_role("heading", name="Lamp House").wait_for()
    assert len(awaited(page, site.arrived)) == 1
    page.get_by_text("is not sent yet").wait_for(state="detached")


def test_a_hub_without_room_is_said(phone: BrowserContext, site: Site) -> None:
    site.publish(2, quota=1)
    page = phone.new_page()
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    tell(page)
    send(page)
    page.get_by_text(re.compile("no room on the other side")).wait_for()
    page.get_by_text("1 locked message is not sent yet").wait_for()
