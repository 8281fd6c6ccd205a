"""The whole page as one file, opened from storage: it tells, seals, saves, and sends when there is a line."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pagekit import WORDS, Site, heading, press
from playwright.sync_api import BrowserContext, Page, Playwright

from amana.errors import Problem
from amana.hub import one_file
from amana.sealing import envelope
from amana.sealing.envelope import Opened
from browserkit import CHROMIUM, FLAGS, MICROPHONE, PATIENCE

pytestmark = pytest.mark.browser

HOUSE = Path(__file__).parents[2]
FIREFOX = Path("/usr/bin/firefox-esr")


@pytest.fixture
def file(site: Site, tmp_path: Path) -> Path:
    """The file as its maker makes it."""
    out = tmp_path / "info.html"
    command = [sys.executable, "-m", "amana.cli", "page", "single", "--card", site.link, "--out", str(out)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert f"{out.stat().st_size} bytes" in said
    return out


def opened_from_storage(phone: BrowserContext, file: Path) -> Page:
    page = phone.new_page()
    page.goto(file.as_uri())
    page.get_by_role("heading", name="Lamp House").wait_for()
    return page


def tell(page: Page) -> None:
    press(page, "Tell what happened")
    press(page, "Begin")
    while not page.get_by_role("heading", level=1, name="Anything else").is_visible():
        press(page, "Go on")
    page.get_by_role("textbox").fill(WORDS)
    press(page, "Stop here")
    press(page, "Lock it and send")


def told(opened: Opened) -> object:
    return opened.inside.answers["own_words"]


def test_without_a_line_it_tells_seals_and_saves_a_file_that_the_desk_opens(
    phone: BrowserContext, file: Path, site: Site, tmp_path: Path
) -> None:
    site.line.cut()
    page = opened_from_storage(phone, file)
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    tell(page)
    press(page, "1 locked message is not sent yet")
    press(page, "Carry it in a file")
    with page.expect_download() as download:
        press(page, "Save the file")
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "info.age"
    parcel = envelope.open_([site.desk.identity], saved.read_bytes())
    assert parcel.inside.kind == "parcel"
    assert [told(envelope.open_([site.desk.identity], each)) for each in parcel.attachments] == [WORDS]
    assert said == []
    # By hand to the hub, once and again; and by itself when there is a line.
    site.line.mend()
    for _ in range(2):
        sent = subprocess.run(
            [sys.executable, "-m", "amana.cli", "send", str(saved), site.link], capture_output=True, text=True
        )
        assert sent.returncode == 0, sent.stderr
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("is not sent yet").wait_for(state="detached")
    assert sorted(each.inside.kind for each in site.arrived()) == ["account", "parcel"]


def test_with_a_line_it_sends_to_the_hub_and_comes_back_with_a_receipt(
    phone: BrowserContext, file: Path, site: Site
) -> None:
    page = opened_from_storage(phone, file)
    tell(page)
    page.locator(".sending.arrived").first.wait_for()
    [opened] = site.arrived()
    assert told(opened) == WORDS


def test_leaving_shows_a_calculator_and_back_brings_nothing(phone: BrowserContext, file: Path) -> None:
    page = opened_from_storage(phone, file)
    press(page, "Tell what happened")
    heading(page, "Before you tell")
    press(page, "Leave now")
    page.get_by_role("button", name="7").wait_for()
    page.reload()
    page.get_by_role("button", name="7").wait_for()


def test_where_storage_is_refused_it_works_from_memory_and_says_so(
    phone: BrowserContext, file: Path, site: Site
) -> None:
    phone.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    site.line.cut()
    page = opened_from_storage(phone, file)
    tell(page)
    page.get_by_text("This phone does not keep it").wait_for()
    site.line.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    page.locator(".sending.arrived").first.wait_for()
    assert [told(opened) for opened in site.arrived()] == [WORDS]


def test_a_file_of_another_desk_or_a_changed_one_is_not_made(site: Site) -> None:
    def other(url: str) -> bytes:
        return b"{}" if "/files/" in url else site.client.ask("GET", url[url.index("/v1") :]).data

    for link, code in ((site.link, "sealing.bad_signature"), (site.address + "elsewhere", "hub.bad_link")):
        with pytest.raises(Problem) as refused:
            one_file.gather(link, other)
        assert refused.value.code == code


@pytest.mark.skipif(not FIREFOX.exists(), reason="no Firefox here")
def test_firefox_opens_it_from_storage_tells_and_sends(file: Path, site: Site, tmp_path: Path) -> None:
    pack = HOUSE / "intake" / "packs" / "en"
    help_, telling, common = (json.loads((pack / f"{area}.json").read_text()) for area in ("help", "telling", "common"))
    said = {
        "help": "Lamp House",
        "tell": help_["tell"],
        "begin": telling["before.begin"],
        "onward": common["onward"],
        "stopHere": common["stopHere"],
        "send": telling["review.send"],
        "typed": WORDS,
    }
    words = tmp_path / "words.json"
    words.write_text(json.dumps(said))
    command = ["node", "tell.mjs", "firefox", str(FIREFOX), file.as_uri(), str(words)]
    run = subprocess.run(
        command,
        cwd=HOUSE / "tests" / "engines",
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-600:]
    assert [WORDS in opened.inside.answers.values() for opened in site.arrived()] == [True]


def test_chromium_finds_the_page_fit_to_be_installed(playwright: Playwright, site: Site, tmp_path: Path) -> None:
    phone = playwright.chromium.launch_persistent_context(
        tmp_path / "profile", executable_path=CHROMIUM, args=FLAGS + MICROPHONE, timeout=PATIENCE
    )
    phone.set_default_timeout(PATIENCE)
    page = phone.new_page()
    page.goto(site.link)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    tools = phone.new_cdp_session(page)
    manifest = json.loads(tools.send("Page.getAppManifest")["data"])
    assert manifest["name"] == manifest["short_name"] == "Info"
    assert tools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    phone.close()
