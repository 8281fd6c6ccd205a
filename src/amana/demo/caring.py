"""The demo's cases, kept as its caseworker would keep them (`world/cases.yaml`), and somebody who is missing."""

from datetime import date, timedelta
from typing import Any

import yaml

from amana.care.referrals import actions as referrals
from amana.demo.telling import WORLD
from amana.desk.models import User
from amana.events.actions import add_act, add_victim
from amana.events.actions_people import add_witness, note_missing
from amana.events.models import Event
from amana.testimony.asking import Said
from amana.testimony.cases import actions, actions_care
from amana.testimony.consents import today
from amana.testimony.models import Survivor, Testimony


def care_for(accounts: list[dict[str, Any]], team: dict[str, User]) -> None:
    """Open every case of the list, as ines; each account of one is in her hands already."""
    rows = list(Testimony.objects.all())
    for wanted in yaml.safe_load((WORLD / "cases.yaml").read_text("utf-8")):
        row = None
        if wanted["account"]:
            answers = accounts[wanted["account"] - 1]["answers"]
            row = next(row for row in rows if row.told["answers"] == answers)
        _keep(actions.open_case(team["ines"], row), wanted, team)
    look_for(team["noor"])


def _keep(case: Survivor, wanted: dict[str, Any], team: dict[str, User]) -> None:
    ines = team["ines"]
    actions_care.describe(ines, case, wanted["about"])
    for guardian in wanted.get("guardians", []):
        actions_care.add_guardian(ines, case, guardian["relation"], guardian["harmed"], "", "")
    for meeting in wanted.get("meetings", []):
        met = {"day": _day(-meeting.pop("ago")), "interpreter_agreed": "", **meeting}
        actions_care.note_meeting(ines, case, met)
    for said in wanted.get("consents", []):
        until = _day(said.pop("in")) if "in" in said else None
        actions.record_consent(ines, case, Said(**said, valid_until=until))
    if risk := wanted.get("risk"):
        actions_care.weigh_risk(ines, case, risk["level"], risk["whom"], risk["agreed"], _day(risk["in"]), False)
    for task in wanted.get("tasks", []):
        actions_care.set_task(ines, case, task["kind"], _day(task["in"]), task.get("note", ""))
    for one in wanted.get("referrals", []):
        _refer(ines, case, one)
    for one in wanted.get("not_referred", []):
        referrals.set_down(ines, case, one["kind"], one["outcome"])
    if giver := wanted.get("given_by"):
        actions.hand_over(ines, case, team[giver], "away")
        actions.hand_over(team[giver], case, ines, "language", "She speaks with few; you know her language.")
    if reason := wanted.get("closed"):
        actions.close(ines, case, reason)


def _refer(ines: User, case: Survivor, wanted: dict[str, Any]) -> None:
    heard = wanted.pop("heard", [])
    wish = referrals.Wish(**wanted | {"service": None, "reply_on": today()})
    made = referrals.refer(ines, case, wish, heeded=True)
    for answer in heard:
        referrals.hear(ines, made, answer, "", _day(7))


def look_for(analyst: User) -> None:
    """In the newest event, a daughter of whom nothing is known, and neighbours who saw."""
    event = Event.objects.filter(testimonies__isnull=False).order_by("-at")[0]
    row = event.testimonies.order_by("day", "pk")[0]
    victim = add_victim(analyst, event, [row], "a daughter, 18", 1, "female")
    add_act(analyst, victim, ["other.abduction", "other.missing"], "unsaid", "armed men")
    note_missing(analyst, victim, "missing", None, ["family"], "not seen since she was taken to a house")
    add_witness(analyst, event, row, False, ["saw"], "neighbours", 2)


def _day(after: int) -> date:
    return today() + timedelta(days=after)
