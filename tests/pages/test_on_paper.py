"""What people print and carry, as a real Chromium prints it when it is asked for title and address in the margin.

A paper may be found: it holds what its bearer needs, whole, and names no desk and nobody. With AMANA_SCREENS=FOLDER,
every sheet is kept there as a picture, to be looked at.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page

import deskkit
from browserkit import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSPHRASE = "seven quiet herons over water"
ACROSS = 794
"""The width of an A4 page in CSS pixels."""
LANGUAGES = ("en", "fr", "ar")
SCREENS = os.environ.get("AMANA_SCREENS", "")


class Printer:
    """Somebody's browser, which prints."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def go(self, path: str, language: str = "en") -> Page:
        """A page of the desk, in a language."""
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.address}
        self.page.context.add_cookies([cookie])
        self.page.goto(self.address + path)
        return self.page

    def sheets(self, name: str) -> list[str]:
        """What is on each sheet of the page that is open; nothing of it runs over the edge."""
        self.page.emulate_media(media="print")
        self.page.set_viewport_size({"width": ACROSS, "height": 1123})
        assert self.page.evaluate("document.scrollingElement.scrollWidth") <= ACROSS, name
        printed = pypdfium2.PdfDocument(
            self.page.pdf(
                format="A4",
                prefer_css_page_size=True,
                display_header_footer=True,
                margin=dict.fromkeys(("top", "bottom", "left", "right"), "10mm"),
            )
        )
        self.page.emulate_media(media="null")
        if SCREENS:
            for number, sheet in enumerate(printed, start=1):
                sheet.render(scale=1.2, grayscale=True).to_pil().save(Path(SCREENS) / f"paper-{name}-{number}.png")
        return [sheet.get_textpage().get_text_range() for sheet in printed]


@pytest.fixture
def printer(chromium: Browser, live_server: Any) -> Iterator[Any]:
    """Makes the browser of somebody, as a `Printer`."""
    contexts = []

    def of(user: Any) -> Printer:
        context = chromium.new_context(reduced_motion="reduce")
        contexts.append(context)
        cookies = deskkit.session_of(user)
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        context.set_default_timeout(PATIENCE)
        return Printer(context.new_page(), live_server.url)

    yield of
    for context in contexts:
        context.close()


def names_no_desk(sheets: list[str], address: str, *names: str) -> bool:
    """Whether a paper says neither whose it is nor what it is of."""
    said = "\n".join(sheets)
    return not any(each in said for each in ("Amana", address.removeprefix("http://"), *names))


def test_each_trustee_gets_one_sheet_that_says_how_many_are_needed_and_no_more(printer, person, opened_desk):
    at = printer(person("administrator", name="Keeper"))
    for language, says in {
        "en": "2 of these sheets together",
        "fr": "2 de ces feuilles",
        "ar": "2",
    }.items():
        page = at.go("/keys", language)
        form = page.locator("form", has=page.locator("input[name=do][value=trustees]"))
        form.locator("[name=passphrase]").fill(PASSPHRASE)
        form.locator("button").last.click()
        page.locator(".words").first.wait_for()
        words = [sheet.locator("li").all_inner_texts() for sheet in page.locator("ol.words").all()]
        sheets = at.sheets(f"trustees-{language}")
        assert [len(each) for each in words] == [33] * 3 == [33] * len(sheets)
        for number, sheet in enumerate(sheets):
            assert says in sheet
            assert all(word in sheet for word in words[number]), number
        assert names_no_desk(sheets, at.address, "Trustees", "Keeper")


def test_a_first_password_does_not_say_whose_it_is(printer, person, opened_desk):
    at = printer(person("administrator", name="Keeper"))
    page = at.go("/people/new")
    page.get_by_label("Name here").fill("Newly")
    page.locator("[value=caseworker]").check()
    page.locator("main button.main").click()
    password = page.locator(".key").inner_text()
    (sheet,) = at.sheets("password")
    assert password in sheet and names_no_desk([sheet], at.address, "Newly", "Keeper")


def test_what_a_person_carries_names_no_desk_and_nobody(printer, person, opened_desk):
    from amana.care.referrals.actions import Wish, refer
    from amana.testimony import actions
    from amana.testimony.cases import actions as cases

    ines = person("caseworker", "supervisor", name="Ines")
    account = actions.take_in_hand(ines, deskkit.keep(deskkit.sealed()))
    case = cases.open_case(ines, account)
    wish = Wish("week", "page", to="Selo health centre", kind="health", asked="spoken")
    referral = refer(ines, case, wish)
    at = printer(ines)
    for language in LANGUAGES:
        at.go(f"/cases/{case.pk}/agreed?language={language}", language)
        (agreed,) = at.sheets(f"agreed-{language}")
        assert names_no_desk([agreed], at.address, "Ines", case.code, deskkit.PLANTED)
        page = at.go(f"/referrals/{referral.pk}/page", language)
        page.locator("#language").select_option(language)
        page.locator("button.main").click()
        page.locator("article.shown").wait_for()
        (letter,) = at.sheets(f"letter-{language}")
        assert "Selo health centre" in letter
        assert names_no_desk([letter], at.address, "Ines", deskkit.PLANTED)


def test_a_file_of_a_person_says_its_code_alone_and_no_address(printer, person, opened_desk):
    from amana.testimony import actions
    from amana.testimony.cases import actions as cases

    ines = person("caseworker", name="Ines")
    account = actions.take_in_hand(ines, deskkit.keep(deskkit.sealed()))
    case = cases.open_case(ines, account)
    at = printer(ines)
    for language in LANGUAGES:
        for name, path, holds in (
            ("case", f"/cases/{case.pk}", case.code),
            ("account", f"/testimony/{account.pk}", deskkit.PLANTED),
        ):
            at.go(path, language)
            sheets = at.sheets(f"{name}-{language}")
            assert any(holds in sheet.replace("\ufffe", "") for sheet in sheets)
            assert names_no_desk(sheets, at.address, case.pk, account.pk)


def test_a_checkpoint_is_one_sheet_with_all_of_its_text(printer, person, opened_desk):
    from amana.testimony.custody import keeping, lodging

    at = printer(person("investigator", name="Wren"))
    signed = keeping._make_checkpoint(timezone.now().date())
    assert signed is not None
    for language in LANGUAGES:
        at.go(f"/custody/checkpoint/{signed.size}/print", language)
        (sheet,) = at.sheets(f"checkpoint-{language}")
        printed = "".join(sheet.split())
        assert "".join(lodging.bare(signed).decode().split()) in printed
