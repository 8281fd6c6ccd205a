"""Coming back with numbers, pictures or halves: reading, asking, choosing, erasing; a wrong code tells nothing."""

import re

import pytest
from pagekit import Site, arrived, heading, press, send
from playwright.sync_api import Page

from amana.sealing import halves, keys, receipt
from amana.sealing.inside import Opened
from keptkit import ALL_KEPT, until

pytestmark = pytest.mark.browser
PICTURES = ["sun", "tree", "fish", "bird", "chair", "flower", "cup", "shoe", "mountain", "bicycle"]


def came(site: Site, kind: str) -> Opened:
    [one] = [opened for opened in site.arrived() if opened.inside.kind == kind]
    return one


def told(page: Page, site: Site) -> tuple[str, Opened]:
    """An account that has arrived: its receipt's digits, and what the desk opens."""
    press(page, "Tell what happened")
    press(page, "Begin")
    page.get_by_label("I will not say").first.check()
    press(page, "Stop here")
    digits = send(page)
    arrived(page)
    return digits, came(site, "account")


def come_back(page: Page, typed: str) -> None:
    press(page, "I have a receipt")
    page.get_by_label("The 16 numbers").fill(typed)
    press(page, "Open")
    page.get_by_role("heading", level=1, name="Your messages").wait_for()


def tap(page: Page, digits: str) -> None:
    for digit in digits:
        press(page, PICTURES[int(digit)])


def test_the_letter_is_read_and_answered(page: Page, site: Site) -> None:
    digits, account = told(page, site)
    site.write(account, "We read what you wrote.\nThe clinic is open.", consents={"count": "yes", "named": "yes"})
    press(page, "Done: clear the screen")
    press(page, "I have a receipt")
    page.get_by_label("The 16 numbers").fill("12 34")
    press(page, "Open")
    page.get_by_text("A receipt has 16 numbers").wait_for()
    # As someone may type it: Arabic-Indic digits, with anything between.
    typed = "-".join(re.findall("....", digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))))
    page.get_by_label("The 16 numbers").fill(typed)
    press(page, "Open")
    page.get_by_text("The clinic is open.").wait_for()
    page.get_by_text("An invented desk has read what you sent.").wait_for()

    press(page, "Write or ask something")
    page.get_by_label("What you want to add or ask").fill("One thing more: the bell rang.")
    press(page, "Lock it and send")
    arrived(page)
    addition = came(site, "addition").inside
    assert (addition.text, addition.reply_to) == ("One thing more: the bell rang.", account.inside.reply_to)

    press(page, "Back")
    press(page, "What may be done with it")
    assert page.get_by_role("group", name="Count it with others").get_by_label("Yes").is_checked()
    page.get_by_role("group", name="Count it with others").get_by_label("No").check()
    page.get_by_role("group", name="Let the public read").get_by_label("Yes").check()
    page.get_by_role("group", name="The other things").get_by_label("No").check()
    press(page, "Send what I changed")
    arrived(page)
    choices = came(site, "choices").inside
    assert choices.consents == {"count": "no", "quote": "yes", "named": "no"}

    press(page, "Back")
    press(page, "Have all of it erased")
    press(page, "I want all of it erased")
    press(page, "Yes, ask them to erase all of it")
    arrived(page)
    erasure = came(site, "erasure").inside
    assert (erasure.answers, erasure.consents, erasure.reply_to) == ({}, {}, account.inside.reply_to)


def test_that_it_was_erased_is_seen(page: Page, site: Site) -> None:
    digits, account = told(page, site)
    site.write(account, state="erased")
    press(page, "Done: clear the screen")
    come_back(page, digits)
    page.get_by_text("All that was sent with this receipt has been erased.").wait_for()


def test_a_wrong_code_costs_and_shows_what_a_right_one_without_a_letter_does(page: Page, site: Site) -> None:
    """Bytes are counted at the line, both ways; the calls and the screen are compared as they are."""
    codes = {name: receipt.draw() for name in ("first", "written to", "not written to", "wrong")}
    for name in ("written to",):
        derived = receipt.derive(codes[name], site.desk.fingerprint)
        back = {"mailbox": derived.mailbox.id, "recipient": keys.recipient_of(derived.identity)}
        site.write(Opened(came_with(back), []), "We are here.")
    until(page, ALL_KEPT)
    page.wait_for_load_state("networkidle")
    seen, calls = {}, []
    page.on("request", lambda request: calls.append((request.method, re.sub("[a-z2-7]{52}", "ID", request.url))))
    for name, digits in codes.items():
        calls.clear()
        before = (site.line.up, site.line.down)
        come_back(page, digits)
        page.wait_for_timeout(200)
        size = (site.line.up - before[0], site.line.down - before[1])
        shown = page.locator("main").inner_text()
        seen[name] = (size, list(calls), shown)
        press(page, "Close and clear the screen")
    del seen["first"]  # what the first visit fetches besides is kept for the others
    assert seen["wrong"] == seen["not written to"]
    assert seen["written to"][:2] == seen["wrong"][:2], "the same bytes and the same calls"
    assert "There is no answer yet." in seen["wrong"][2] and "We are here." in seen["written to"][2]
    assert len(seen["wrong"][1]) == 1 and seen["wrong"][1][0][1].endswith("/v1/mailboxes/ID/letter")


def came_with(back: dict[str, str]):
    from amana.sealing.inside import Inside

    return Inside(
        kind="addition",
        form=None,
        language="en",
        day=None,
        answers={},
        consents={},
        attachments=[],
        reply_to=back,
        text="",
    )


def test_a_wrong_clock_does_not_keep_anyone_from_reading(page: Page) -> None:
    page.clock.set_fixed_time("2031-01-01T00:00:00Z")
    come_back(page, "1234 5678 9012 3456")
    page.get_by_text("There is no answer yet.").wait_for()


def test_the_receipt_is_learnt_as_pictures_and_tried_once(page: Page, site: Site) -> None:
    digits, account = told(page, site)
    site.write(account, "We are here.")
    press(page, "Learn it, and try it once")
    heading(page, "Your receipt")
    press(page, "Pictures")
    page.locator(".code [role=img]").first.wait_for()
    shown = [PICTURES.index(each.get_attribute("aria-label")) for each in page.locator(".code [role=img]").all()]
    assert "".join(map(str, shown)) == digits
    press(page, "Try it once")
    wrong = str((int(digits[3]) + 1) % 10)
    tap(page, digits[:3] + wrong)
    page.get_by_text("Not quite, and that is all right.").wait_for()
    tap(page, digits)
    heading(page, "That was right")
    traces = page.evaluate(
        "JSON.stringify([localStorage, sessionStorage, history.state, location.href, document.title])"
    )
    assert digits not in traces
    press(page, "Done: clear the screen")
    press(page, "I have a receipt")
    press(page, "Pictures")
    tap(page, digits)
    press(page, "Open")
    page.get_by_text("We are here.").wait_for()


def test_practising_can_be_skipped_and_typed(page: Page, site: Site) -> None:
    digits, _ = told(page, site)
    press(page, "Learn it, and try it once")
    press(page, "Try it once")
    page.get_by_role("button", name="1", exact=True).focus()
    page.keyboard.type(digits)
    heading(page, "That was right")
    press(page, "Back")
    press(page, "Try it once")
    press(page, "Skip this and clear the screen")
    page.get_by_role("heading", name="Lamp House").wait_for()


def test_two_halves_open_what_the_whole_opens(page: Page, site: Site) -> None:
    digits, account = told(page, site)
    site.write(account, "We are here.")
    press(page, "Learn it, and try it once")
    press(page, "If I lose it: a second way back")
    press(page, "One for a person I trust, one for An invented desk")
    half = re.sub(r"\D", "", page.locator(".code").inner_text())
    page.get_by_role("button", name=re.compile("^It is copied")).click()
    page.locator(".sending.arrived").wait_for()
    addition = came(site, "addition").inside
    assert addition.text == "" and addition.reply_to == account.inside.reply_to
    assert halves.join(half, addition.half) == digits and digits not in (half, addition.half)
    press(page, "Back")
    press(page, "Done: clear the screen")
    press(page, "I have a receipt")
    press(page, "I have two halves")
    page.get_by_label("One half").fill(half)
    press(page, "Go on")
    page.get_by_label("The other half").fill(addition.half)
    press(page, "Open")
    page.get_by_text("We are here.").wait_for()


def test_both_halves_can_be_copied_for_two_people(page: Page, site: Site) -> None:
    digits, _ = told(page, site)
    press(page, "Learn it, and try it once")
    press(page, "If I lose it: a second way back")
    press(page, "For two people I trust, such as a community worker")
    one = re.sub(r"\D", "", page.locator(".code").inner_text())
    press(page, "Go on")
    heading(page, "The half for the second person")
    other = re.sub(r"\D", "", page.locator(".code").inner_text())
    assert halves.join(one, other) == digits
    press(page, "Both are copied")
    assert len(site.arrived()) == 1
