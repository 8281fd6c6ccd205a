"""The page is light: what a first visit costs on the wire, before help is shown and in all, and what a second does."""

import re
from urllib.parse import urlsplit

import pytest
from hubkit import sha256
from pagekit import Site
from playwright.sync_api import Browser, BrowserContext, Page

from browserkit import PATIENCE
from keptkit import ALL_KEPT, SAVE_DATA, until

pytestmark = pytest.mark.browser

FIRST, WHOLE, LATER = 14 * 1024, 64 * 1024, 80 * 1024
KEPT = """async (least) => {
  for (const name of await caches.keys()) {
    const kept = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
    const words = kept.filter((path) => /^.(words|tell|more)-/.test(path));
    if (kept.includes("/whole") && words.length >= least) return kept;
  }
}"""

# Has the kept list of files ask for another hash of one of them.
SIGN = """async ([file, hash]) => {
  const cache = await caches.open((await caches.keys())[0]);
  const list = await (await cache.match("/whole")).text();
  await cache.put("/whole", new Response(list.replace(RegExp(`.{64}  ${file}`), `${hash}  ${file}`)));
}"""


class Needed:
    """The files that help, telling and sealing need: all that is asked for but what keeps, hides or adorns them."""

    BESIDES = re.compile(r"/(sw-|sums|page\.webmanifest|more-)")

    def __init__(self, site: Site) -> None:
        self.site = site
        self.besides = sha256(site.note())
        self.asked: set[str] = set()

    def watch(self, phone: BrowserContext, page: Page) -> None:
        network = phone.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.responseReceived", lambda event: self.asked.add(event["response"]["url"]))

    def sizes(self) -> dict[str, int]:
        """Bytes on the wire, headers too, of each by the last piece of its path; asked for anew, as a browser does."""
        found = {}
        for url in self.asked:
            if not (self.BESIDES.search(url) or url.endswith(self.besides)):
                path = urlsplit(url).path
                ask = {"Accept-Encoding": "gzip, deflate, br"}
                answer = self.site.client.pool.request("GET", path, headers=ask, decode_content=False)
                assert answer.status == 200, path
                head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
                found[path.rsplit("/", 1)[1]] = len("HTTP/1.1 200 OK\r\n\r\n") + head + len(answer.data)
        return found


def visit(phone: BrowserContext, address: str, least: int = 2, needed: Needed | None = None) -> Page:
    """Open the page and wait until it is kept, with at least so many of its files of words and of what comes later."""
    page = phone.new_page()
    if needed:
        needed.watch(phone, page)
    page.goto(address)
    page.locator(".card h3").first.wait_for()
    until(page, KEPT, least)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_load_state("networkidle")
    return page


def later(site: Site) -> list[str]:
    return [path.name for path in site.built.glob("*.js") if path.name.startswith(("words-", "tell-", "more-"))]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_one_language_to_tell_and_seal_is_light_and_a_phone_that_saves_data_fetches_no_more(
    browser: Browser, site: Site, language: str
) -> None:
    phone = browser.new_context(viewport={"width": 360, "height": 740}, locale=language)
    phone.set_default_timeout(PATIENCE)
    phone.add_init_script(SAVE_DATA)
    needed = Needed(site)
    page = visit(phone, site.link, needed=needed)
    page.wait_for_timeout(500)
    # What help waits for: the page, what its head names, and the words of its screen.
    head = re.findall(r'(?:href|src)="/([^"]+)"', (site.built / "index.html").read_text("utf-8").split("</head>")[0])
    sizes = needed.sizes()
    first = sum(size for name, size in sizes.items() if name in ("", *head) or name.startswith("words-"))
    assert 0 < first <= FIRST, f"{first} bytes before help is shown: {sizes}"
    assert any(name.startswith("seals-") for name in sizes), "the bundle that seals was counted"
    whole = sum(sizes.values())
    assert whole <= WHOLE, f"{whole} bytes to tell and seal: {sizes}"
    kept = page.evaluate(KEPT, 2)
    spoken = [path.rsplit("-", 1)[0] for path in kept if path.startswith(("/words-", "/tell-", "/more-"))]
    assert set(spoken) <= {f"/tell-{language}", f"/words-{language}", "/more-pictures"}
    phone.close()
    print(f"\n{language}: {first} bytes before help, {whole} to tell and seal, {site.line.down} with all that is kept")


def test_the_rest_comes_after_and_a_second_visit_costs_nothing(phone: BrowserContext, site: Site) -> None:
    page = visit(phone, site.link, len(later(site)))
    until(page, ALL_KEPT)
    page.wait_for_load_state("networkidle")
    asked, answered = site.line.up, site.line.down
    assert answered <= WHOLE + LATER, f"{answered} bytes in all"
    page.close()
    visit(phone, site.address, len(later(site)))
    assert (site.line.up, site.line.down) == (asked, answered)
    print(f"\nin all {answered} bytes, second visit 0")


def test_what_is_not_kept_yet_is_fetched_when_it_is_asked_for_and_only_as_it_was_signed(
    phone: BrowserContext, site: Site
) -> None:
    phone.add_init_script(SAVE_DATA)
    page = visit(phone, site.link)
    page.get_by_role("button", name="Français").click()
    page.get_by_role("heading", name="Où trouver de l’aide").wait_for()
    [more] = [name for name in later(site) if name.startswith("more-") and name.count("-") == 1]
    hash_ = sha256((site.built / more).read_bytes())
    ask = "(name) => fetch('/' + name).then((answer) => answer.status)"
    page.evaluate(SIGN, [more, "0" * 64])
    assert page.evaluate(ask, more) == 404, "what the hub has is not what was signed"
    page.evaluate(SIGN, [more, hash_])
    assert page.evaluate(ask, more) == 200
