"""Pictures of every page at the width of a phone and of a laptop, and docs/pages.md, which shows them.

    .tools/python/bin/python tests/journeys/take_pictures.py LINK DESK

Run it beside a running `./amana demo`, with the two addresses that the demo prints. What the page calls its buttons is
read from its packs, and the desk's rooms from its own navigation, so that no page is forgotten.
"""

import io
import json
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HOUSE = Path(__file__).parents[2]
sys.path.insert(0, str(HOUSE / "tests"))

from people import at_the_desk, press  # noqa: E402

from browserkit import CHROMIUM, FLAGS, MICROPHONE  # noqa: E402

PICTURES = HOUSE / "docs" / "pictures"
PACKS = HOUSE / "intake" / "packs"
WIDTHS = {"phone": (360, 740), "laptop": (1280, 900)}
LANGUAGES = {"en": "English", "fr": "français", "ar": "العربية"}
AT_THE_DESK = ("ines", "noor", "wren", "pavel", "salim", "admin")
COLOURS = 48
"""Enough for a page of few colours; a picture is then a third as large."""


def take(page: Page, name: str) -> None:
    """The whole page, at both widths."""
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        page.wait_for_timeout(200)
        drawn = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
        drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}-{width}.png", optimize=True)


def words(language: str) -> dict[str, str]:
    """What the page says in a language, by area and key."""
    return {
        f"{path.stem}.{key}": said
        for path in (PACKS / language).glob("*.json")
        for key, said in json.loads(path.read_text("utf-8")).items()
    }


def the_phone(browser: Browser, link: str, language: str) -> list[tuple[str, str]]:
    """Each screen from help to the receipt: its name and its heading."""
    said, seen = words(language), []
    page = browser.new_context(locale=language, permissions=["microphone"]).new_page()

    def see(name: str) -> None:
        take(page, f"phone-{name}-{language}")
        seen.append((f"phone-{name}", page.get_by_role("heading", level=1).inner_text()))

    page.goto(link)
    page.get_by_role("button", name=said["help.tell"], exact=True).wait_for()
    see("help")
    press(page, said["help.tell"])
    page.get_by_role("heading", level=1, name=said["telling.before.title"]).wait_for()
    see("before")
    press(page, said["telling.before.begin"])
    page.locator(".actions").get_by_role("button", name=said["common.onward"]).wait_for()
    while not page.get_by_role("heading", level=1, name=said["telling.consents.title"]).count():
        see(f"question-{len(seen) - 1}")
        if len(seen) == 3:
            page.get_by_role("radio").first.check()
        press(page, said["common.onward"])
    see("consents")
    press(page, said["common.onward"])
    see("review")
    press(page, said["telling.review.send"])
    page.get_by_text(said["sending.arrived"]).wait_for()
    see("receipt")
    page.context.close()
    return seen


def the_desk(browser: Browser, desk: str) -> list[tuple[str, str]]:
    """Each room that anyone's navigation leads to, and the first page in it: its name and its heading."""
    locked = browser.new_page()
    locked.goto(desk)
    take(locked, "desk-locked")
    seen = {"desk-locked": locked.get_by_role("heading", level=1).inner_text()}
    locked.close()
    for name in AT_THE_DESK:
        page = at_the_desk(browser, desk, name)
        for path in paths(page, "nav a"):
            room = f"desk-{path.strip('/').replace('/', '-') or 'home'}"
            for at, place in (("", path), ("-one", None)):
                place = place or next(
                    (one for one in paths(page, "main a") if one.startswith(path) and one != path), ""
                )
                if place and room + at not in seen:
                    page.goto(urljoin(desk, place))
                    take(page, room + at)
                    seen[room + at] = page.get_by_role("heading", level=1).first.inner_text()
        page.context.close()
    return list(seen.items())


def paths(page: Page, selector: str) -> list[str]:
    """Where the links of `selector` lead, each once."""
    found = page.locator(selector).evaluate_all("links => links.map((one) => one.href)")
    return list(dict.fromkeys(urlsplit(address).path for address in found))


def write(phone: dict[str, list[tuple[str, str]]], desk: list[tuple[str, str]]) -> None:
    """docs/pages.md."""
    lines = [
        "# What it looks like",
        "",
        "Each page at the width of a phone (360 px) and of a laptop (1280 px), taken from the demo's fictional country",
        "by `tests/journeys/take_pictures.py`, which also writes this page.",
        "",
        "## On the phone",
    ]
    for at, (name, title) in enumerate(phone["en"]):
        row = [f"![{phone[tag][at][1]}](pictures/{name}-{tag}-phone.png)" for tag in LANGUAGES]
        laptop = ", ".join(f"[{called}](pictures/{name}-{tag}-laptop.png)" for tag, called in LANGUAGES.items())
        lines += ["", f"### {title}", "", f"| {' | '.join(LANGUAGES.values())} |", "| --- | --- | --- |"]
        lines += [f"| {' | '.join(row)} |", "", f"On a laptop: {laptop}."]
    lines += ["", "## At the desk"]
    for name, title in desk:
        lines += ["", f"### {title}", "", f"![{title}](pictures/{name}-laptop.png)"]
        lines += ["", f"[On a phone](pictures/{name}-phone.png)"]
    (HOUSE / "docs" / "pages.md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS + MICROPHONE)
        telling = {tag: the_phone(chromium, sys.argv[1], tag) for tag in LANGUAGES}
        write(telling, the_desk(chromium, sys.argv[2]))
        chromium.close()
