"""A site for the page's tests: a hub, a desk with a form and a list of places, and what a person does on the page."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from hubkit import Client, Desk, sha256
from line import Line
from playwright.sync_api import Page

from amana.forms.form import encode
from amana.forms.ready import ready
from amana.sealing import envelope, manifest
from amana.sealing.inside import Opened
from amana.testimony.letters.writing import Message, compose
from browserkit import PATIENCE

T = TypeVar("T")

PLACES = {
    "directory": "amana-directory/2",
    "checked": "2026-11-15",
    "areas": [],
    "services": [
        {
            "id": "lamp-clinic",
            "names": {"en": "Lamp House clinic (invented)", "fr": "Clinique de la Maison de la Lampe (inventée)"},
            "kind": "health",
            "what": {
                "en": "A nurse or a doctor sees you alone.",
                "fr": "Une infirmière ou un médecin vous reçoit, sans personne d'autre.",
            },
            "where": {"en": "Selo crossing, the white tent", "fr": "Passage de Selo, la tente blanche"},
            "how": {},
            "areas": [],
            "hours": {"en": "Every day, day and night", "fr": "Tous les jours, jour et nuit"},
            "free": True,
            "women_staff": True,
            "phone": "000 10 20",
            "languages": ["en", "fr"],
            "windows": ["wounds", "hiv_prevention", "pregnancy_prevention"],
        },
        {
            "id": "quiet-room",
            "names": {"en": "The quiet room (invented)", "fr": "La chambre calme (inventée)"},
            "kind": "psychosocial",
            "what": {"en": "People who listen.", "fr": "Des personnes qui écoutent."},
            "where": {"en": "Adrin camp, the blue door", "fr": "Camp d'Adrin, la porte bleue"},
            "how": {},
            "areas": [],
            "hours": {"en": "Sunday to Thursday, 8 to 16", "fr": "Du dimanche au jeudi, de 8 h à 16 h"},
            "free": True,
            "women_staff": None,
            "phone": None,
            "languages": ["en", "fr", "ar"],
            "windows": ["talking"],
        },
    ],
}
DIRECTORY = json.dumps(PLACES, ensure_ascii=False, separators=(",", ":")).encode()
FORM = encode(ready("first_telling"))
NAMES = {"en": "An invented desk", "fr": "Une équipe inventée"}

WHERE = "below the ninth river, by the heron stones"
WORDS = "They took the blue velocipede and I hid until dusk 77431."
WHOM = "men with yellow scarves"
TOLD = (WHERE, WORDS, WHOM)


@dataclass
class Site:
    """A hub at `client`, with its page in `built` and its store in the folder `store`; phones reach it over `line`."""

    client: Client
    desk: Desk
    built: Path
    store: Path
    line: Line

    @property
    def address(self) -> str:
        """Where a phone finds the page: at the end of the line."""
        return f"http://{self.line.address}/"

    @property
    def link(self) -> str:
        return f"{self.address}#{self.desk.fingerprint}"

    def note(self) -> bytes:
        """The signed list of the page's own files."""
        lines = (self.built / "page.txt").read_text().splitlines()[1:]
        files = {line[66:]: (self.built / line[66:]).read_bytes() for line in lines}
        return manifest.make(files, self.desk.fingerprint, self.desk.seed)

    def publish(
        self, serial: int = 1, note: bytes | None = None, more: tuple[bytes, ...] = (), **members: object
    ) -> None:
        """Put a card that names the form, the places and the page; `more` are files that `members` name."""
        note = note or self.note()
        named = {
            "names": NAMES,
            "languages": ["en", "fr"],
            "forms": [{"id": "first_telling", "version": "3", "phone": sha256(FORM), "odk": None}],
            "directory": sha256(DIRECTORY),
            "page": sha256(note),
        }
        card = self.desk.card(serial, **(named | members))
        files = [data for data in (FORM, DIRECTORY, note, *more) if sha256(data).encode() in card]
        self.client.publish(self.desk, card, files)

    def arrived(self) -> list[Opened]:
        """All that the desk can open."""
        found = [self.client.fetch(self.desk.mailbox, entry["id"]) for entry in self.client.list(self.desk.mailbox)]
        return [envelope.open_([self.desk.identity], answer.data) for answer in found]

    def write(self, opened: Opened, *texts: str, state: str = "read", consents: dict[str, str] | None = None) -> None:
        """The desk's letter to whoever told."""
        to = opened.inside.reply_to
        inside = compose(
            state, [Message("desk", "2026-11-23", text) for text in texts], consents or {}, "en", "2026-11-23"
        )
        sealed = envelope.seal(inside, [], [to.recipient])
        path = f"/v1/mailboxes/{to.mailbox}/letter"
        assert self.client.ask("PUT", path, sealed, seed=self.desk.seed).status == 204


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, name: str) -> None:
    """Wait until the screen with this heading is shown."""
    page.get_by_role("heading", level=1, name=name).wait_for()


def awaited(page: Page, what: Callable[[], T]) -> T:
    """What `what` gives once it is true, while the page goes on; of what is at the hub, say."""
    end = time.monotonic() + PATIENCE / 1_000
    while not (found := what()):
        assert time.monotonic() < end, "it never came"
        page.wait_for_timeout(50)
    return found


def arrived(page: Page) -> None:
    """Wait until what was sealed has arrived."""
    page.locator(".sending.arrived").first.wait_for()


def seconds(page: Page, sound: bytes) -> float:
    """How long a recording plays, by the browser's own reckoning."""
    script = """async (bytes) => {
      const context = new OfflineAudioContext(1, 1, 8000);
      return (await context.decodeAudioData(Uint8Array.from(bytes).buffer)).duration;
    }"""
    return float(page.evaluate(script, list(sound)))


def tell(page: Page) -> None:
    """Tell an invented account, up to the review."""
    press(page, "Tell what happened")
    press(page, "Begin")
    page.get_by_label("No, this is the first time").check()
    press(page, "Go on")
    page.get_by_label("Yes, for now").check()
    press(page, "Go on")
    page.get_by_label("Taken away by force").check()
    page.get_by_label("Beaten or wounded").check()
    press(page, "Go on")
    page.get_by_label("In the last month").check()
    press(page, "Go on")
    page.get_by_role("textbox").fill(WHERE)
    press(page, "Go on")
    page.get_by_role("textbox").fill(WHOM)
    press(page, "Go on")
    page.get_by_role("textbox").fill(WORDS)
    press(page, "Go on")
    press(page, "Go on")
    press(page, "Go on")
    heading(page, "What may be done with it?")
    page.get_by_role("group", name="Count it with others").get_by_label("Yes").check()
    page.get_by_role("group", name="Let the public read").get_by_label("No").check()
    press(page, "Go on")
    heading(page, "What you have told")


def send(page: Page) -> str:
    """Seal and send; gives the receipt's digits, "" where there is none."""
    press(page, "Lock it and send")
    heading(page, "It is locked. Only An invented desk can open it.")
    digits = page.locator("p.digits")
    return "".join(digits.locator("span").all_inner_texts()) if digits.count() else ""
