"""The page is light: what a first visit costs on the wire, how much comes before help is shown, what a second costs."""

import pytest
from pagekit import Site
from playwright.sync_api import BrowserContext

pytestmark = pytest.mark.browser

WHOLE, FIRST = 64 * 1024, 14 * 1024
SHOWN = """new MutationObserver(() => {
  if (!window.shownAt && document.querySelector("h1")) window.shownAt = performance.now();
}).observe(document, { childList: true, subtree: true })"""
BEFORE_HELP = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter((entry) => entry.responseEnd && entry.responseEnd <= window.shownAt)
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""
KEPT = "async () => (await caches.keys()).some((name) => name.startsWith('page-'))"


def test_a_first_visit_is_light_and_a_second_costs_nothing(phone: BrowserContext, site: Site) -> None:
    page = phone.new_page()
    page.add_init_script(SHOWN)
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    page.wait_for_function(KEPT)
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.wait_for_load_state("networkidle")
    first = page.evaluate(BEFORE_HELP)
    assert 0 < first <= FIRST, f"{first} bytes before help is shown"
    # Everything on the wire, headers of answers too: all languages, sealing, card, form and list of places.
    assert 0 < site.line.down <= WHOLE, f"{site.line.down} bytes in all"
    page.close()
    asked, answered = site.line.up, site.line.down
    again = phone.new_page()
    again.goto(site.address)
    again.get_by_role("heading", name="Lamp House").wait_for()
    again.wait_for_load_state("networkidle")
    assert (site.line.up, site.line.down) == (asked, answered)
    print(f"\nbefore help {first} bytes, in all {answered} bytes, second visit 0")
