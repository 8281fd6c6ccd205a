"""Someone tells, seals and sends; the desk opens exactly that, and an answer comes back."""

import re

import pytest
from pagekit import WHERE, WHOM, WORDS, Site, arrived, heading, press, seconds, send, tell
from playwright.sync_api import Page

from amana.sealing.answers import Refused, Unknown

pytestmark = pytest.mark.browser


def to_question(page: Page, name: str) -> None:
    """Pass questions over until the one of this heading is shown."""
    press(page, "Tell what happened")
    press(page, "Begin")
    while not page.get_by_role("heading", level=1, name=name).is_visible():
        press(page, "Go on")


def test_what_is_told_is_what_the_desk_opens(page: Page, site: Site) -> None:
    tell(page)
    digits = send(page)
    arrived(page)
    [opened] = site.arrived()
    inside = opened.inside
    assert inside.kind == "account" and inside.form and inside.form.id == "first_telling"
    assert inside.answers == {
        "told_before": "no",
        "safe_now": "safe",
        "acts": ["other.abduction", "other.physical_assault"],
        "when": "within_month",
        "where": WHERE,
        "by_whom": WHOM,
        "own_words": WORDS,
    }
    assert inside.consents == {"count": "yes", "quote": "no"}
    assert inside.reply_to is not None and len(digits) == 16


def test_help_comes_before_any_question_and_needs_no_answer(page: Page) -> None:
    assert page.locator("input, textarea").count() == 0
    text = page.locator("main").inner_text()
    assert text.index("Lamp House clinic") < text.index("Tell what happened")
    assert "up to 3 days after" in text and "too late" not in text.lower()


def test_the_first_question_is_whether_it_was_told_before(page: Page) -> None:
    press(page, "Tell what happened")
    press(page, "Begin")
    heading(page, "Have you told someone about this already?")


def test_refusing_and_not_knowing_are_answers_and_can_be_taken_back(page: Page, site: Site) -> None:
    to_question(page, "About where was it?")
    page.get_by_role("textbox").fill(WHERE)
    page.get_by_label("I will not say").check()
    assert page.get_by_role("textbox").is_disabled()
    page.get_by_label("I will not say").uncheck()
    assert page.get_by_role("textbox").input_value() == WHERE
    page.get_by_label("I do not know").check()
    press(page, "Go on")
    page.get_by_label("I will not say").check()
    press(page, "Stop here")
    send(page)
    arrived(page)
    [opened] = site.arrived()
    assert opened.inside.answers == {"where": Unknown(), "by_whom": Refused()}
    assert opened.inside.consents == {}


def test_a_time_is_said_by_choice_or_in_own_words_and_an_answer_can_be_taken_away(page: Page, site: Site) -> None:
    to_question(page, "About when was it?")
    page.get_by_label("Longer ago").check()
    page.get_by_role("textbox").fill("when the rains began")
    assert not page.get_by_label("Longer ago").is_checked()
    page.get_by_label("In the last year").check()
    assert page.get_by_role("textbox").input_value() == ""
    press(page, "Take my answer away")
    assert not page.get_by_label("In the last year").is_checked()
    page.get_by_role("textbox").fill("when the rains began")
    press(page, "Stop here")
    send(page)
    arrived(page)
    assert site.arrived()[0].inside.answers == {"when": "when the rains began"}


def test_without_a_receipt_nobody_can_write_back(page: Page, site: Site) -> None:
    tell(page)
    page.get_by_label(re.compile("^No: I do not want")).check()
    assert send(page) == ""
    page.get_by_text("You chose no receipt").wait_for()
    arrived(page)
    assert site.arrived()[0].inside.reply_to is None


def test_nothing_told_is_nothing_sent(page: Page) -> None:
    to_question(page, "About where was it?")
    press(page, "Stop here")
    heading(page, "What you have told")
    page.get_by_text("You have told nothing yet").wait_for()
    assert page.get_by_role("button", name="Lock it and send").count() == 0


def test_a_voice_is_recorded_heard_thrown_away_and_sent(page: Page, site: Site) -> None:
    to_question(page, "Would you rather say it aloud?")
    for _ in range(3):
        press(page, "Record my voice")
        page.wait_for_timeout(2500)
        press(page, "Stop recording")
        page.get_by_role("button", name="Record my voice").wait_for()
    assert page.locator("audio").count() == 3
    press_first = page.get_by_role("button", name="Throw away").first
    press_first.click()
    assert page.locator("audio").count() == 2
    length = page.locator("audio").first.evaluate("(audio) => audio.play().then(() => audio.readyState)")
    assert length >= 2
    for _ in range(3):
        press(page, "Go on")
    page.get_by_text("2 recordings").wait_for()
    send(page)
    arrived(page)
    [opened] = site.arrived()
    assert opened.inside.answers["voice"] == ["voice-1.webm", "voice-2.webm"]
    assert [attachment.type for attachment in opened.inside.attachments] == ["audio/webm"] * 2
    for data in opened.attachments:
        assert data[:4] == b"\x1a\x45\xdf\xa3" and b"A_OPUS" in data
        # 2 KB a second at 16 kbit/s, and what WebM adds.
        assert len(data) < 3_000 * seconds(page, data) + 2_000


def test_a_recording_of_a_refused_question_stays(page: Page, site: Site) -> None:
    to_question(page, "Would you rather say it aloud?")
    press(page, "Record my voice")
    page.wait_for_timeout(1200)
    press(page, "Stop recording")
    page.locator("audio").wait_for()
    page.get_by_label("I will not say").check()
    press(page, "Stop here")
    send(page)
    arrived(page)
    [opened] = site.arrived()
    assert opened.inside.answers == {"voice": Refused()} and opened.attachments == []


def test_the_page_switches_to_french_as_a_whole_and_keeps_what_was_told(page: Page, site: Site) -> None:
    to_question(page, "About where was it?")
    page.get_by_role("textbox").fill(WHERE)
    page.evaluate("window.sameDocument = true")
    press(page, "Français")
    heading(page, "C’était où, à peu près ?")
    assert page.evaluate("window.sameDocument && document.documentElement.lang") == "fr"
    assert page.get_by_role("textbox").input_value() == WHERE
    press(page, "M’arrêter là")
    heading(page, "Ce que vous avez dit")
    press(page, "Verrouiller et envoyer")
    page.get_by_text("C’est arrivé.").wait_for()
    assert site.arrived()[0].inside.language == "fr"
