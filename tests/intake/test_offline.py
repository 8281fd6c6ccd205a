"""After one visit the page needs no line, and from then on it is only ever the page that the desk signed."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hubkit import running, sha256
from pagekit import PLACES, Site, press
from playwright.sync_api import Browser, BrowserContext, Page

from amana.sealing import manifest
from browserkit import PATIENCE
from keptkit import ALL_KEPT, until

pytestmark = pytest.mark.browser

CARD = re.compile(r"/v1/cards/\w+$")
LOOKED = """async () => {
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const database = await got(indexedDB.open("page"));
  const kept = await got(database.transaction("desks").objectStore("desks").getAll());
  database.close();
  return kept.every(({ looked }) => looked !== "2020-01-01");
}"""
"""Whether the card was looked at today, and what it says was taken."""
IN_FRENCH = """async () => {
  const got = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const database = await got(indexedDB.open("page"));
  const language = await got(database.transaction("settings").objectStore("settings").get("language"));
  database.close();
  return language === "fr";
}"""
"""Whether the phone knows for the next time that French was chosen."""


def kept(page: Page) -> None:
    until(page, ALL_KEPT)
    page.wait_for_load_state("networkidle")


def changed_note(site: Site) -> bytes:
    """A list, signed by the desk, in which the page's own code is another than the hub's."""
    lines = (site.built / "page.txt").read_text().splitlines()[1:]
    files = {line[66:]: (site.built / line[66:]).read_bytes() for line in lines}
    code = max((name for name in files if name.endswith(".js")), key=lambda name: len(files[name]))
    return manifest.make(files | {code: files[code] + b"\n"}, site.desk.fingerprint, site.desk.seed)


def test_help_is_there_without_a_line_in_both_languages(page: Page, phone: BrowserContext, site: Site) -> None:
    kept(page)
    phone.set_offline(True)
    site.line.cut()
    page.reload()
    page.get_by_role("heading", name="Lamp House").wait_for()
    press(page, "Français")
    page.get_by_role("heading", name="Maison de la Lampe").wait_for()
    until(page, IN_FRENCH)
    page.close()
    again = phone.new_page()
    again.goto(site.address)
    again.get_by_role("heading", name="Maison de la Lampe").wait_for()
    again.get_by_role("button", name="Dire ce qui s’est passé").wait_for()


def test_a_phone_that_keeps_nothing_for_the_page_still_shows_it_again(browser: Browser, site: Site) -> None:
    private = browser.new_context(locale="en-GB", service_workers="block")
    private.set_default_timeout(PATIENCE)
    for address in (site.link, site.address):
        page = private.new_page()
        page.goto(address)
        page.get_by_role("heading", name="Lamp House").wait_for()
    private.close()


def test_without_its_link_the_page_says_what_is_missing(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.goto(site.address)
    page.get_by_text("open this page by the link").wait_for()
    page.get_by_text("Medicine that can prevent HIV").wait_for()
    assert page.get_by_role("button", name="Tell what happened").count() == 0
    # As where a link is opened in an installed page: the browser sees the same page, with something else after #.
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    assert "#" not in page.url


def test_what_is_near_comes_first_and_where_she_is_is_kept_nowhere(phone: BrowserContext, site: Site) -> None:
    areas = [{"code": code, "names": {"en": name}} for code, name in (("adrin", "Adrin camp"), ("selo", "Selo"))]
    near = [service | {"areas": [code]} for service, code in zip(PLACES["services"], ("selo", "adrin"), strict=True)]
    directory = json.dumps(PLACES | {"areas": areas, "services": near}).encode()
    site.publish(2, more=(directory,), directory=sha256(directory))
    page = phone.new_page()
    page.goto(site.link)
    names = page.locator(".card h3")
    names.first.wait_for()
    assert names.first.inner_text().startswith("Lamp House")
    press(page, "Adrin camp")
    assert names.all_inner_texts() == ["The quiet room (invented)", "Lamp House clinic (invented)"]
    page.get_by_role("heading", name="Farther away").wait_for()
    page.reload()
    names.first.wait_for()
    assert names.first.inner_text().startswith("Lamp House")
    assert page.get_by_role("button", name="Adrin camp").get_attribute("aria-pressed") == "false"


def test_a_card_that_another_key_signed_is_not_believed(phone: BrowserContext, site: Site) -> None:
    other = type(site.desk)()
    page = phone.new_page()
    page.route("**/v1/cards/*", lambda route: route.fulfill(body=other.card()))
    page.goto(site.link)
    page.get_by_text("does not have the signature").wait_for()
    assert page.get_by_role("button", name="Tell what happened").count() == 0


def test_a_list_of_places_that_was_changed_is_not_shown(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.route("**/v1/cards/*/files/*", lambda route: route.fulfill(body=b'{"directory":"amana-directory/1"}'))
    page.goto(site.link)
    page.get_by_text("does not have the signature").wait_for()


def test_an_older_card_never_replaces_a_newer_one(page: Page, phone: BrowserContext, site: Site) -> None:
    kept(page)
    older = site.client.ask("GET", f"/v1/cards/{site.desk.fingerprint}").data
    site.publish(2, names={"en": "Renamed", "fr": "Autre nom"})
    tomorrow(page)
    until(page, LOOKED)
    press(page, "Tell what happened")
    page.get_by_text("Only Renamed can open it").wait_for()
    page.route("**/v1/cards/*", lambda route: route.fulfill(body=older))
    tomorrow(page)
    until(page, LOOKED)
    press(page, "Tell what happened")
    page.get_by_text("Only Renamed can open it").wait_for()


def tomorrow(page: Page) -> None:
    """Open the page as on another day: the card is looked at anew."""
    page.evaluate(
        """() => new Promise((done) => { indexedDB.open("page").onsuccess = ({ target }) => {
        const transaction = target.result.transaction("desks", "readwrite");
        transaction.objectStore("desks").openCursor().onsuccess = ({ target: { result: cursor } }) => {
          if (!cursor) return;
          cursor.update({ ...cursor.value, looked: "2020-01-01" });
          cursor.continue();
        };
        transaction.oncomplete = () => { target.result.close(); done(); };
        } })"""
    )
    with page.expect_response(lambda answer: CARD.search(answer.url)):
        page.reload()
    page.get_by_role("heading", name="Lamp House").wait_for()
    page.wait_for_load_state("networkidle")


def test_a_page_that_is_not_the_one_signed_refuses_to_be_told_anything(phone: BrowserContext, site: Site) -> None:
    site.publish(2, changed_note(site))
    page = phone.new_page()
    page.goto(site.link)
    page.get_by_role("heading", name="This page is not as it should be").wait_for()
    assert page.get_by_role("button", name="Tell what happened").count() == 0


def test_a_kept_page_goes_on_when_the_hub_offers_other_code(page: Page, site: Site) -> None:
    kept(page)
    before = page.evaluate("async () => (await caches.keys()).join()")
    site.publish(2, changed_note(site))
    tomorrow(page)
    assert page.evaluate("async () => (await caches.keys()).join()") == before
    page.get_by_role("button", name="Tell what happened").wait_for()


def test_a_kept_page_takes_a_newer_one_that_is_signed_and_whole(page: Page, site: Site) -> None:
    kept(page)
    before = page.evaluate("async () => (await caches.keys()).join()")
    lines = (site.built / "page.txt").read_text().splitlines()[1:]
    files = {line[66:]: (site.built / line[66:]).read_bytes() for line in lines if "webmanifest" not in line}
    site.publish(2, manifest.make(files, site.desk.fingerprint, site.desk.seed))
    tomorrow(page)
    until(page, "async (before) => { const now = (await caches.keys()).join(); return now && now !== before }", before)
    page.reload()
    page.get_by_role("heading", name="Lamp House").wait_for()


def test_a_kept_page_runs_no_file_of_the_hub_that_it_does_not_know(page: Page, site: Site) -> None:
    kept(page)
    asked = site.line.up
    assert page.evaluate("async () => (await fetch('/other.js')).status") == 404
    assert site.line.up == asked


def test_other_bytes_under_the_workers_name_are_said_and_refused(page: Page, site: Site, tmp_path: Path) -> None:
    kept(page)
    other = tmp_path / "other"
    shutil.copytree(site.built, other)
    worker = next(site.built.glob("sw-*.js")).name
    for path in other.glob("sw-*"):
        path.unlink()
    (other / worker).write_text("self.other = 1")
    with running(str(site.store), [site.desk], other) as hub:
        site.line.target = ("127.0.0.1", int(hub.address.split(":")[1]))
        site.line.cut()
        site.line.mend()
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        page.get_by_role("heading", name="This page is not as it should be").wait_for()
        assert page.get_by_role("button", name="Tell what happened").count() == 0


def test_a_desk_that_signs_no_page_still_has_one_that_works_without_a_line(phone: BrowserContext, site: Site) -> None:
    site.publish(2, page=None)
    page = phone.new_page()
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    kept(page)
    phone.set_offline(True)
    page.reload()
    page.get_by_role("heading", name="Lamp House").wait_for()
