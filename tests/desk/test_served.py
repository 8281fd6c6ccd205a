"""A desk as its team has it: made and served by the commands, in a real browser, used by many at once, and seized."""

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django_otp.oath import totp
from served import PASSPHRASE, ServedDesk

from browserkit import ENGINE, FLAGS, PATIENCE

pytestmark = pytest.mark.browser
OWN = "lantern river quiet stone"
ANOTHER = "seven slow boats past the reeds"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    served = ServedDesk(tmp_path_factory.mktemp("desk") / "home")
    yield served
    served.stop()


@pytest.fixture(scope="module")
def page(desk):
    """A page in Chromium whose every request and message is kept."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS, timeout=PATIENCE)
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        page.set_default_timeout(PATIENCE)
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        yield page
        browser.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def shows(page, heading):
    """Wait for the page that begins so."""
    page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()


def test_a_team_opens_its_desk_signs_in_and_locks_it(desk, page):
    page.goto(desk.address + "people")
    shows(page, "This desk is locked")
    page.get_by_label("Pass-phrase").fill("another six words, all wrong")
    press(page, "Open the desk")
    page.get_by_role("alert").filter(has_text="did not open").wait_for()
    page.get_by_label("Pass-phrase").fill(PASSPHRASE)
    press(page, "Open the desk")
    page.get_by_label("Your name here").fill(desk.name)
    page.get_by_label("Password").fill(desk.password)
    press(page, "Go on")
    page.get_by_label("Code").fill(desk.code())
    press(page, "Sign in")
    page.get_by_label("New password").fill(OWN)
    page.get_by_label("The same again").fill(OWN)
    press(page, "Keep it")
    shows(page, "What needs you now")
    for name in ("People", "Custody log"):
        rooms = page.get_by_role("navigation")
        rooms.get_by_text("Rooms", exact=True).click()
        rooms.get_by_role("link", name=name).click()
        shows(page, name)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    press(page, "Check all of it")
    shows(page, "The log is whole")


def test_nothing_was_asked_of_anyone_else_and_no_policy_was_broken(desk, page):
    assert page.asked
    assert all(url.startswith(desk.address) for url in page.asked)
    assert not [said for said in page.said if "Content Security Policy" in said or "Refused" in said]


def test_one_key_locks_it_and_clears_every_screen_and_the_back_button_shows_nothing(desk, page):
    other = page.context.new_page()
    other.goto(desk.address + "people/new")
    other.get_by_label("Name here").fill("half a name")
    page.goto(desk.address + "people")
    assert desk.name in page.content()
    page.keyboard.press("F9")
    for shown in (page, other):
        shows(shown, "This desk is locked")
        assert desk.name not in shown.content()
    other.close()
    # Through the page itself: locking changes the browser's process, and going back by the debugger can then find none.
    page.evaluate("history.back()")
    page.wait_for_url(desk.address + "people")
    shows(page, "This desk is locked")
    assert desk.name not in page.content()


def visit(address, form=None, jar=None):
    opener = build_opener(HTTPCookieProcessor(jar if jar is not None else CookieJar()))
    request = Request(address, urlencode(form).encode() if form else None, {"Referer": address})
    with opener.open(request, timeout=600) as answer:
        return answer.read().decode()


def command(desk, *words, said=""):
    """`./amana desk …`, as an operator calls it."""
    whole = [sys.executable, "-m", "amana.cli", "desk", *words]
    return subprocess.run(whole, input=said, capture_output=True, text=True, env=desk.environment)


def test_forty_at_once_are_all_answered(desk, page):
    page.goto(desk.address)
    page.get_by_label("Pass-phrase").fill(PASSPHRASE)
    press(page, "Open the desk")
    shows(page, "Who is there?")

    def come(number):
        """A fourth of them sign in, whose passwords are hashed; the others only come to the page."""
        jar = CookieJar()
        page = visit(desk.address + "sign-in", jar=jar)
        if number % 4:
            return page
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = {"name": f"nobody {number}" if number % 12 else desk.name, "password": OWN, "csrfmiddlewaretoken": token}
        try:
            return visit(desk.address + "sign-in", form, jar)
        except OSError as error:
            return str(error)

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(come, range(40)))
    assert sum("Who is there?" in answer for answer in answers) == 30
    assert sum("Is it you?" in answer for answer in answers) == 4
    assert sum("422" in answer for answer in answers) == 6


def test_a_passkey_is_made_and_lets_in_alone_where_the_address_is_a_name(desk, page):
    """Chromium's own authenticator, with a finger that it feigns, through the protocol that its developers use."""
    address = desk.address.replace("127.0.0.1", "localhost")
    hers = page.context.browser.new_context()
    other = hers.new_page()
    other.set_default_timeout(PATIENCE)
    said = []
    other.on("console", lambda message: message.type in ("error", "warning") and said.append(message.text))
    tools = hers.new_cdp_session(other)
    tools.send("WebAuthn.enable")
    able = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    stick = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True, **able}
    key = tools.send("WebAuthn.addVirtualAuthenticator", {"options": stick})["authenticatorId"]
    other.goto(address)
    other.get_by_label("Your name here").fill(desk.name)
    other.get_by_label("Password").fill(OWN)
    press(other, "Go on")
    # Each code opens once, and that of now may have been used above: the desk takes the next one a little early.
    other.get_by_label("Code").fill(f"{totp(desk.secret, drift=1):06d}")
    press(other, "Sign in")
    other.get_by_role("link", name=desk.name).click()
    other.get_by_label("What to call this passkey").fill("blue stick")
    press(other, "Make a passkey")
    other.get_by_text("blue stick").wait_for()
    press(other, "Sign out everywhere")
    press(other, "Use a passkey")
    other.get_by_role("heading", name="What needs you now").wait_for()
    # With another finger the device signs nothing, and the page says how to go on.
    press(other, "Sign out")
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    press(other, "Use a passkey")
    other.get_by_text("The device gave no passkey").wait_for()
    assert not said
    hers.close()


def test_a_seized_home_shows_nothing_and_serving_printed_nothing(desk, page):
    seen = b"".join(path.read_bytes() for path in desk.home.rglob("*") if path.is_file())
    for plain in (desk.name, OWN, desk.password, PASSPHRASE, "administrator", "SQLite format 3"):
        assert plain.encode() not in seen
    assert {path.stat().st_mode & 0o077 for path in (desk.home, *desk.home.rglob("*"))} == {0}
    assert desk.stop() == ""


def test_a_killed_desk_comes_back_locked_and_whole(desk, page):
    desk.start()
    limits = Path(f"/proc/{desk.process.pid}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits), "no crash writes what memory held to a disk"
    desk.process.kill()
    desk.process.wait()
    desk.start()
    page.goto(desk.address)
    shows(page, "This desk is locked")
    page.get_by_label("Pass-phrase").fill(PASSPHRASE)
    press(page, "Open the desk")
    shows(page, "Who is there?")


@pytest.mark.parametrize(
    "words, says", [(["init"], "already"), (["serve", "--host", "203.0.113.1"], "Nothing can listen")]
)
def test_what_cannot_be_done_is_said_in_a_sentence(desk, words, says):
    done = command(desk, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_recovery_key_alone_brings_a_desk_back_that_was_left_and_a_backup_one_that_is_lost(desk, page, tmp_path):
    recovery, folder = tmp_path / "recovery.key", tmp_path / "backups"
    recovery.write_text(desk.recovery)
    assert command(desk, "backup", str(folder), said=PASSPHRASE).returncode == 0
    assert command(desk, "leave", "--now").returncode == 0
    desk.process.wait(timeout=600)
    assert not (desk.home / "keyring.json").exists()
    for lost in (False, True):
        if lost:
            shutil.rmtree(desk.home)
            wrong = command(desk, "restore", str(folder), "--at", "20200101T000000Z", "--recovery", str(recovery))
            assert wrong.returncode == 2 and "There is no backup 20200101T000000Z there" in wrong.stderr
        source = [str(folder)] if lost else []
        back = command(desk, "restore", *source, "--recovery", str(recovery), said=ANOTHER)
        assert back.returncode == 0, back.stderr
        desk.start()
        page.goto(desk.address)
        page.get_by_label("Pass-phrase").fill(ANOTHER)
        press(page, "Open the desk")
        page.get_by_label("Your name here").fill(desk.name)
        page.get_by_label("Password").fill(OWN)
        press(page, "Go on")
        page.get_by_role("heading", name="Is it you?").wait_for()
        desk.stop()
