"""A way through every screen of the page, pressed by the words of one language as its pack says them."""

import json
import re
import secrets
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import formkit
from hubkit import sha256
from pagekit import DIRECTORY, PLACES, Site, awaited
from playwright.sync_api import Page
from test_line_drafts import wait_for_pieces
from test_worker import LISTENING, write

from amana.sealing import codec
from keptkit import FORMS_HERE, until

PACKS = Path(__file__).parents[2] / "intake" / "packs"
WORDS = {"en": "a reed basket", "fr": "un panier de joncs", "ar": "سلة من القصب"}
NAMES = {"en": "An invented desk", "fr": "Une équipe inventée", "ar": "فريق متخيَّل"}
AREAS = [{"code": "selo", "names": {"en": "Selo", "fr": "Sélo", "ar": "سيلو"}}]


@cache
def pack(language: str) -> dict[str, str]:
    """Every sentence of a language by its key."""
    areas = {area: PACKS / language / f"{area}.json" for area in ("page", "help", "telling", "sending", "common")}
    areas |= {area: PACKS / language / f"{area}.json" for area in ("back", "carry", "community", "map")}
    return {
        f"{area}.{key}": said
        for area, path in areas.items()
        for key, said in json.loads(path.read_text("utf-8")).items()
        if isinstance(said, str)
    }


def publish(site: Site) -> None:
    """A card with a question of every kind, a form for those who listen, places, and areas where help is."""
    forms = [
        (form["id"], formkit.encoded(form | {"lists": pictured(form["lists"])}))
        for form in (formkit.EVERY_KIND, formkit.WITNESS)
    ]
    forms.append(("listening", LISTENING))
    places, directory = formkit.encoded(formkit.GAZETTEER), formkit.encoded(PLACES | {"areas": AREAS})
    assert directory != DIRECTORY
    named = [{"id": name, "version": "1", "phone": sha256(data), "odk": None} for name, data in forms]
    files = (*(data for _, data in forms), places, directory)
    site.publish(
        2,
        more=files,
        names=NAMES,
        languages=["en", "fr", "ar"],
        forms=named,
        places=sha256(places),
        directory=sha256(directory),
    )


def pictured(lists: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """The lists, each choice with a picture of ours."""
    return {name: [choice | {"picture": "water"} for choice in choices] for name, choices in lists.items()}


class Way:
    """Somebody who presses their way through the page in `language`."""

    def __init__(self, page: Page, site: Site, language: str) -> None:
        self.page, self.site, self.language, self.said = page, site, language, pack(language)

    def words(self, key: str, **values: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], self.said[key])

    def press(self, key: str, **values: str) -> None:
        self.page.get_by_role("button", name=self.words(key, **values), exact=True).first.click()

    def title(self, key: str, **values: str) -> None:
        self.page.get_by_role("heading", level=1, name=self.words(key, **values), exact=True).wait_for()

    def every_screen(self) -> Iterator[str]:
        """The name of each screen while it is shown."""
        yield from self.before_telling()
        yield from self.questions()
        digits = yield from self.sealing()
        yield from self.receipt(digits)
        yield from self.waiting()
        yield from self.coming_back(digits)
        yield from self.begun()
        yield from self.community()

    def before_telling(self) -> Iterator[str]:
        page = self.page
        page.goto(self.site.address)
        page.get_by_text(self.words("help.noLink")).wait_for()
        yield "help without a link"
        page.goto(self.site.link)
        page.locator(".card h3").first.wait_for()
        until(page, FORMS_HERE, 3)
        page.get_by_role("button", name=AREAS[0]["names"][self.language], exact=True).click()
        yield "help"
        self.press("help.voices")
        page.get_by_text(self.words("back.voices.none")).wait_for()
        yield "voices"
        self.press("common.back")
        self.press("help.carry")
        self.title("carry.file.title")
        yield "carry"
        self.press("common.home")
        self.press("help.tell")
        self.title("telling.before.title")
        yield "before"
        self.press("telling.before.begin")

    def onward(self) -> None:
        was = self.page.locator("h1").inner_text()
        self.press("common.onward")
        self.page.wait_for_function("(was) => document.querySelector('h1')?.innerText !== was", arg=was)

    def questions(self) -> Iterator[str]:
        page = self.page
        yield "a note"
        self.onward()
        page.get_by_role("radio").last.check()
        page.get_by_role("textbox").fill(WORDS[self.language])
        yield "one of a list, in own words"
        page.get_by_role("radio").first.check()
        self.onward()
        page.get_by_role("checkbox").first.check()
        yield "several of a list"
        self.onward()
        page.get_by_role("textbox").fill("250")
        self.press("common.onward")
        page.locator(".doubt").wait_for()
        yield "a number with a doubt"
        self.onward()
        for way, taps in (("date", 3), ("season", 2), ("age", 2)):
            page.get_by_text(self.words(f"telling.when.{way}"), exact=True).click()
            for at in range(taps):
                page.locator("fieldset.chips").nth(at).get_by_role("radio").nth(1).check()
            yield f"a time by {way}"
        self.onward()
        self.onward()
        yield "a place"
        self.press("telling.where.find")
        page.locator(".places button").first.click()
        page.locator(".places button.link").wait_for()
        yield "a place in the list"
        self.press("common.back")
        self.press("telling.where.map")
        page.locator(".map text").first.wait_for()
        yield "a place on the map"
        self.press("map.take")
        self.onward()
        self.onward()
        page.get_by_role("checkbox").first.check()
        yield "a refusal"
        self.onward()
        self.press("telling.repeat.first")
        page.get_by_role("textbox").fill(WORDS[self.language])
        self.onward()
        yield "a question within a repeat"
        self.press("common.back")
        self.press("common.back")
        page.get_by_role("heading", level=2, name=self.words("telling.repeat.another")).wait_for()
        yield "a repeat"
        self.press("telling.repeat.enough")
        yield "a photo"
        self.onward()
        self.press("telling.voice.record")
        page.get_by_role("button", name=self.words("telling.voice.stop")).wait_for()
        page.wait_for_timeout(600)
        yield "a voice being recorded"
        self.press("telling.voice.stop")
        page.locator("audio").wait_for()
        yield "a voice"
        self.onward()
        self.title("telling.consents.title")
        yield "consents"

    def sealing(self) -> Iterator[str]:
        page = self.page
        self.onward()
        self.title("telling.review.title")
        yield "review"
        page.context.set_offline(True)
        self.press("telling.review.send")
        self.title("telling.sent.sealed", desk=NAMES[self.language])
        page.get_by_text(self.words("sending.offline")).first.wait_for()
        yield "sent"
        shown = "".join(page.locator("p.digits span").all_inner_texts())
        return "".join(str(int(digit)) for digit in shown if digit.isdigit())

    def receipt(self, digits: str) -> Iterator[str]:
        page = self.page
        self.press("telling.sent.learn")
        self.title("back.receipt.title")
        yield "the receipt as numbers"
        self.press("back.way.pictures")
        page.locator(".code svg").first.wait_for()
        yield "the receipt as pictures"
        self.press("back.receipt.practise")
        self.title("back.practise.title")
        for digit in digits[:3] + str((int(digits[3]) + 1) % 10):
            self.press(f"back.picture.{digit}")
        page.get_by_text(self.words("back.practise.again")).wait_for()
        yield "practising, with a mistake"
        for digit in digits:
            self.press(f"back.picture.{digit}")
        self.title("back.practise.right")
        yield "practised"
        self.press("common.back")
        self.press("back.receipt.halves")
        self.title("back.halves.title")
        yield "halves"
        self.press("back.halves.two")
        self.title("back.halves.one")
        yield "a half"
        self.press("common.onward")
        self.title("back.halves.second")
        yield "the other half"
        self.press("back.halves.copied")
        self.press("telling.sent.done")

    def waiting(self) -> Iterator[str]:
        page = self.page
        page.locator("footer .link").click()
        page.locator("li.card h2").wait_for()
        yield "what waits"
        self.press("carry.file.open")
        page.get_by_role("button", name=self.words("carry.file.save")).wait_for()
        yield "carrying what waits"
        page.context.set_offline(False)
        page.locator("footer .link").wait_for(state="detached")
        self.press("common.home")

    def coming_back(self, digits: str) -> Iterator[str]:
        page = self.page
        [account] = [one for one in self.site.arrived() if one.inside.kind == "account"]
        self.site.write(account, WORDS[self.language], consents={"count": "yes", "named": "yes"})
        self.press("help.comeBack")
        self.press("back.way.pictures")
        self.press("back.picture.3")
        yield "coming back with pictures"
        self.press("back.comeBack.halves")
        self.press("back.way.numbers")
        yield "coming back with halves"
        self.press("back.comeBack.whole")
        page.get_by_role("textbox").fill(digits)
        self.press("back.comeBack.open")
        self.title("back.mailbox.title")
        yield "messages"
        self.press("back.mailbox.write")
        page.get_by_role("textbox").fill(WORDS[self.language])
        self.press("back.write.send")
        page.locator(".sending.arrived").wait_for()
        yield "writing"
        self.press("common.back")
        self.press("back.mailbox.choices")
        self.title("back.choices.title")
        yield "choices"
        self.press("common.back")
        self.press("back.mailbox.erasure")
        self.press("back.erasure.ask")
        page.get_by_role("button", name=self.words("back.erasure.sure")).wait_for()
        yield "erasure"
        self.press("common.back")
        self.press("back.mailbox.close")

    def begun(self) -> Iterator[str]:
        page = self.page
        self.press("help.tell")
        self.press("telling.before.begin")
        self.onward()
        page.get_by_role("radio").first.check()
        wait_for_pieces(page, there=True)
        page.reload()
        self.press("page.begun")
        page.get_by_role("button", name=self.words("carry.begun.send")).wait_for()
        yield "what was begun"
        self.press("carry.begun.discard")
        self.press("carry.begun.discardSure")
        page.locator("footer .link").wait_for(state="detached")

    def community(self) -> Iterator[str]:
        page, desk = self.page, NAMES[self.language]
        page.goto("about:blank")
        page.goto(f"{self.site.link}~{codec.base64url(secrets.token_bytes(16))}")
        self.title("community.invited.title", desk=desk)
        yield "an invitation"
        self.press("community.invited.begin")
        page.locator(".phrase").wait_for()
        yield "a pass-phrase that was drawn"
        self.press("community.phrase.own")
        page.get_by_role("textbox").fill("heron")
        page.get_by_text(self.words("community.strength.short")).wait_for()
        yield "a pass-phrase of one's own"
        self.press("common.back")
        page.locator(".phrase").wait_for()
        phrase = " ".join(page.locator(".phrase span").all_inner_texts())
        self.press("community.phrase.learned")
        page.get_by_label(self.words("community.phrase.again")).fill(phrase)
        yield "a pass-phrase once more"
        self.press("community.phrase.keep")
        self.title("community.check.title")
        yield "numbers to compare"
        enrolled = awaited(page, lambda: [one for one in self.site.arrived() if one.inside.kind == "enrolment"])
        write(self.site, enrolled[0], ("K7M4-PXAR",))
        self.press("community.check.done")
        self.title("community.open.title")
        yield "unlocking"
        page.get_by_label(self.words("community.open.label")).fill(phrase)
        self.press("community.open.open")
        page.get_by_role("heading", name="K7M4-PXAR").wait_for()
        yield "the list"
        page.locator(".card .link").click()
        self.title("community.visit.title")
        yield "a visit"
        self.press("common.back")
        self.press("community.half.title")
        page.get_by_text(self.words("community.half.none")).wait_for()
        page.get_by_label(self.words("community.half.name")).fill(WORDS[self.language])
        page.get_by_label(self.words("community.half.digits")).fill("4071882630915527")
        self.press("community.half.keep")
        page.locator("li.card").wait_for()
        yield "halves that are kept"
        with page.expect_response(lambda answer: answer.url.endswith("/letter")):
            self.press("common.back")
        write(self.site, enrolled[0], (), revoked=True, day="2026-11-24")
        self.press("community.close")
        self.press("help.community")
        page.get_by_label(self.words("community.open.label")).fill(phrase)
        self.press("community.open.open")
        self.title("community.ended.title")
        yield "a key that has ended"
