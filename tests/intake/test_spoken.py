"""Screens are read aloud from the desk's recordings; what is fetched for it says nothing of a receipt."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hubkit import sha256
from pagekit import Site, heading, press
from playwright.sync_api import BrowserContext, Page

from amana.care.media import Media, read_media
from amana.forms.ready import ready
from keptkit import ALL_KEPT, until

pytestmark = pytest.mark.browser
HOUSE = Path(__file__).parents[2]

PLAYED = """Object.assign(window, { played: [], marked: [] });
HTMLMediaElement.prototype.play = function () {
  window.played.push(this.src);
  window.marked.push(document.querySelector(".saying")?.textContent);
  setTimeout(() => this.onended?.(), 1);
  return Promise.resolve();
};
speechSynthesis.getVoices = () => [];"""


SOME = (
    "page/digit.*",
    "page/help.*",
    "page/telling.question.*",
    "first_telling/told_before*",
    "first_telling/*/no.ogg",
)


@pytest.fixture
def media(site: Site, tmp_path: Path) -> Media:
    """Some of what English has."""
    sounds, some = HOUSE / "intake" / "packs" / "en" / "sounds", tmp_path / "media" / "en" / "sounds"
    for path in {path for pattern in SOME for path in sounds.glob(pattern) if path.is_file()}:
        (own := some / path.relative_to(sounds)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, own)
    return read_media(tmp_path / "media", site.desk.fingerprint, site.desk.seed)


@pytest.fixture
def asked(phone: BrowserContext, site: Site, media: Media) -> Iterator[list[str]]:
    """A card with our recordings; gives the hashes of what the phone then asks for."""
    lists = {language: sha256(note) for language, note in media.sounds.items()}
    site.publish(2, more=tuple(media.sounds.values()), sounds=lists)
    path = f"/v1/cards/{site.desk.fingerprint}/files/"
    for data in media.files:
        assert site.client.ask("PUT", path + sha256(data), data, seed=site.desk.seed).status == 204
    phone.add_init_script(PLAYED)
    hashes: list[str] = []
    phone.on("request", lambda request: path in request.url and hashes.append(request.url.rsplit("/", 1)[1]))
    yield hashes


def opened(phone: BrowserContext, site: Site) -> Page:
    page = phone.new_page()
    page.goto(site.link)
    page.get_by_role("heading", name="Lamp House").wait_for()
    return page


def test_a_screen_is_read_from_its_heading_on_and_each_part_can_be_heard_alone(
    phone: BrowserContext, site: Site, asked: list[str]
) -> None:
    page = opened(phone, site)
    press(page, "Read this to me")
    page.wait_for_function("() => window.played.length > 8")
    marked = page.evaluate("window.marked")
    assert marked[0] == "Where help is" and marked[1].startswith("If you were hurt")
    page.wait_for_function("() => !document.querySelector('.saying')")
    said = page.evaluate("window.played.length")
    page.get_by_role("button", name="Hear: Where help is").click()
    page.wait_for_function("(said) => window.played.length === said + 1", arg=said)
    assert page.evaluate("caches.has('media')") is False, "what was heard is kept nowhere"


def test_a_question_and_each_of_its_choices_can_be_heard(phone: BrowserContext, site: Site, asked: list[str]) -> None:
    page = opened(phone, site)
    press(page, "Tell what happened")
    press(page, "Begin")
    heading(page, "Have you told someone about this already?")
    press(page, "Read this to me")
    page.wait_for_function("() => window.played.length && !document.querySelector('.saying')")
    marked = page.evaluate("window.marked")
    for words in ("Have you told someone about this already?", "No, this is the first time", "I will not say"):
        assert words in marked
    assert page.get_by_role("button", name="Hear: No, this is the first time").count() == 1


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_all_that_a_first_telling_asks_is_recorded(language: str) -> None:
    sounds = HOUSE / "intake" / "packs" / language / "sounds"
    form = ready("first_telling").phone
    for question in form["questions"]:
        assert (sounds / "first_telling" / f"{question['name']}.ogg").exists(), question["name"]
        for choice in form["lists"].get(question["list"], []):
            own = sounds / "first_telling" / question["name"] / f"{choice['code']}.ogg"
            assert own.exists() or (sounds / "page" / f"services.{choice['code']}.ogg").exists(), own


def test_voices_are_kept_whole_and_heard_without_a_line(phone: BrowserContext, site: Site, asked: list[str]) -> None:
    page = opened(phone, site)
    until(page, ALL_KEPT)
    press(page, "Keep the voices on this phone")
    heading(page, "Voices")
    press(page, "Keep them here")
    page.get_by_text("They are on this phone.").wait_for()
    page.wait_for_load_state("networkidle")
    page.close()
    phone.set_offline(True)
    page = opened(phone, site)
    press(page, "Read this to me")
    page.wait_for_function("() => window.played.length > 3")
    press(page, "Keep the voices on this phone")
    press(page, "Take them off this phone")
    page.get_by_text("They are not on this phone yet.").wait_for()
    assert page.evaluate("caches.has('media')") is False


def test_hearing_a_receipt_asks_for_all_ten_digits_in_one_order(
    phone: BrowserContext, site: Site, media: Media, asked: list[str]
) -> None:
    page = opened(phone, site)
    press(page, "Tell what happened")
    press(page, "Begin")
    page.get_by_label("No, this is the first time").check()
    press(page, "Stop here")
    press(page, "Lock it and send")
    press(page, "Learn it, and try it once")
    page.get_by_role("button", name="Hear the numbers").wait_for()
    page.wait_for_load_state("networkidle")
    asked.clear()
    press(page, "Hear the numbers")
    page.wait_for_function("() => window.played.length === 16")
    sounds = HOUSE / "intake" / "packs" / "en" / "sounds" / "page"
    digits = [sha256((sounds / f"digit.{digit}.ogg").read_bytes()) for digit in range(10)]
    assert asked == [sha256(media.sounds["en"]), *digits]


def test_a_language_without_a_voice_says_so(phone: BrowserContext, site: Site) -> None:
    phone.add_init_script(PLAYED)
    page = opened(phone, site)
    press(page, "Read this to me")
    page.get_by_text("There is no voice for this language").wait_for()


def test_media_of_another_type_or_too_large_are_refused(tmp_path: Path) -> None:
    from amana.errors import Problem

    seed, fingerprint = bytes(32), "a" * 52
    with pytest.raises(Problem) as problem:
        read_media(tmp_path, fingerprint, seed)
    assert problem.value.code == "care.no_media"
    (tmp_path / "en" / "sounds" / "page").mkdir(parents=True)
    for data in (b"RIFF", b"OggS" + bytes(24) + b"OpusHead" + bytes(256 << 10)):
        (tmp_path / "en" / "sounds" / "page" / "exit.ogg").write_bytes(data)
        with pytest.raises(Problem) as problem:
            read_media(tmp_path, fingerprint, seed)
        assert problem.value.code == "care.bad_media"
