"""The page in a real Chromium, at a real hub, with an invented desk."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

HOUSE = Path(__file__).parents[2]
sys.path.insert(0, str(HOUSE / "tests" / "hub"))

from hubkit import Desk, running  # noqa: E402
from line import Line  # noqa: E402
from pagekit import Site  # noqa: E402

from browserkit import ENGINE, FLAGS, MICROPHONE, PATIENCE  # noqa: E402


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, built from what is in the checkout."""
    folder = tmp_path_factory.mktemp("page")
    subprocess.run(["node", "build.mjs", folder], cwd=HOUSE / "intake", check=True)
    return folder


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def site(tmp_path: Path, built: Path, desk: Desk) -> Iterator[Site]:
    """A running hub that has the desk's card, its files, and its signed page."""
    with running(str(tmp_path / "store"), [desk], built) as client:
        line = Line(client.address)
        site = Site(client, desk, built, tmp_path / "store", line)
        site.publish()
        yield site
        line.end()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS + MICROPHONE, timeout=PATIENCE)
    yield browser
    browser.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that was never on the page."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", permissions=["microphone"])
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext, site: Site) -> Page:
    """The page, opened by the desk's link, with the list of places shown."""
    page = phone.new_page()
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    return page
