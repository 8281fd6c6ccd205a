"""Everyone can use it: what can be pressed is named, large enough and in order; all is readable on a small phone."""

import re
from collections.abc import Iterator

import pytest
from pagekit import Site, heading, press, send, tell
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

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
  if (!document.documentElement.lang) faults.push("no language");
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`${document.documentElement.scrollWidth} wide`);
  return faults;
}"""
CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (color) => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (color) => paint(color).slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(color)) return color;
    }
    return getComputedStyle(document.documentElement).backgroundColor;
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    const text = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || element.closest(":disabled")) continue;
    const [one, other] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${element.textContent.slice(0, 40)}`);
  }
  return faint;
}"""


def walk(page: Page) -> Iterator[str]:
    """Every screen, one after the other."""
    yield "help"
    press(page, "Tell what happened")
    yield "before"
    press(page, "Begin")
    while not page.get_by_role("heading", level=1, name="What may be done").is_visible():
        if page.get_by_role("button", name="Record my voice").is_visible():
            press(page, "Record my voice")
            page.wait_for_timeout(1200)
            yield "recording"
            press(page, "Stop recording")
            page.locator("audio").wait_for()
        elif page.get_by_role("radio").count():
            page.get_by_role("radio").first.check()
        yield page.locator("h1").inner_text()
        press(page, "Go on")
    yield "consents"
    press(page, "Go on")
    heading(page, "What you have told")
    yield "review"
    page.context.set_offline(True)
    send(page)
    page.get_by_text(re.compile("There is no line now")).wait_for()
    yield "sent"
    press(page, "1 locked message is not sent yet")
    page.get_by_role("heading", name="Locked message 1").wait_for()
    yield "waiting"
    page.context.set_offline(False)
    page.locator(".sending.arrived").wait_for()
    press(page, "Where help is")
    press(page, "I have a receipt")
    yield "come back"
    page.get_by_label("The 16 numbers").fill("1" * 16)
    press(page, "Open")
    page.get_by_role("heading", name="Your messages").wait_for(timeout=30_000)
    yield "mailbox"


@pytest.mark.parametrize(
    ("width", "scheme", "way"), [(320, "light", "ltr"), (360, "dark", "rtl"), (1280, "light", "ltr")]
)
def test_every_screen_can_be_read_and_pressed(browser: Browser, site: Site, width: int, scheme: str, way: str) -> None:
    phone = browser.new_context(
        viewport={"width": width, "height": 640}, locale="en-GB", color_scheme=scheme, permissions=["microphone"]
    )
    page = phone.new_page()
    page.set_default_timeout(15_000)
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    page.evaluate("(way) => { document.documentElement.dir = way }", way)
    faults = {screen: page.evaluate(FAULTS) + page.evaluate(CONTRAST) for screen in walk(page)}
    phone.close()
    assert len(faults) == 18
    assert {screen: found for screen, found in faults.items() if found} == {}


def test_the_keyboard_alone_reaches_everything_and_the_way_out_comes_early(page: Page) -> None:
    focused = "document.activeElement.innerText || document.activeElement.name"
    press(page, "Tell what happened")
    page.get_by_role("button", name="Begin", exact=True).wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H1", "a new screen begins at its heading"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Begin"
    page.keyboard.press("Enter")
    heading(page, "Have you told someone about this already?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_role("radio").first.is_checked()
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(focused) == "Leave now":
            break
    assert page.evaluate(focused) == "Leave now"
    page.keyboard.press("Enter")
    page.wait_for_url("**/sums.html")


def test_large_letters_still_fit(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tell(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
