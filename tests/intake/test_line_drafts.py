"""A dead battery costs seconds and not the account: what is being told is on the phone all the while, sealed."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pagekit import WORDS, Site, awaited, press, seconds
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from amana.sealing import envelope
from amana.sealing.envelope import Opened
from amana.testimony.drafts import is_draft, join
from browserkit import CHROMIUM, FLAGS, MICROPHONE, PATIENCE

pytestmark = pytest.mark.browser

PIECES = """() => new Promise((done) => { indexedDB.open("page").onsuccess = ({ target }) => {
  target.result.transaction("drafts").objectStore("drafts").getAll().onsuccess = (found) => {
    target.result.close(); done(found.target.result.map(({ bytes, day, place }) => [place, day, bytes.length]));
  } } })"""
AGE = """(day) => new Promise((done) => { indexedDB.open("page").onsuccess = ({ target }) => {
  const transaction = target.result.transaction("drafts", "readwrite");
  transaction.objectStore("drafts").openCursor().onsuccess = ({ target: { result: cursor } }) => {
    if (!cursor) return;
    cursor.update({ ...cursor.value, day });
    cursor.continue();
  };
  transaction.oncomplete = () => { target.result.close(); done(); };
} })"""
SLOWER, STALL = 6, 1_500
"""How many times slower a phone may be than this machine, and the milliseconds for which it may stand still then."""
BEGUN = "Something that was begun is locked on this phone"


@contextmanager
def phone_at(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A phone that keeps what it has when it is switched off."""
    phone = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=FLAGS + MICROPHONE,
        timeout=PATIENCE,
        locale="en-GB",
        viewport={"width": 360, "height": 740},
        permissions=["microphone"],
    )
    phone.set_default_timeout(PATIENCE)
    yield phone
    phone.close()


def kill(profile: Path) -> None:
    """End the browser of a profile as an empty battery does."""
    found = subprocess.run(["pgrep", "-f", f"--user-data-dir={profile}"], capture_output=True, text=True).stdout
    for process in found.split():
        os.kill(int(process), signal.SIGKILL)


def begin(page: Page, site: Site) -> None:
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    press(page, "Tell what happened")
    press(page, "Begin")


def go_to(page: Page, title: str) -> None:
    while not page.get_by_role("heading", level=1, name=title).is_visible():
        press(page, "Go on")


def wait_for_pieces(page: Page, *, there: bool) -> None:
    awaited(page, lambda: bool(page.evaluate(PIECES)) == there)


def write(page: Page) -> None:
    """Tell own words, and wait until they are sealed."""
    go_to(page, "Anything else")
    page.get_by_role("textbox").fill(WORDS)
    wait_for_pieces(page, there=True)


def unfinished(site: Site) -> Opened:
    """The one draft that arrived, joined as the desk joins it."""
    [parcel] = site.arrived()
    assert parcel.inside.kind == "parcel"
    pieces = [envelope.open_([site.desk.identity], sealed) for sealed in parcel.attachments]
    assert is_draft(pieces)
    return join(pieces)


def test_a_browser_killed_while_a_voice_is_recorded_loses_seconds(
    playwright: Playwright, site: Site, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with phone_at(playwright, profile) as phone:
        page = phone.new_page()
        begin(page, site)
        write(page)
        go_to(page, "Would you rather say it aloud?")
        page.locator("button.record").click()
        page.locator("button.record.running").wait_for()
        page.wait_for_timeout(10_500)
        kill(profile)
    with phone_at(playwright, profile) as phone:
        page = phone.new_page()
        page.goto(site.address)
        press(page, BEGUN)
        assert WORDS not in page.content()
        press(page, "Send it as it is")
        page.get_by_role("button", name=BEGUN).wait_for(state="detached")
        awaited(page, site.arrived)
        joined = unfinished(site)
        assert joined.inside.answers["own_words"] == WORDS
        assert joined.inside.consents == {} and joined.inside.reply_to is None
        [described] = joined.inside.attachments
        assert re.fullmatch(r"voice-\d+\.webm", described.name) and described.type == "audio/webm"
        sound = tmp_path / "sound.webm"
        sound.write_bytes(joined.attachments[0])
        assert seconds(page, joined.attachments[0]) >= 10.5 - 6
        wait_for_pieces(page, there=False)


def test_what_is_sent_leaves_no_draft_and_names_it(page: Page, site: Site) -> None:
    begin(page, site)
    write(page)
    press(page, "Stop here")
    press(page, "Lock it and send")
    page.locator(".sending.arrived").first.wait_for()
    wait_for_pieces(page, there=False)
    [opened] = site.arrived()
    assert opened.inside.draft and opened.inside.draft.number >= 1


def test_leaving_now_leaves_nothing_to_find(page: Page, site: Site) -> None:
    begin(page, site)
    write(page)
    press(page, "Leave now")
    page.wait_for_url("**/sums.html")
    wait_for_pieces(page, there=False)
    page.goto(site.address)
    page.get_by_role("heading", name="Lamp House").wait_for()
    assert page.get_by_text(BEGUN).count() == 0


def test_throwing_it_away_leaves_nothing(page: Page, site: Site) -> None:
    begin(page, site)
    write(page)
    press(page, "Stop here")
    press(page, "Throw it all away")
    press(page, "Yes, throw it all away")
    wait_for_pieces(page, there=False)


def test_a_closed_page_keeps_it_sealed_until_it_is_thrown_away(page: Page, phone: BrowserContext, site: Site) -> None:
    begin(page, site)
    write(page)
    other = phone.new_page()
    other.goto(site.address)
    other.get_by_role("heading", name="Lamp House").wait_for()
    other.wait_for_timeout(500)
    assert other.get_by_text(BEGUN).count() == 0, "it is being told in the other tab"
    other.close()
    page.reload()
    press(page, BEGUN)
    press(page, "Throw it away")
    press(page, "Yes, throw it all away")
    page.get_by_role("button", name=BEGUN).wait_for(state="detached")
    wait_for_pieces(page, there=False)
    assert site.arrived() == []


AGES = {
    "a week": (7, True),
    "from a day that is not yet": (-300, True),
    "from before the desk's card: by a wrong clock": (20_000, True),
    "more than a week": (8, False),
}


def test_it_is_forgotten_after_a_week_but_not_by_a_wrong_clock(phone: BrowserContext, site: Site) -> None:
    site.publish(2, day="2020-01-01")
    page = phone.new_page()
    begin(page, site)
    write(page)
    page.goto("about:blank")
    page.goto(site.address)
    page.get_by_role("button", name=BEGUN).wait_for()
    for age, there in AGES.values():
        page.evaluate(AGE, page.evaluate(f"new Date(Date.now() - {age} * 86400000).toISOString().slice(0, 10)"))
        page.reload()
        page.get_by_role("heading", name="Lamp House").wait_for()
        if there:
            page.get_by_role("button", name=BEGUN).wait_for()
            page.wait_for_timeout(300)
        wait_for_pieces(page, there=there)


def test_sealing_does_not_stall_a_slow_phone(browser: Browser, page: Page, site: Site) -> None:
    """A stretch of nine seconds: nothing that the page does at once takes so much that a slow phone would stand still.

    By the processor's time, which what else the machine does leaves as it is, and not by the clock's.
    """
    begin(page, site)
    go_to(page, "Would you rather say it aloud?")
    browser.start_tracing(page=page, categories=["toplevel"])
    page.locator("button.record").click()
    page.locator("button.record.running").wait_for()
    page.wait_for_timeout(9_000)
    assert page.evaluate(PIECES)
    traced = json.loads(browser.stop_tracing())["traceEvents"]
    pages = {
        (one["pid"], one["tid"])
        for one in traced
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = [one["tdur"] / 1_000 for one in traced if (one["pid"], one["tid"]) in pages and "tdur" in one]
    print(f"{max(tasks):.0f} ms at once, at most")
    assert 5 < max(tasks) < STALL / SLOWER
