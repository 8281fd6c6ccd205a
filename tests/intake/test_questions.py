"""A form of every kind of question is told, by touch and by keys, in French and Arabic; the desk opens exactly that."""

import re
from base64 import b64decode
from collections.abc import Iterator

import formkit
import pytest
from pagekit import Site, arrived, press
from playwright.sync_api import Browser, BrowserContext, Page

from amana.sealing.answers import Age, Date, Each, Number, Place, Refused, Season, Spot, Unknown
from amana.sealing.inside import Opened
from keptkit import FORMS_HERE, until

pytestmark = pytest.mark.browser

LETTERS = "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '%s' })"
FIT = "document.documentElement.scrollWidth <= innerWidth"
NOISE = """() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1800, 1300];
  const paint = canvas.getContext("2d");
  for (let n = 0; n < 9000; n++) {
    paint.fillStyle = `hsl(${(n * 137) % 360}, 60%, 50%)`;
    paint.fillRect((n * 7919) % 1800, (n * 104729) % 1300, 30, 20);
  }
  return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
}"""
PLACES_KEPT = """async () => {
  const asked = indexedDB.open("page");
  const database = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  const all = database.transaction("places").objectStore("places").getAll();
  const found = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
  database.close();
  return found.length > 0;
}"""
EXIF = b"\xff\xe1\x00\x2aExif\x00\x00SECRET CAMERA AT 14.5N 4.2W, 3 MAY 02:11"


def opened(
    browser: Browser, site: Site, language: str, letters: str = "100%", **more: object
) -> tuple[BrowserContext, Page]:
    """A phone at the first screen before telling, with a form of every kind."""
    formkit.ask(site, formkit.EVERY_KIND, formkit.WITNESS)
    phone = browser.new_context(locale=language, permissions=["microphone"], **more)
    phone.set_default_timeout(60_000)
    page = phone.new_page()
    page.add_init_script(LETTERS % letters)
    page.goto(site.link)
    page.locator(".card h3").first.wait_for()
    until(page, FORMS_HERE, 2)
    return phone, page


def sent(page: Page, site: Site) -> Opened:
    arrived(page)
    page.context.close()
    [found] = site.arrived()
    return found


@pytest.fixture
def english(browser: Browser, site: Site) -> Iterator[Page]:
    phone, page = opened(browser, site, "en", viewport={"width": 360, "height": 740})
    press(page, "Tell what happened")
    press(page, "Begin")
    yield page
    phone.close()


def to_question(page: Page, name: str) -> None:
    while not page.get_by_role("heading", level=1, name=name).is_visible():
        press(page, "Go on")


def test_every_kind_is_told_in_french_by_touch(browser: Browser, site: Site) -> None:
    _, page = opened(browser, site, "fr", viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)

    def tap(name: str, exact: bool = True) -> None:
        page.get_by_role("button", name=name, exact=exact).tap()

    def on() -> None:
        assert page.evaluate(FIT)
        tap("Continuer")

    def chip(name: str) -> None:
        page.get_by_role("radio", name=name, exact=True).tap()

    tap("Dire ce qui s’est passé")
    tap("Commencer")
    assert page.get_by_label("Je ne sais pas").count() == 0, "a note asks nothing"
    on()
    page.get_by_text("Autre chose").tap()
    page.get_by_role("textbox").fill("près du pont")
    page.get_by_text("Oui", exact=True).tap()
    on()
    for name in ("Une chèvre", "Une pirogue", "Autre chose"):
        page.get_by_text(name).tap()
    page.get_by_role("textbox").fill("un vélo bleu")
    on()
    tap("Un de plus")
    tap("Un de plus")
    on()
    page.get_by_text("Une année, un mois, un jour").tap()
    for name in ("2025", "juin", "17"):
        chip(name)
    on()
    page.get_by_text("Saison", exact=True).tap()
    chip("La saison des pluies")
    chip("2024")
    on()
    tap("Le chercher dans la liste des lieux")
    tap("Séloua")
    tap("Korba-Adrin")
    assert page.evaluate(FIT)
    tap("Djallou")
    page.get_by_text("Djallou, Korba-Adrin, Séloua").wait_for()
    on()
    tap("Le montrer sur une carte")
    page.locator(".map text").first.wait_for()
    for _ in range(3):
        page.locator(".map").tap()
    page.get_by_text(re.compile("^À 2 km près, vers ")).wait_for()
    assert page.evaluate(FIT)
    tap("C’était dans ce cercle")
    on()
    page.get_by_label("Je ne veux pas le dire").tap()
    on()
    tap("En parler")
    page.get_by_role("textbox").fill("des foulards")
    on()
    page.get_by_text("Oui", exact=True).tap()
    on()
    page.get_by_role("textbox").fill("jaune")
    on()
    tap("Oui, en ajouter")
    page.get_by_label("Je ne sais pas").tap()
    on()
    on()
    page.get_by_text("des foulards · Oui · jaune").wait_for()
    tap("Non, continuer")
    on()
    on()
    page.get_by_role("textbox").fill("oui, ensemble")
    on()
    on()
    tap("Verrouiller et envoyer")
    assert sent(page, site).inside.answers == {
        "river": "yes",
        "taken": ["goat", "boat", "other", "un vélo bleu"],
        "herons": Number(number=2),
        "when": Date(date="2025-06-17"),
        "since": Season(season="rainy", year=2024),
        "where": Place(place="r1-adrin-1"),
        "near": Spot(point="15.55,-3.7", km=2),
        "said": Refused(),
        "people": Each(each=[{"looks": "des foulards", "scarf": "yes", "colour": "jaune"}, {"looks": Unknown()}]),
        "several": "oui, ensemble",
    }


def test_every_kind_is_told_in_arabic_by_keys_alone_in_large_letters(browser: Browser, site: Site) -> None:
    _, page = opened(browser, site, "ar", "200%", viewport={"width": 320, "height": 640})
    focused = """() => {
      const at = document.activeElement;
      if (at.tagName === "H1") return "";
      return at.labels?.[0]?.innerText || at.innerText || at.getAttribute("aria-label") || at.tagName;
    }"""

    def to(name: str) -> None:
        for _ in range(60):
            if re.match(name, page.evaluate(focused).strip()):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keys do not reach {name}")

    def key(name: str, pressed: str = "Enter") -> None:
        to(name)
        page.keyboard.press(pressed)

    def on() -> None:
        page.wait_for_timeout(50)
        assert page.evaluate(FIT), page.locator("h1").inner_text()
        key("متابعة$")

    page.get_by_role("button", name="قول ما حدث").wait_for()
    key("قول ما حدث")
    page.get_by_role("button", name="البدء").wait_for()
    key("البدء")
    on()
    key("نعم", "Space")
    page.keyboard.press("ArrowDown")
    on()
    key("عنزة", "Space")
    assert page.get_by_text("قارب").count() == 0, "a choice that hangs on another answer"
    on()
    to("كم كان عدد")
    page.keyboard.type("٢٥٠")
    on()
    page.get_by_text("هذا كثير جدًا").wait_for()
    key("متابعة$")
    key("ما زال مستمرًا|في الأيام", "Space")
    on()
    key("كم كان العمر", "Enter")
    key("٠–٩", "Space")
    page.keyboard.press("ArrowDown")
    key("١٠$", "Space")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    on()
    key("البحث عنه")
    page.get_by_role("textbox").wait_for()
    to("اسم المكان")
    page.keyboard.type("جالو")
    page.get_by_role("button", name="Djallou").wait_for()
    assert page.evaluate(FIT)
    key("Djallou")
    page.get_by_text("Djallou, Korba-Adrin").wait_for()
    on()
    key("الإشارة إليه")
    page.locator(".map text").first.wait_for()
    assert page.evaluate(FIT)
    key("خريطة", "ArrowUp")
    page.keyboard.press("+")
    page.keyboard.press("-")
    key("كان في هذه")
    on()
    to("يمكنك ترك هذا فارغًا")
    page.keyboard.type("كلمات")
    on()
    key("متابعة$")
    for _ in range(3):
        on()
    key("إقفال وإرسال")
    assert sent(page, site).inside.answers == {
        "river": "no",
        "taken": ["goat"],
        "herons": Number(number=250),
        "when": "lately",
        "since": Age(age=14),
        "where": Place(place="r1-adrin-1"),
        "near": Spot(point="15.56,-3.7", km=50),
        "said": "كلمات",
    }


def test_what_is_no_longer_asked_is_not_sent_and_back_always_works(english: Page, site: Site) -> None:
    page = english
    to_question(page, "Was it at the river?")
    page.get_by_role("radio", name="Yes", exact=True).check()
    press(page, "Go on")
    page.get_by_label("A boat").check()
    to_question(page, "Who was there")
    for looks in ("tall", "small"):
        page.get_by_role("button", name=re.compile("^(Tell about one|Yes, tell)")).click()
        page.get_by_role("textbox").fill(looks)
        press(page, "Back")
    press(page, "No, go on")
    to_question(page, "Did they come together?")
    page.get_by_role("textbox").fill("yes")
    for name in ("Would you rather say it?", "Is there a photo?", "Who was there"):
        press(page, "Back")
        page.get_by_role("heading", level=1, name=name).wait_for()
    page.get_by_role("button", name="Throw away").first.click()
    page.get_by_role("button", name="Yes, throw it away").click()
    page.get_by_text("tall").wait_for(state="detached")
    while not page.get_by_role("heading", level=1, name="Was it at the river?").is_visible():
        press(page, "Back")
    page.get_by_role("radio", name="No", exact=True).check()
    press(page, "Stop here")
    page.get_by_role("button", name="Change: What did they look like? (1)").click()
    page.get_by_role("textbox").fill("very small")
    press(page, "Stop here")
    press(page, "Lock it and send")
    assert sent(page, site).inside.answers == {"river": "no", "people": Each(each=[{"looks": "very small"}])}


def test_a_photo_is_made_small_and_says_nothing_of_where_and_when(english: Page, site: Site) -> None:
    page = english
    to_question(page, "Is there a photo?")
    drawn = b64decode(page.evaluate(NOISE))
    photo = drawn[:2] + EXIF + drawn[2:]
    assert len(photo) > 400_000
    page.locator("input[type=file]").first.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo})
    page.get_by_role("img", name="Photo 1").wait_for()
    page.locator("input[type=file]").first.set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no"})
    page.get_by_text("could not read that photo").wait_for()
    press(page, "Stop here")
    page.get_by_text("1 photo").wait_for()
    press(page, "Lock it and send")
    found = sent(page, site)
    [data] = found.attachments
    assert found.inside.answers == {"photo": "photo-1.jpeg"}
    assert [one.type for one in found.inside.attachments] == ["image/jpeg"]
    assert data[:3] == b"\xff\xd8\xff" and 10_000 < len(data) <= 300_000
    assert b"Exif" not in data and b"SECRET" not in data


def test_any_question_is_answered_by_voice_beside_words_or_for_them(english: Page, site: Site) -> None:
    page = english

    def say() -> None:
        page.get_by_text("Say it aloud instead").click()
        press(page, "Record my voice")
        page.wait_for_timeout(1200)
        press(page, "Stop recording")
        page.locator("audio").wait_for()

    to_question(page, "Was it at the river?")
    page.get_by_role("radio", name="Yes", exact=True).check()
    say()
    to_question(page, "What was said?")
    say()
    press(page, "Stop here")
    press(page, "Lock it and send")
    found = sent(page, site)
    assert found.inside.answers == {"river": "yes", "said": "said-2.webm"}
    assert [one.name for one in found.inside.attachments] == ["river-1.webm", "said-2.webm"]


def test_another_form_and_the_places_are_there_without_a_line(browser: Browser, site: Site) -> None:
    phone, page = opened(browser, site, "en", viewport={"width": 412, "height": 740})
    press(page, "Tell what happened")
    until(page, PLACES_KEPT)
    phone.set_offline(True)
    page.reload()
    press(page, "Tell what happened")
    press(page, "Begin")
    to_question(page, "About where was it?")
    press(page, "Find it in the list of places")
    page.get_by_role("button", name="Ouarra").wait_for()
    page.reload()
    press(page, "Tell what happened")
    press(page, "I saw it")
    page.get_by_role("heading", level=1, name="What did you see?").wait_for()
    phone.close()
