"""One account the whole way: told offline in French, sealed, relayed, opened, answered, counted, and told again."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from people import Demo, at_the_desk, go, her_phone, press
from playwright.sync_api import Browser, Locator, Page, Playwright

from amana.demo.building import read_people
from browserkit import ENGINE, FLAGS, PATIENCE
from keptkit import KEPT, until

pytestmark = [pytest.mark.browser, pytest.mark.database]

WORDS = "Les hérons gris de la neuvième rivière sont partis à 4471."
WHERE = "près du puits aux hérons"
WHOM = "des hommes aux écharpes safran"
ANSWER = "Nous vous avons lue. La tente blanche est ouverte cette nuit."
TOLD = (WORDS, WHERE, WHOM, ANSWER)
ALL_SENT = """() => new Promise((done) => { indexedDB.open("page").onsuccess = ({ target: { result: database } }) => {
  const waiting = database.transaction("waiting").objectStore("waiting").count();
  waiting.onsuccess = () => { database.close(); done(waiting.result === 0); };
}; })"""
BROUGHT = re.compile("brought to (a )?partner desk")
HERS_AND_A_GREETING = re.compile("(1 new testimony was|2 new testimonies were) opened and kept")
"""The partner desk's last greeting comes by the same check, if not before."""


def test_the_whole_way(playwright: Playwright, demo: Demo, tmp_path: Path) -> None:
    kept = tmp_path / "phone"
    digits = she_tells_offline(playwright, demo, kept)
    it_arrives_when_there_is_a_line(playwright, demo, kept)
    browser = playwright.chromium.launch(executable_path=ENGINE, args=FLAGS, timeout=PATIENCE)
    a_caseworker_answers(browser, demo)
    the_letters_of_the_next_day_are_written(demo)
    she_reads_the_answer(playwright, demo, kept, digits)
    an_analyst_counts_it(browser, demo)
    files = two_people_release_a_brief(browser, demo, tmp_path)
    two_organisations_share_an_account(browser, demo)
    browser.close()
    for path in files:
        nothing_told_is_in(path.parent)
    nothing_told_is_in(kept)
    nothing_told_is_in(demo.folder)
    assert not [line for line in demo.printed for told in TOLD if told in line]


def she_tells_offline(playwright: Playwright, demo: Demo, kept: Path) -> str:
    """Opens the page once with a line, loses it, tells, seals, closes the page. Gives the receipt's digits."""
    phone = her_phone(playwright, kept)
    page = phone.new_page()
    page.goto(demo.link)
    page.get_by_role("heading", name="Clinique de la Maison de la Lampe").wait_for()
    until(page, KEPT)
    page.reload()
    page.get_by_role("heading", name="Clinique de la Maison de la Lampe").wait_for()
    phone.set_offline(True)
    press(page, "Dire ce qui s’est passé")
    press(page, "Commencer")
    page.get_by_label("Non, c’est la première fois").check()
    press(page, "Continuer")
    press(page, "Continuer")
    page.get_by_label("On l’a forcé·e à un acte sexuel").check()
    press(page, "Continuer")
    press(page, "Continuer")
    page.get_by_label("Avec vos propres mots, ou ce qui est à côté").fill(WHERE)
    press(page, "Continuer")
    for words in (WHOM, WORDS):
        page.get_by_role("textbox").fill(words)
        press(page, "Continuer")
    press(page, "Enregistrer ma voix")
    page.wait_for_timeout(1500)
    press(page, "Arrêter l’enregistrement")
    page.locator("audio").wait_for()
    press(page, "Continuer")
    press(page, "Continuer")
    page.get_by_role("group", name="Le compter avec d’autres").wait_for()
    for group in page.get_by_role("group").all():
        if group.get_by_label("Oui").count():
            group.get_by_label("Oui").check()
    press(page, "Continuer")
    page.get_by_label("Oui : 16 chiffres").check()
    press(page, "Verrouiller et envoyer")
    page.get_by_text("Il n’y a pas de réseau maintenant").wait_for()
    digits = "".join(page.locator("p.digits span").all_inner_texts())
    assert re.fullmatch(r"[0-9]{16}", digits)
    page.close()
    phone.close()
    nothing_told_is_in(kept)
    return digits


def it_arrives_when_there_is_a_line(playwright: Playwright, demo: Demo, kept: Path) -> None:
    """The page is opened again with a line; what waits goes by itself.

    The phone says so: at the hub, an envelope more may be one by which the demo's desks greet each other.
    """
    phone = her_phone(playwright, kept)
    page = phone.new_page()
    page.goto(demo.link)
    page.get_by_role("heading", name="Clinique de la Maison de la Lampe").wait_for()
    until(page, ALL_SENT)
    assert envelopes(demo.folder / "hub")
    phone.close()


def a_caseworker_answers(browser: Browser, demo: Demo) -> None:
    """Fetches, opens, takes in hand, listens, answers."""
    page = at_the_desk(browser, demo.desk, "ines")
    check_the_hub(page, HERS_AND_A_GREETING)
    go(page, "To the inbox", "link")
    open_first(page, demo, page.locator("ul.rows").first.get_by_role("link"), WORDS)
    assert page.get_by_text(WHERE).count() and page.get_by_text(WHOM).count()
    go(page, "Take it in hand")
    page.locator("audio").first.evaluate("audio => { audio.muted = true; return audio.play() }")
    wait_until(page, lambda: page.locator("audio").first.evaluate("audio => audio.currentTime") > 0.2)
    page.get_by_label("Your reply").fill(ANSWER)
    go(page, "Put it into the letter")
    page.get_by_text(ANSWER).wait_for()
    page.get_by_text("goes with the letter of").wait_for()
    page.context.close()


def the_letters_of_the_next_day_are_written(demo: Demo) -> None:
    """Letters go once a day, so an answer waits for the next one: here the desk's day is moved."""
    words = [sys.executable, str(Path(__file__).with_name("a_day_later.py"))]
    passphrase = read_people()["passphrase"]
    subprocess.run(words, input=f"{passphrase}\n", text=True, env=demo.environment, check=True)


def she_reads_the_answer(playwright: Playwright, demo: Demo, kept: Path, digits: str) -> None:
    """On the phone again, with nothing but the digits."""
    phone = her_phone(playwright, kept)
    page = phone.new_page()
    page.goto(demo.link)
    press(page, "J’ai un reçu")
    page.get_by_label("Les 16 chiffres").fill(digits)
    press(page, "Ouvrir")
    page.get_by_text(ANSWER).wait_for()
    phone.close()


def an_analyst_counts_it(browser: Browser, demo: Demo) -> None:
    """By pseudonym alone: makes it an event, says what was done, and sees the documented minimum grow by one."""
    page = at_the_desk(browser, demo.desk, "noor")
    before = all_in_all(page)
    go(page, "Testimonies", "link")
    links = page.get_by_role("link").filter(has_text="in no event yet")
    open_first(page, demo, links, "Someone forced sex on her or him")
    assert not any(page.get_by_text(told).count() for told in (WORDS, ANSWER))
    go(page, "Make an event of it")
    page.get_by_text("Where and when").wait_for()
    page.get_by_text("Change", exact=True).click()
    page.get_by_label("Where", exact=True).select_option(label="Orrin, Lower Dune, Talmera (fictional)")
    page.get_by_label("Not before").fill("2026-10-25")
    page.get_by_label("Not after").fill("2026-11-20")
    go(page, "Keep")
    page.get_by_text("Add a person or a group").click()
    page.get_by_role("group", name="Told of in").get_by_role("checkbox").check()
    page.get_by_label("Who", exact=True).select_option(label="Women or girls")
    go(page, "Add")
    page.get_by_text("Add what was done").click()
    page.get_by_label("Rape", exact=True).first.check()
    go(page, "Add")
    page.get_by_text("By, as described").wait_for()
    assert all_in_all(page) == before + 1
    page.get_by_text("What it rests on").first.click()
    page.get_by_text("Accounts told to this desk").first.wait_for()
    page.context.close()


def open_first(page: Page, demo: Demo, links: Locator, text: str) -> None:
    """Open the first of `links` whose page shows `text`."""
    for address in [link.get_attribute("href") for link in links.all()]:
        page.goto(demo.desk.rstrip("/") + address)
        if page.get_by_text(text).count():
            return
    raise AssertionError("no page shows it")


def all_in_all(page: Page) -> int:
    """The documented minimum, as the counts page shows it."""
    go(page, "Counts", "link")
    return int(page.locator("p.whole b").first.inner_text())


def two_people_release_a_brief(browser: Browser, demo: Demo, tmp_path: Path) -> list[Path]:
    """Its author cannot approve it; a second person reads it and does. Gives the files as downloaded."""
    author = at_the_desk(browser, demo.desk, "pavel")
    go(author, "Releases", "link")
    author.get_by_role("row").get_by_role("link").click()
    author.get_by_role("link", name="Read the draft").wait_for()
    assert author.get_by_role("button", name="Approve the release").count() == 0
    second = at_the_desk(browser, demo.desk, "salim")
    go(second, "Releases", "link")
    second.get_by_role("row").get_by_role("link").click()
    second.get_by_role("link", name="Read the draft").wait_for()
    at = second.url
    go(second, "Read the draft", "link")
    second.get_by_role("heading", name="Women who fled Talmera").wait_for()
    second.goto(at)
    press(second, "Approve the release")
    files = []
    for name in ("brief.html", "brief.pdf", "brief.json", "release.note"):
        with second.expect_download() as waiting:
            second.get_by_role("link", name=name).click()
        waiting.value.save_as(tmp_path / "released" / name)
        files.append(tmp_path / "released" / name)
    assert files[1].read_bytes().startswith(b"%PDF-")
    author.context.close()
    second.context.close()
    return files


def two_organisations_share_an_account(browser: Browser, demo: Demo) -> None:
    """What was agreed goes to the other desk; what is taken back is gone there, though nobody checked the hub."""
    salim, lena = (at_the_desk(browser, *there) for there in ((demo.desk, "salim"), (demo.partner, "lena")))
    go(salim, "Sharing", "link")
    salim.get_by_role("row").get_by_role("link", name="Open Ledger").click()
    salim.get_by_text("Read what goes").click()
    salim.get_by_text("ceux du Front").wait_for()
    go(salim, "I have read it all: let it go")
    salim.get_by_text("Approved by").wait_for()
    check_the_hub(salim, BROUGHT)
    check_the_hub(lena, re.compile("opened and kept"))
    go(lena, "Inbox", "link")
    lena.locator("ul.rows").first.get_by_role("link").click()
    lena.get_by_text("ceux du Front").wait_for()
    lena.get_by_text("passed this on").wait_for()
    go(salim, "Partner desks", "link")
    salim.get_by_role("link", name="Open Ledger").click()
    salim.locator("ul.rows").first.get_by_role("link").click()
    go(salim, "Take it back")
    told = salim.get_by_text("to be erased there sent, not answered yet")
    wait_until(salim, lambda: salim.reload() and told.count())
    check_the_hub(lena, BROUGHT)
    go(lena, "Inbox", "link")
    assert not lena.locator("ul.rows").first.get_by_role("link").count()
    salim.context.close()
    lena.context.close()


def check_the_hub(page: Page, said: re.Pattern[str]) -> None:
    """Until the check has ended, which a busy machine may make long; a page that says something else is shown."""
    go(page, "Inbox", "link")
    go(page, "Check for new accounts")
    page.get_by_role("heading", name=re.compile("The check (is done|stopped)")).wait_for(timeout=180_000)
    found = page.locator("main").inner_text()
    assert said.search(found), found


def nothing_told_is_in(folder: Path) -> None:
    """No word of what was told, in any file or file name, in the encodings that programs write."""
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        for told in TOLD:
            for encoding in ("utf-8", "utf-16-le"):
                assert told.encode(encoding) not in data, path
            assert told not in path.name


def envelopes(store: Path) -> int:
    """How many whole envelopes wait at the hub."""
    return sum(1 for path in (store / "mailboxes").rglob("*") if path.is_file())


def wait_until(page: Page, true: object, seconds: int = 180) -> None:
    for _ in range(seconds * 10):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came true")
