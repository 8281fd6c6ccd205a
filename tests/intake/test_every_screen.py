"""Every screen, in every language that is complete: axe finds nothing, all fits, in large letters too, and is said in
that language, all that can be pressed is named and large, and the way out is in reach.

AMANA_SCREENS=FOLDER takes a picture of each, at three widths.
"""

import os
from pathlib import Path

import pytest
from pagekit import Site
from playwright.sync_api import Browser, Page
from screens import Way, pack, publish

from browserkit import PATIENCE

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "engines" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """async () => {
  scrollTo(0, 0);
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}"""
FAULTS = """() => {
  const faults = [];
  const named = (element) => element.labels?.[0]?.innerText || element.innerText || element.getAttribute("aria-label");
  for (const element of document.querySelectorAll("button, a, input, textarea, audio")) {
    if (!element.checkVisibility()) continue;
    const what = `${element.tagName} ${named(element)}`;
    if (!named(element)?.trim()) faults.push(`no name: ${element.outerHTML}`);
    const target = (element.labels?.[0] ?? element).getBoundingClientRect();
    if (target.height < 43.5 || target.width < 43.5) faults.push(`small: ${what} ${target.width} by ${target.height}`);
    if (element.tabIndex > 0) faults.push(`out of order: ${what}`);
  }
  const headings = [...document.querySelectorAll("h1, h2, h3")].map(({ tagName }) => Number(tagName[1]));
  if (headings.filter((level) => level === 1).length !== 1 || headings[0] !== 1) faults.push("not one h1 first");
  headings.forEach((level, at) => { if (level > (headings[at - 1] ?? 0) + 1) faults.push(`skips to h${level}`); });
  for (const group of document.querySelectorAll("fieldset")) {
    if (!group.querySelector("legend") && !group.getAttribute("aria-label")) faults.push("a group without a name");
  }
  for (const element of document.querySelectorAll("[dir=auto]")) {
    const { textAlign, direction } = getComputedStyle(element);
    if (textAlign === "start" && direction !== document.documentElement.dir)
      faults.push(`begins on the other side: ${element.innerText}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`${document.documentElement.scrollWidth} wide`);
  const exit = document.querySelector("header .exit");
  const box = exit?.getBoundingClientRect();
  if (!box || document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) !== exit)
    faults.push("no way out in reach");
  return faults;
}"""
SAID = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("body [lang]")) found.push(walk.currentNode.data);
  return [document.documentElement.lang, document.documentElement.dir, found];
}"""
LARGE = """() => {
  const { documentElement: page } = document;
  page.style.fontSize = "200%";
  const wide = page.scrollWidth;
  page.style.fontSize = "";
  return wide > innerWidth ? [`${wide} wide in large letters`] : [];
}"""
WAYS = {"en": "ltr", "fr": "ltr", "ar": "rtl"}


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", 1280, "light"), ("fr", 320, "dark"), ("ar", 320, "light")]
)
def test_nothing_is_wrong_with_any_screen(browser: Browser, site: Site, language: str, width: int, scheme: str) -> None:
    publish(site)
    size = {"width": width, "height": 640}
    phone = browser.new_context(viewport=size, locale=language, color_scheme=scheme, permissions=["microphone"])
    phone.add_init_script(path=AXE)
    page = phone.new_page()
    page.set_default_timeout(PATIENCE)
    own, english = pack(language), pack("en")
    foreign = {said for key, said in english.items() if own[key] != said}
    faults: dict[str, list[str]] = {}
    for name in Way(page, site, language).every_screen():
        lang, way, texts = page.evaluate(SAID)
        found = page.evaluate(FAULTS) + page.evaluate(LARGE) + page.evaluate(LOOK)
        faults[name] = found + [f"in English: {text}" for text in texts if text in foreign]
        if (lang, way) != (language, WAYS[language]):
            faults[name].append(f"said to be in {lang}, {way}")
        if folder := os.environ.get("AMANA_SCREENS"):
            take(page, f"{folder}/{language}-{len(faults):02} {name}")
    phone.close()
    assert {name: found for name, found in faults.items() if found} == {}
    assert len(faults) == 50


def take(page: Page, name: str) -> None:
    """Pictures of the whole screen on a small, a usual and a wide phone."""
    size = page.viewport_size
    for width in (320, 360, 412):
        page.set_viewport_size({"width": width, "height": 740})
        page.screenshot(path=f"{name} {width}.png", full_page=True)
    page.set_viewport_size(size)
