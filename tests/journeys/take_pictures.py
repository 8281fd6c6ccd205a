"""Pictures of every page for docs/pages.md, at the width of a phone and of a laptop: `take_pictures.py LINK DESK`.

Run it beside a running `./amana demo`, with the two addresses that the demo prints.
"""

import sys
from pathlib import Path

from people import CHROMIUM, FLAGS, at_the_desk, press
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDTHS = {"phone": (360, 740), "laptop": (1280, 900)}


def take(page: Page, name: str) -> None:
    """The whole page, at both widths."""
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        page.wait_for_timeout(150)
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)


def the_phone(browser: Browser, link: str, language: str, words: dict[str, str]) -> None:
    """Each screen from help to the receipt."""
    page = browser.new_context(locale=language, permissions=["microphone"]).new_page()
    page.goto(link)
    page.get_by_text("000 10 20").wait_for()
    take(page, f"phone-help-{language}")
    press(page, words["tell"])
    take(page, f"phone-before-{language}")
    press(page, words["begin"])
    number = 0
    while not page.get_by_role("heading", level=1, name=words["consents"]).count():
        number += 1
        take(page, f"phone-question-{number}-{language}")
        if number == 1:
            page.get_by_role("radio").first.check()
        press(page, words["onward"])
    take(page, f"phone-consents-{language}")
    press(page, words["onward"])
    take(page, f"phone-review-{language}")
    page.get_by_label(words["receipt"]).check()
    press(page, words["send"])
    page.get_by_text(words["arrived"]).wait_for()
    take(page, f"phone-receipt-{language}")


def the_desk(browser: Browser, desk: str) -> None:
    """Each room, as whoever works there sees it."""
    locked = browser.new_page()
    locked.goto(desk)
    take(locked, "desk-locked")
    for name, rooms in {
        "ines": ["Home", "Inbox", "Services"],
        "noor": ["Testimonies", "Events", "Parties", "Counts"],
        "wren": ["Sources", "Custody log"],
        "salim": ["Releases"],
        "admin": ["People"],
    }.items():
        page = at_the_desk(browser, desk, name)
        for room in rooms:
            page.get_by_role("link", name=room, exact=True).first.click()
            take(page, f"desk-{room.lower().replace(' ', '-')}")
            inner = page.locator("main").locator(".rows, table").get_by_role("link")
            if room in ("Inbox", "Testimonies", "Events", "Sources", "Releases") and inner.count():
                page.goto(desk.rstrip("/") + inner.first.get_attribute("href"))
                take(page, f"desk-{room.lower()}-one")
        page.context.close()


FRENCH = {
    "tell": "Dire ce qui s’est passé",
    "begin": "Commencer",
    "onward": "Continuer",
    "consents": "Que peut-on en faire ?",
    "receipt": "Oui : 16 chiffres",
    "send": "Verrouiller et envoyer",
    "arrived": "C’est arrivé.",
}
ENGLISH = {
    "tell": "Tell what happened",
    "begin": "Begin",
    "onward": "Go on",
    "consents": "What may be done with it?",
    "receipt": "Yes: 16 numbers",
    "send": "Lock it and send",
    "arrived": "It has arrived.",
}

if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        the_phone(chromium, sys.argv[1], "en", ENGLISH)
        the_phone(chromium, sys.argv[1], "fr", FRENCH)
        the_desk(chromium, sys.argv[2])
        chromium.close()
