"""Nobody who takes the phone can read, find or bring back what was told."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pagekit import TOLD, Site, arrived, heading, press, send, tell
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from browserkit import CHROMIUM, FLAGS, MICROPHONE, PATIENCE
from keptkit import ALL_KEPT, KEPT, until, written

pytestmark = pytest.mark.browser

STORED = """async () => {
  const found = [location.href, document.title, document.cookie, JSON.stringify(history.state)];
  for (const store of [localStorage, sessionStorage]) found.push(JSON.stringify({ ...store }));
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
    for (const store of database.objectStoreNames) {
      const kept = await new Promise((done) => {
        database.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done(target.result);
      });
      const plain = (key, value) => value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value;
      found.push(JSON.stringify(kept, plain));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
  }
  return found.join("\\n");
}"""


def spellings(words: str) -> Iterator[bytes]:
    """A sentence, and each longer word of it, as a file might hold them."""
    for text in (words, *re.findall(r"\w{6,}", words)):
        yield text.encode()
        yield text.encode("utf-16-le")


def test_storage_holds_no_word_while_telling_and_none_while_it_waits(page: Page, phone: BrowserContext) -> None:
    until(page, KEPT)
    phone.set_offline(True)
    tell(page)
    assert not [words for words in TOLD if words in page.evaluate(STORED)]
    digits = send(page)
    page.get_by_text(re.compile("There is no line now")).wait_for()
    stored = page.evaluate(STORED)
    assert "mlkem768x25519" in stored, "the sealed parts wait"
    assert not [words for words in (*TOLD, digits) if words in stored]
    assert "#" not in page.url


def test_the_whole_profile_on_the_disk_holds_no_word(playwright: Playwright, site: Site, tmp_path: Path) -> None:
    """Told, sealed, sent, a reply read, a second telling left half-way, the browser closed: then each file is read."""
    profile = tmp_path / "profile"
    phone = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=FLAGS + MICROPHONE, timeout=PATIENCE, locale="en-GB"
    )
    phone.set_default_timeout(PATIENCE)
    page = phone.new_page()
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    tell(page)
    digits = send(page)
    arrived(page)
    site.write(site.arrived()[0], "Ask for the grey umbrella.")
    press(page, "Done: clear the screen")
    press(page, "I have a receipt")
    page.get_by_label("The 16 numbers").fill(digits)
    press(page, "Open")
    page.get_by_text("grey umbrella").wait_for()
    press(page, "Close and clear the screen")
    tell(page)
    press(page, "Leave now")
    page.wait_for_url("**/sums.html")
    page.wait_for_timeout(1000)
    phone.close()
    secret = {spelling for words in (*TOLD, "Ask for the grey umbrella.") for spelling in spellings(words)}
    secret |= {digits.encode(), digits.encode("utf-16-le")}
    assert not written(profile, secret, sure=site.desk.fingerprint.encode())


SCREENS = ["help", "before", "question", "recording", "consents", "review", "waiting", "sent", "come back"]


def test_every_screen_can_be_left_at_once_and_back_brings_nothing(
    page: Page, phone: BrowserContext, site: Site
) -> None:
    until(page, ALL_KEPT)
    page.wait_for_load_state("networkidle")
    phone.set_offline(True)
    for screen in SCREENS:
        reach(page, screen)
        entries = page.evaluate("history.length")
        press(page, "Leave now")
        page.wait_for_url("**/sums.html")
        page.get_by_role("button", name="7").wait_for()
        assert page.evaluate("history.length") == entries, f"leaving {screen} adds no entry"
        page.go_back()
        assert not [words for words in TOLD if words in page.content()], screen
        page.goto(site.address)
        page.get_by_role("heading", name="Lamp House").wait_for()


def reach(page: Page, screen: str) -> None:
    if screen in ("review", "sent", "waiting"):
        tell(page)
        if screen != "review":
            send(page)
        if screen == "waiting":
            press(page, "1 locked message is not sent yet")
            heading(page, "Not sent yet")
    elif screen == "come back":
        press(page, "I have a receipt")
        heading(page, "Come back with your receipt")
    elif screen != "help":
        press(page, "Tell what happened")
        heading(page, "Before you tell")
        wanted = {"question": "What happened?", "recording": "Would you rather", "consents": "What may be done"}
        if screen in wanted:
            press(page, "Begin")
            while not page.get_by_role("heading", level=1, name=wanted[screen]).is_visible():
                press(page, "Go on")
        if screen == "recording":
            press(page, "Record my voice")
            page.get_by_role("button", name="Stop recording").wait_for()


def test_no_screen_adds_an_entry_to_the_history(page: Page) -> None:
    before = page.evaluate("history.length")
    tell(page)
    send(page)
    assert page.evaluate("history.length") == before


def test_back_leaves_and_forgets_and_forward_brings_back_an_empty_page(page: Page) -> None:
    page.goto("about:blank")
    page.go_back()
    page.get_by_role("heading", name="Lamp House").wait_for()
    tell(page)
    page.go_back()
    page.go_forward()
    heading(page, "Where help is")
    assert not [words for words in TOLD if words in page.content()]
    press(page, "Tell what happened")
    press(page, "Begin")
    assert page.locator("input:checked").count() == 0


def test_a_reload_brings_back_nothing(page: Page) -> None:
    tell(page)
    page.reload()
    heading(page, "Where help is")
    assert not [words for words in TOLD if words in page.content()]


def test_five_quiet_minutes_close_the_page_after_a_question(browser: Browser, site: Site) -> None:
    phone = browser.new_context(locale="en-GB")
    phone.set_default_timeout(PATIENCE)
    page = phone.new_page()
    page.clock.install()
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    tell(page)
    page.clock.run_for("04:35")
    page.get_by_text("Are you still there?").wait_for()
    # The first touch, wherever it falls, is the answer: the question is gone before a finger is lifted.
    page.get_by_role("button", name="I am here").dispatch_event("pointerdown")
    page.get_by_text("Are you still there?").wait_for(state="detached")
    heading(page, "What you have told")
    page.clock.run_for("04:35")
    page.get_by_text("Are you still there?").wait_for()
    page.clock.run_for("00:30")
    page.wait_for_url("**/sums.html")
    phone.close()


def test_out_of_sight_it_shows_nothing(page: Page) -> None:
    tell(page)
    away = "(away) => Object.defineProperty(document, 'hidden', { value: away, configurable: true })"
    shown = "() => getComputedStyle(document.querySelector('h1')).visibility"
    for hidden, seen in ((True, "hidden"), (False, "visible")):
        page.evaluate(away, hidden)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert page.evaluate(shown) == seen


def test_boxes_are_not_completed_or_corrected_by_the_browser(page: Page) -> None:
    press(page, "Tell what happened")
    press(page, "Begin")
    for _ in range(4):
        press(page, "Go on")
    box = page.get_by_role("textbox")
    assert box.get_attribute("autocomplete") == "off" and box.get_attribute("spellcheck") == "false"
    assert box.get_attribute("name") is None and page.title() == "Info"
