"""Every page of the desk, in each of its languages, light and dark, on a phone's width, in a real Chromium.

The demo's world is walked along its links by somebody who has every role; a page that the walk does not come to, by its
name at the URL resolver, fails the test unless it stands below with what it is instead of a page.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

import deskkit
import partnerkit
from amana import catalogues
from amana.desk.lock import lock
from amana.vocabulary import FOLDER
from browserkit import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUSE = Path(__file__).parents[2]
AXE = (HOUSE / "tests" / "engines" / "node_modules" / "axe-core" / "axe.min.js").read_text
LANGUAGES = {"en": "ltr", "fr": "ltr", "ar": "rtl"}
ALL_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What other words, or their direction, may break on a page that is whole in English: its language, what is named by
# words, which names must differ, and room.
RULES_OF_WORDS = [
    *("html-has-lang", "html-lang-valid", "html-xml-lang-mismatch", "valid-lang", "document-title"),
    *("aria-command-name", "aria-input-field-name", "aria-toggle-field-name", "button-name", "empty-heading"),
    *("empty-table-header", "image-alt", "input-button-name", "label", "label-title-only", "link-name", "role-img-alt"),
    *("select-name", "summary-name", "svg-img-alt"),
    *("image-redundant-alt", "landmark-unique", "table-duplicate-name"),
    *("scrollable-region-focusable", "target-size"),
]
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
# What is called by a button, and what a browser saves instead of showing.
NO_PAGES = {
    "desk:static": "a file",
    "desk:language": "a button",
    "desk:lock": "a button",
    "desk:state": "a word for a script",
    "desk:here": "a word for a script",
    "desk:passkey": "a word for a script",
    "desk:new_passkey": "a button",
    "desk:words": "a button",
    "desk:sign_out": "a button",
    "events:place_testimony": "a button",
    "parties:conclude_act": "a button",
    "parties:conclude_claim": "a button",
    "workers:on_list": "a button",
    "custody:check": "a button; the page that it leads to is walked below",
    "custody:compare": "a button",
    "custody:stamp": "a button",
    "custody:stamped": "a file",
    "custody:ask": "a file",
    "custody:answered": "a button",
    "custody:countersign": "a button",
    "cases:new": "a button",
    "partners:take_back": "a button",
    "partners:tie": "a file",
    "sharing:added": "a button",
    "sharing:copy": "a file",
    "cases:of_testimony": "a button",
    "custody:proof": "a file",
    "custody:checkpoint": "a file",
    "custody:exported": "a file",
    "testimony:attachment": "a file",
    "release:file": "a file",
    "release:draft": "a brief, which has a look of its own",
}
# Pages that nobody who is signed in comes to.
OUTSIDE = {"desk:unlock", "desk:sign_in", "desk:second_factor", "desk:enrol", "desk:password"}
LOOK = """async (runOnly) => {
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
}"""
SHOWN = """() => {
  const { lang, dir } = document.documentElement;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest("body [lang]"))
      found.push(walk.currentNode.data.trim().replace(/\\s+/g, " "));
  return [lang, dir, document.scrollingElement.scrollWidth, found];
}"""


def said_otherwise(language: str) -> Iterator[str]:
    """The English of all that is said in other words in `language`: texts of pages, labels of the vocabulary."""
    if language != "en":
        yield from (m.id for m in catalogues.kept(language) if isinstance(m.id, str) and m.id not in ("", m.string))
        for path in FOLDER.glob("*.yaml"):
            yield from of_vocabulary(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), language)


def of_vocabulary(part: Any, language: str) -> Iterator[str]:
    if isinstance(part, dict) and isinstance(part.get("en"), str) and part.get(language, part["en"]) != part["en"]:
        yield part["en"]
    for each in part.values() if isinstance(part, dict) else ():
        yield from of_vocabulary(each, language)


def named(patterns: list[Any], space: str = "") -> Iterator[str]:
    """The name of every page that the resolver knows."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from named(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield f"{space}{one.name}"


class Walk:
    """A browser going from page to page, and what it finds wrong with them."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.seen: set[str] = set()
        self.english = {language: set(said_otherwise(language)) for language in LANGUAGES}
        self.wrong: dict[str, list[str]] = {}

    def person(self, cookies: dict[str, str]) -> Page:
        """A page of one person's browser, whose every request and message is heard."""
        context: BrowserContext = self.browser.new_context(
            viewport={"width": 360, "height": 740}, reduced_motion="reduce"
        )
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in cookies.items()])
        context.add_init_script(AXE("utf-8"))
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", lambda asked: self._home(asked.url))
        page.on("console", lambda told: self._said(page.url, told))
        page.on("pageerror", lambda error: self.note(page.url, str(error)))
        return page

    def note(self, where: str, *found: str) -> None:
        """Keep what is wrong, with the page that it was found at."""
        for each in found:
            self.wrong.setdefault(each, []).append(where)

    def told(self) -> str:
        """Each thing that is wrong once, with the first pages that it was found at."""
        return "".join(f"\n{each}\n    at {', '.join(at[:3])} ({len(at)} in all)" for each, at in self.wrong.items())

    def _home(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.note(url, "something elsewhere was asked for")

    def _said(self, url: str, told: ConsoleMessage) -> None:
        if told.type == "error" and "423 (Locked)" not in told.text:
            self.note(url, told.text)

    def along(self, page: Page, *starts: str) -> None:
        """From `starts` along every link, to one page of each name; who went before has looked at those she saw."""
        waiting, been = list(starts), set[str]()
        while waiting:
            path = waiting.pop(0)
            name = resolve(urlsplit(path).path).view_name
            if name in NO_PAGES or name in been:
                continue
            been.add(name)
            if name in self.seen and path not in starts:
                page.goto(self.address + path)
            else:
                self.look(page, path)
            self.seen.add(name)
            links = page.locator("a[href]:not([download])").evaluate_all("all => all.map(a => a.getAttribute('href'))")
            waiting += [link for link in links if link.startswith("/")]

    def press(self, page: Page, path: str, button: str, **fill: str) -> None:
        """Do what a button of a page does, and look at the page that comes of it."""
        page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": self.address}])
        page.goto(self.address + path)
        for label, value in fill.items():
            page.get_by_label(label).fill(value)
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).first.click()
        self.judge(page, f"{path} after “{button}”", "en", "ltr")

    def look(self, page: Page, path: str) -> None:
        """One page, in each language; its colours, which know no language, in the dark too."""
        for language, direction in LANGUAGES.items():
            page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.address}])
            page.goto(self.address + path)
            self.judge(page, f"{path} in {language}", language, direction)
            if language == "en":
                page.emulate_media(color_scheme="dark")
                self.note(f"{path}, dark", *page.evaluate(LOOK, RULES_OF_COLOUR))
                page.emulate_media(color_scheme="light")

    def judge(self, page: Page, where: str, language: str, direction: str) -> None:
        """What is wrong with what the page shows now."""
        lang, way, wide, texts = page.evaluate(SHOWN)
        if (lang, way) != (language, direction):
            self.note(where, f"is {lang}, {way}")
        if wide > 360:
            self.note(where, f"{wide} px wide on a phone of 360")
        self.note(where, *page.evaluate(LOOK, ALL_RULES if language == "en" else RULES_OF_WORDS))
        english = self.english[language].intersection(texts)
        self.note(where, *(f"“{each}” is said in English" for each in english))


def finish_estimate() -> None:
    """The demo's estimate as it is once it is done, by the quick models."""
    from amana.counting import estimating
    from amana.desk.models import Job

    job = Job.objects.get()
    for step in ("0:graphs", "0:loglinear", "0:chao"):
        job.found[step] = estimating.do(job.asked["asked"], step, job.found)
    job.state = Job.DONE
    job.save()


def lists_of(user: Any) -> str:
    """The mark of a file of lists whose columns `user` is still to name."""
    from amana.counting import held

    return held.hold(user, held.Upload("lists.csv", b"A,B,C,n,where\n1,1,0,3,east\n1,0,1,4,west\n"), None).mark


def in_order(rows: Any) -> list[Any]:
    """Accounts by what they tell: their ids are drawn, and would let another one come first each time."""
    return sorted(rows, key=lambda row: str(row.told["answers"]))


def meet_partner(one: Any, other: Any, account: Any) -> Any:
    """A partner desk that shared an account with this one, one that was shared with it, and another in a draft."""
    from amana.release.sharing import actions as sharing
    from amana.release.sharing.drafting import make_draft
    from amana.testimony import actions
    from amana.testimony.models import Testimony

    desk = partnerkit.OtherDesk()
    partner = partnerkit.partner_of(desk, other, one)
    partnerkit.bring(desk.shares(1, partnerkit.agreed("evidence", "2030-01-01", "An invented archive")))
    partnerkit.bring(desk.adds(partnerkit.share_of(8), partnerkit.share_of(7)))
    came = Testimony.objects.get(came__partner=partner, kind="account")
    free = Testimony.objects.filter(handler=None, kind="account", came=None)
    second = actions.take_in_hand(one, in_order(free)[0])
    for row, approved in ((account, True), (second, False)):
        row.refresh_from_db()
        actions.record_consent(one, row, "evidence", "yes", recipient=partnerkit.NAME)
        fields = {"purpose": "evidence", "extent": "words", "counted": True, "onward": "An invented archive"}
        made = sharing.start(one, partner, fields)
        sharing.choose(one, made, row)
        if approved:
            sharing.approve(other, made, make_draft(made).digest, heeded=True)
    back = account.told["reply_to"]
    sharing.choose(one, made, deskkit.keep(deskkit.sealed({}, {}, kind="addition", text="one word more", back=back)))
    return came


@contextmanager
def an_earlier_mailbox() -> Iterator[None]:
    """The desk's keys as they are after it drew a new mailbox and published it."""
    opened, data = lock.opened, lock._file
    keys = replace(opened.keys, earlier_mailbox=(secrets.token_bytes(32),))
    lock.change(replace(opened, keys=keys), data)
    try:
        yield
    finally:
        lock.change(opened, data)


@pytest.fixture
def walk(chromium: Browser, live_server: Any, opened_desk: object) -> Walk:
    return Walk(chromium, live_server.url)


def test_every_page_is_whole_for_everyone_in_each_language_light_and_dark(
    walk: Walk, person: Any, tmp_path: Path
) -> None:
    from amana.care.referrals.actions import Wish, refer
    from amana.demo.building import build
    from amana.desk.actions import add_person
    from amana.desk.policy import roles
    from amana.testimony import actions
    from amana.testimony.custody import keeping
    from amana.testimony.models import Testimony

    with deskkit.hub_at(tmp_path / "hub") as hub:
        build(hub, lambda step: None)
        finish_estimate()
        everyone = person(*set(roles()) - {"administrator"}, name="Everyone")
        inside = walk.person(deskkit.session_of(everyone, verified=True))
        free = in_order(Testimony.objects.filter(handler=None, kind="account"))
        account = next(one for one in free if one.told["reply_to"])  # to which something can be added
        walk.press(inside, f"/testimony/{account.pk}", "Take it in hand")
        walk.press(inside, f"/testimony/{account.pk}", "Open a case")
        case = Testimony.objects.get(pk=account.pk).survivor
        wish = Wish("week", "page", to="Selo health centre", kind="health", asked="spoken")
        sent = refer(everyone, case, wish)
        walk.press(inside, f"/referrals/of/{case.pk}", "Refer there Lamp House clinic (demo)")
        walk.press(inside, f"/referrals/{sent.pk}/page", "Make the page")
        walk.press(inside, "/workers/new", "Make the link", **{"What this desk calls the person": "Rowan"})
        walk.press(inside, "/custody/", "Check all of it")
        keeping._make_checkpoint(timezone.now().date())  # tomorrow's, so that there is one to print
        asks = person("caseworker", name="Tamsin")
        actions.ask_identity(asks, account, "to call back")
        came = meet_partner(everyone, person("supervisor", name="Second"), account)
        walk.along(
            inside,
            "/",
            *(f"/testimony/{row.pk}" for row in (account, came)),
            "/testimony/check",
            f"/counting/hidden/new/{lists_of(everyone)}",
            f"/referrals/{sent.pk}",
        )
        keeper = person("administrator", name="Keeper")
        with an_earlier_mailbox():
            walk.along(walk.person(deskkit.session_of(keeper, verified=True)), "/")
        new = add_person(None, "Newly", ["caseworker"], "a first password 77")
        outside = walk.person({})
        for user, paths in {
            None: ["/sign-in"],
            new: ["/second-factor/new"],
            person("caseworker", name="Known"): [],
        }.items():
            if user:
                outside = walk.person(deskkit.session_of(user, verified=False))
            for path in paths:
                walk.look(outside, path)
        keys, lock._keys = lock._keys, None
        try:
            walk.look(walk.person({}), "/unlock")
        finally:
            lock._keys = keys
    forgotten = set(named(get_resolver().url_patterns)) - walk.seen - set(NO_PAGES) - OUTSIDE
    walk.note(
        "the URL resolver",
        *(f"the walk does not come to {name}: link to it, or say above what it is" for name in forgotten),
    )
    assert not walk.wrong, walk.told()
