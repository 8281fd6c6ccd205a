"""A community worker's phone: enrolled by a link, signing what it sends, and worth nothing to whoever finds it."""

import io
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hubkit import sha256
from pagekit import FORM, Site, awaited, heading, press
from playwright.sync_api import BrowserContext, Page, Playwright

from amana.sealing import codec, envelope, passphrase, strict_json
from amana.sealing.inside import Inside, Opened, signer_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.worker import check_digits
from browserkit import CHROMIUM, FLAGS, MICROPHONE, PATIENCE
from keptkit import KEPT, until, written

pytestmark = pytest.mark.browser

LISTENING = strict_json.write(
    {
        "form": "amana-form/2",
        "id": "listening",
        "version": "1",
        "teller": "listener",
        "names": {"en": "Listening (invented)", "fr": "Écouter (inventé)", "ar": "استماع (مخترع)"},
        "lists": {},
        "questions": [
            {
                "name": "words",
                "kind": "text",
                "label": {"en": "What was said?", "fr": "Qu'est-ce qui a été dit ?", "ar": "ماذا قيل؟"},
                "hint": None,
                "picture": None,
                "list": None,
                "shown": None,
                "check": None,
            }
        ],
    }
)
ACCOUNTS = (
    "The third sextant vanished at Oudenhal.",
    "They avoided Virelande while threshing.",
    "Twelve saddlebags, all vermilion.",
)
CASES = ("K7M4-PXAR", "9HJT-34WE")
HALF = "4071882630915527"
NAME = "the marigold neighbour"
VAULT = """async (desk) => {
  const opening = indexedDB.open("page");
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const kept = await new Promise((done) => {
    database.transaction("worker").objectStore("worker").get(desk).onsuccess = ({ target }) => done(target.result);
  });
  database.close();
  return kept ? { keys: [...kept.keys], halves: kept.halves.length, letter: kept.letter?.length ?? 0 } : null;
}"""

NEXT = """() => {
  const title = () => document.querySelector("h1")?.textContent;
  const was = title();
  new MutationObserver(() => {
    if (title() && title() !== was) sessionStorage.next = title();
  }).observe(document.body, { childList: true, subtree: true });
}"""
"""Notes whether another screen is shown."""


@pytest.fixture
def listening(site: Site) -> Site:
    """A desk with a form for those who listen."""
    forms = [
        {"id": name, "version": "3" if name == "first_telling" else "1", "phone": sha256(data), "odk": None}
        for name, data in (("first_telling", FORM), ("listening", LISTENING))
    ]
    site.publish(serial=2, forms=forms, more=(LISTENING,))
    return site


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """The folder in which a phone's browser keeps everything."""
    return tmp_path / "profile"


@contextmanager
def opened(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """The browser of the phone that keeps its things in `profile`."""
    phone = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=CHROMIUM,
        args=FLAGS + MICROPHONE,
        timeout=PATIENCE,
        locale="en-GB",
        viewport={"width": 360, "height": 740},
    )
    phone.set_default_timeout(PATIENCE)
    yield phone
    phone.close()


def enrol(page: Page, site: Site) -> tuple[str, Opened]:
    """Answer an invitation with a drawn pass-phrase; gives the pass-phrase, and what the desk got."""
    invitation = codec.base64url(secrets.token_bytes(16))
    page.goto(f"{site.link}~{invitation}")
    heading(page, "You were invited to listen for An invented desk")
    press(page, "Choose a pass-phrase")
    page.locator(".phrase").wait_for()
    phrase = " ".join(page.locator(".phrase span").all_inner_texts())
    press(page, "I know them by heart")
    box = page.get_by_label("Type it now, to see that you have it")
    box.fill("other words entirely wrong")
    press(page, "Make my key")
    page.get_by_text("These are not the same words.").wait_for()
    box.fill(phrase.replace(" ", " - ").upper())
    press(page, "Make my key")
    heading(page, "Compare these numbers")
    digits = " ".join(page.locator(".check span").all_inner_texts())
    until(page, "async () => (await indexedDB.databases()).length")
    (opened,) = awaited(page, site.arrived)
    inside = opened.inside
    assert inside.kind == "enrolment" and inside.enrolment and inside.reply_to
    assert inside.enrolment.invitation == invitation
    assert codec.base64url(signer_of(inside) or b"") == inside.enrolment.key
    assert digits == check_digits(codec.from_base64url(inside.enrolment.key), inside.reply_to.recipient)
    return phrase, opened


def write(site: Site, worker: Opened, cases: tuple[str, ...], revoked: bool = False, day: str = "2026-11-23") -> None:
    """The desk's letter to a worker."""
    listed = [{"code": code, "state": "visit", "next": "2026-12-01"} for code in cases]
    letter = Inside.model_validate(
        {
            "kind": "letter",
            "form": None,
            "language": "en",
            "day": day,
            "answers": {},
            "consents": {},
            "attachments": [],
            "reply_to": None,
            "letter": {
                "state": "received",
                "messages": [],
                "cut": False,
                "worker": {"cases": listed, "revoked": revoked},
            },
        }
    )
    to = worker.inside.reply_to
    assert to
    sealed = envelope.seal(letter, [], [to.recipient])
    answer = site.client.ask("PUT", f"/v1/mailboxes/{to.mailbox}/letter", sealed, seed=site.desk.seed)
    assert answer.status == 204


def unlock(page: Page, phrase: str) -> None:
    press(page, "For community workers")
    page.get_by_label("Your pass-phrase").fill(phrase)
    press(page, "Open")


def listen(page: Page, words: str) -> None:
    press(page, "Listening (invented)")
    heading(page, "What was said?")
    page.get_by_role("textbox").fill(words)
    press(page, "Go on")
    heading(page, "What may be done with it?")
    press(page, "Go on")
    heading(page, "What you have told")
    page.get_by_label(re.compile("^No: I do not want")).check()
    press(page, "Lock it and send")
    heading(page, "It is locked. Only An invented desk can open it.")
    press(page, "Done: clear the screen")


def secrets_of(vault: dict[str, list[int]], phrase: str) -> list[bytes]:
    """The worker's keys as they might stand in a file; the vault opens with any program that knows age."""
    plain = io.BytesIO()
    passphrase.open_(phrase, io.BytesIO(bytes(vault["keys"])), plain)
    keys = json.loads(plain.getvalue())
    seed = codec.from_base64url(keys["seed"])
    return [seed, keys["seed"].encode(), keys["identity"].encode(), Mailbox(seed).id.encode()]


def test_whoever_finds_the_phone_finds_nothing_that_was_told(
    listening: Site, playwright: Playwright, profile: Path
) -> None:
    """Three accounts told without a line, the browser closed: every file is read. Later they go, and the key ends."""
    site = listening
    with opened(playwright, profile) as phone:
        page = phone.new_page()
        phrase, enrolment = enrol(page, site)
        write(site, enrolment, CASES)
        press(page, "Open my list")
        page.get_by_label("Your pass-phrase").fill(phrase)
        press(page, "Open")
        page.get_by_role("heading", name=CASES[0]).wait_for()
        keep_half(page)
        until(page, KEPT)
        page.wait_for_load_state("networkidle")
        phone.set_offline(True)
        for number, words in enumerate(ACCOUNTS):
            if number:
                unlock(page, phrase)
            listen(page, words)
            assert not page.get_by_text(CASES[0]).count(), "the list is locked before a question is asked"
        page.get_by_text("3 locked messages are not sent yet").wait_for()
        vault = page.evaluate(VAULT, site.desk.fingerprint)
        assert (vault["halves"], vault["letter"]) == (18_043, 30_331), "always of one size"
    secret = [*spelled(*ACCOUNTS, *CASES, NAME, HALF, phrase), *secrets_of(vault, phrase)]
    assert not written(profile, secret, sure=b"mlkem768x25519")

    with opened(playwright, profile) as phone:
        page = phone.new_page()
        page.goto(site.address)
        unlock(page, phrase.rsplit(" ", 1)[0])
        page.get_by_text("These words open nothing here.").wait_for()
        # Slow enough that it is still trying: words that were tried before the way out is taken show the next screen.
        tools = phone.new_cdp_session(page)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 8})
        page.get_by_label("Your pass-phrase").fill(phrase)
        page.evaluate(NEXT)
        # By finger alone: what a driver asks of a page has its turn only once the page does nothing else.
        places = [page.get_by_role("button", name=name, exact=True).bounding_box() for name in ("Open", "Leave now")]
        for place in places:
            page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        page.wait_for_url("**/sums.html")
        assert page.evaluate("sessionStorage.next") is None, "leaving does not wait until the words were tried"
        page.goto(site.address)
        unlock(page, phrase)
        page.get_by_role("heading", name=CASES[0]).wait_for()
        told = accounts(page, site)
        assert {opened.inside.answers["words"] for opened in told} == set(ACCOUNTS)
        assert {signer_of(opened.inside) for opened in told} == {signer_of(enrolment.inside)}
        write(site, enrolment, (), revoked=True, day="2026-11-24")
        press(page, "Lock and leave this part")
        unlock(page, phrase)
        heading(page, "Your key has ended")
        assert page.evaluate(VAULT, site.desk.fingerprint) is None
        press(page, "Where help is")
        assert not page.get_by_role("button", name="For community workers").count()


def keep_half(page: Page) -> None:
    press(page, "Halves that you keep")
    page.get_by_label("A name that hides who it is").fill(NAME)
    page.get_by_label("The 16 numbers of the half").fill("4071 8826 3091")
    press(page, "Keep it")
    page.get_by_text("A half has 16 numbers").wait_for()
    page.get_by_label("The 16 numbers of the half").fill(HALF)
    press(page, "Keep it")
    page.get_by_role("heading", name=NAME).wait_for()
    assert not page.get_by_text(HALF[:4]).is_visible()
    press(page, "Show the numbers")
    page.get_by_text(HALF[:4], exact=True).wait_for()
    press(page, "Back")


def accounts(page: Page, site: Site) -> list[Opened]:
    """The accounts at the desk, once three have arrived."""

    def told() -> list[Opened]:
        found = [opened for opened in site.arrived() if opened.inside.kind == "account"]
        return found if len(found) == len(ACCOUNTS) else []

    return awaited(page, told)


def spelled(*texts: str) -> list[bytes]:
    """Each text as a file might hold it; of accounts also the longer words."""
    found = [word for text in texts for word in (text, *(re.findall(r"\w{6,}", text) if text in ACCOUNTS else ()))]
    return [word.encode(coding) for word in found for coding in ("utf-8", "utf-16-le")]
