"""Places the demo's accounts in events, as its caseworker and analyst would: once in hand, one event a place."""

from datetime import date
from typing import Any

from amana.desk.models import User
from amana.events.actions import add_act, add_victim, make_event, place_testimony, set_frame
from amana.events.models import Event, Place
from amana.parties.actions import conclude
from amana.parties.models import Party
from amana.testimony.actions import take_in_hand
from amana.testimony.models import Testimony

SPANS = {"kell": (date(2026, 2, 1), date(2026, 2, 28)), "orrin": (date(2026, 5, 1), date(2026, 9, 30))}
PARTIES = {"kell": "grey-column", "orrin": "front"}


def place(accounts: list[dict[str, Any]], team: dict[str, User]) -> None:
    """Take those with a `place` in hand, and give each place an event; the others are left to be found."""
    rows = list(Testimony.objects.all())
    events: dict[str, Event] = {}
    for account in accounts:
        row = next(row for row in rows if row.told["answers"] == account["answers"])
        where = account.get("place")
        if where is None:
            continue
        take_in_hand(team["ines"], row)
        if account["consents"].get("count") != "yes":
            continue
        if where not in events:
            events[where] = make_event(team["noor"])
            first, last = SPANS[where]
            set_frame(team["noor"], events[where], Place.objects.get(pk=where), first, last, "", "")
        _tell_of(account, row, events[where], where, team["noor"])


def _tell_of(account: dict[str, Any], row: Testimony, event: Event, where: str, analyst: User) -> None:
    """The account speaks of the event; whoever it is told of becomes a victim of it, with what was done."""
    place_testimony(analyst, event, row)
    answers = account["answers"]
    if "saw" in answers.get("knows_by", []):
        return
    answers = answers["event"]["each"][0] if "event" in answers else answers
    victim = add_victim(analyst, event, [row], "a woman", 1, "female")
    whom = answers.get("by_whom")
    act = add_act(analyst, victim, answers["acts"], "unsaid", whom if isinstance(whom, str) else "")
    conclude(analyst, act, Party.objects.get(pk=PARTIES[where]), "likely", "The description fits what sources say.")
