"""The keyboard alone reaches everything, in the order of the screen, and the way out first of all."""

import pytest
from pagekit import heading, press
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


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


def test_what_the_keys_reach_is_never_behind_the_way_out(page: Page) -> None:
    press(page, "Tell what happened")
    press(page, "Begin")
    while not page.get_by_role("heading", level=1, name="What may be done").is_visible():
        press(page, "Go on")
    page.get_by_role("button", name="Stop here").or_(page.get_by_role("button", name="Go on")).last.focus()
    hidden = """() => {
      const { top } = document.activeElement.getBoundingClientRect();
      return document.activeElement.closest("main") && top < document.querySelector("header").offsetHeight;
    }"""
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        assert not page.evaluate(hidden), page.evaluate("document.activeElement.closest('label')?.innerText")
