"""The page that somebody carries to a service, as a browser prints it: one sheet, which names no desk."""

from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

import deskkit
from amana.care.referrals.actions import Wish, refer
from amana.testimony.cases import actions as cases
from browserkit import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), "18mm")


def printed(page: Page) -> tuple[int, str]:
    """How many sheets, and all their text, with the margins in which browsers say title, address and day."""
    told = pypdfium2.PdfDocument(
        page.pdf(format="A4", display_header_footer=True, prefer_css_page_size=True, margin=MARGIN)
    )
    return len(told), "".join(sheet.get_textpage().get_text_range() for sheet in told)


def test_a_paper_that_is_found_names_no_desk(
    chromium: Browser, live_server: Any, opened_desk: object, person: Any
) -> None:
    ines = person("caseworker", name="Ines")
    case = cases.open_case(ines)
    row = refer(ines, case, Wish("week", "page", to="Heron clinic", kind="health", shared=["age"], asked="spoken"))
    context = chromium.new_context()
    cookies = deskkit.session_of(ines, verified=True).items()
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies])
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.set_content("<title>A page · Amana</title>")
    assert "Amana" in printed(page)[1], "the margin is where a browser would say it"
    page.goto(f"{live_server.url}/referrals/{row.pk}/page")
    with page.expect_navigation():
        page.get_by_role("button", name="Make the page").click()
    page.wait_for_selector("article")
    sheets, text = printed(page)
    assert sheets == 1 and "Heron clinic" in text and row.code in text
    for hidden in ("Amana", "referrals", row.pk, case.code, "Ines", "localhost"):
        assert hidden not in text, hidden
