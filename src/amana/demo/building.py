"""Builds the demo's desk through the doors that everyone uses: people, services, card, accounts, claims, events.

Runs once; the folder is kept, so that the second start is quick. Django must be ready, the hub must answer.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.core.management import call_command

from amana.demo.telling import WORLD, read_accounts, tell
from amana.desk.lock import lock
from amana.sealing import ed25519
from amana.sealing.ids import id_of

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.testimony.models import Card

BUILT_PAGE = Path(__file__).parents[3] / "intake" / "dist"


def read_people() -> dict[str, Any]:
    """Who works at the demo's desk (`world/people.yaml`)."""
    people: dict[str, Any] = yaml.safe_load((WORLD / "people.yaml").read_text("utf-8"))
    return people


def second_factor_of(name: str) -> bytes:
    """The demo's secret of a person's second factor: 20 bytes that anyone can work out, good for nothing else."""
    return hashlib.sha256(f"amana demo, not secret: {name}".encode()).digest()[:20]


def make_keyring(home: Path) -> str:
    """Draw a desk's keys; gives the fingerprint of its card."""
    from amana.desk.kept_keys import make_keys

    return id_of(ed25519.public_key(make_keys(home, read_people()["passphrase"]).card))


def open_new(home: Path) -> None:
    """Open the lock of a desk that was just made, and make its tables."""
    from amana.desk.files import KEYRING

    lock.open(home / KEYRING, read_people()["passphrase"])
    call_command("migrate", verbosity=0, interactive=False)


def publish(hub: str) -> "Card":
    """Sign the desk's card, with the phone page as it is now, and bring it to `hub`."""
    from amana.care.publishing import publish_card

    return publish_card(None, hub, read_people()["desk"], BUILT_PAGE)


def build(hub: str, say: Callable[[str], None]) -> "dict[str, User]":
    """Fill the open desk. `hub` is the address of a hub that serves it; `say` hears each step. Gives its people."""
    from amana.care.actions import import_directory
    from amana.care.publishing import read_card
    from amana.counting.actions import ask_estimate
    from amana.counting.held import Upload
    from amana.demo.caring import care_for
    from amana.demo.placing import place
    from amana.parties.actions import import_folder
    from amana.release.actions import start
    from amana.testimony.hub_client import Hub
    from amana.testimony.sync import sync_from_hub

    people = read_people()
    say("the people who work at the desk")
    team = {person["username"]: add(person, people["password"]) for person in people["people"]}
    say("where help is, and the desk's card")
    import_directory(None, WORLD / "services.yaml")
    kept = publish(hub)
    say("accounts, sealed and sent as a phone does")
    there = Hub(hub, lock.keys.card)
    accounts = read_accounts()
    for account in accounts:
        tell(account, read_card(kept), there)
    sync_from_hub(there)
    say("what sources have published, and events")
    import_folder(team["wren"], WORLD / "claims")
    place(accounts, team)
    say("cases, as they are kept over weeks")
    care_for(accounts, team)
    say("an estimate, on which the desk works while it is open")
    lists = Upload("lists.csv", (WORLD / "lists.csv").read_bytes())
    origin = "Invented, as all of this: three lists, linked by hand."
    ask_estimate(team["noor"], lists, name="Survivors in the north (invented)", origin=origin)
    say("a release that waits for a second person")
    outline = (WORLD / "claims" / "brief.yaml").read_text("utf-8")
    fields = {"purpose": "publication", "recipient": "the public", "outline": outline, "with_accounts": True}
    start(team["pavel"], {**fields, "place": None, "first_day": None, "last_day": None})
    return team


def offer(team: "dict[str, User]", link: str) -> None:
    """Meet the other organisation's desk, and draft sharing with it: an account whose teller agreed to it by name."""
    from amana.demo.meeting import meet
    from amana.release.sharing import actions as sharing
    from amana.testimony.actions import record_consent
    from amana.testimony.models import Testimony

    name = read_people()["partner"]["name"]
    partner = meet(team["admin"], team["salim"], name, link)
    wanted = next(account["answers"] for account in read_accounts() if account["consents"].get("evidence") == "yes")
    row = next(row for row in Testimony.objects.all() if row.told["answers"] == wanted)
    record_consent(team["ines"], row, "evidence", "yes", recipient=name)
    fields = {"purpose": "evidence", "extent": "words", "counted": False, "onward": ""}
    sharing.choose(team["ines"], sharing.start(team["ines"], partner, fields), row)


def add(person: dict[str, str], password: str) -> "User":
    """One person with a second factor that is ready, so that the demo can be entered at once."""
    from amana.desk.actions import add_person, change_password, confirm_second_factor
    from amana.desk.models import SecondFactor

    user = add_person(None, person["username"], [person["role"]], password)
    secret = second_factor_of(person["username"])
    device = SecondFactor.objects.create(user=user, name="demo", secret=secret, confirmed=False)
    confirm_second_factor(user, device)
    return change_password(user, password)
