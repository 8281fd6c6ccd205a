"""Someone tells, seals and sends; the desk opens exactly that, and an answer comes back."""

import pytest
from pagekit import WHERE, WHOM, WORDS, Site, heading, press, send, tell
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_what_is_told_is_what_the_desk_opens(page: Page, site: Site) -> None:
    tell(page)
    digits = send(page)
    page.get_by_text("It has arrived.").wait_for()
    [opened] = site.arrived()
    inside = opened.inside
    assert inside.kind == "account" and inside.form and inside.form.id == "first-telling"
    assert inside.answers == {
        "told_before": "no",
        "teller": "witness",
        "acts": ["other.abduction", "other.physical_assault"],
        "when": "within_month",
        "where": WHERE,
        "by_whom": WHOM,
        "own_words": WORDS,
    }
    assert inside.consents == {"count": "yes", "quote": "no"}
    assert inside.reply_to is not None and len(digits) == 16
