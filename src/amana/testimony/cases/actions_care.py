"""What is kept of a person's care: whom one speaks with, guardians, meetings, risks, tasks. Each a transaction, logged.

The log says that something was written, and never what.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from amana.desk.models import User
from amana.errors import Problem
from amana.testimony import consents
from amana.testimony.cases import minors
from amana.testimony.cases.actions import must_have
from amana.testimony.cases.models import About, Guardian, Interest, Meeting, Risk, Task
from amana.testimony.custody.log import logged
from amana.testimony.models import Survivor
from amana.vocabulary import entries

OLDEST = 130


@logged("case.person_described", subject="survivor")
def describe(actor: User, survivor: Survivor, fields: Mapping[str, Any]) -> About:
    """Age in years or as a band, sex, languages (best first), and a minor's own assent; each may be left open."""
    must_have(actor, survivor)
    age = str(fields.get("age") or "")
    if age and not (age.isdecimal() and int(age) <= OLDEST):
        raise Problem("cases.no_age")
    _known("age_bands", fields.get("band"))
    _known("sexes", fields.get("sex"))
    _known("agreement", fields.get("assent"))
    defaults = {name: fields.get(name) or "" for name in ("band", "sex", "assent")}
    languages = list(fields.get("languages") or [])
    about, _ = About.objects.update_or_create(
        survivor=survivor, defaults={**defaults, "age": age, "languages": languages}
    )
    survivor.refresh_from_db()
    minors.hold(survivor)
    return about


@logged("case.guardian_written", subject="survivor")
def add_guardian(actor: User, survivor: Survivor, relation: str, harmed: str, name: str, contact: str) -> Guardian:
    """Who answers for her; `harmed`: whether this may be the one who harmed her (vocabulary/may_have_harmed.yaml)."""
    must_have(actor, survivor)
    _known("guardians", relation, needed=True)
    _known("may_have_harmed", harmed, needed=True)
    row = Guardian.objects.create(
        survivor=survivor, by=actor, relation=relation, harmed=harmed, name=name, contact=contact
    )
    minors.hold(survivor)
    return row


@logged("case.guardian_changed", subject="survivor")
def change_guardian(actor: User, survivor: Survivor, guardian: Guardian, harmed: str) -> Guardian:
    """It is known better, or feared now, whether this guardian is the one who harmed."""
    must_have(actor, survivor)
    _known("may_have_harmed", harmed, needed=True)
    guardian.harmed = harmed
    guardian.save(update_fields=["harmed"])
    minors.hold(survivor)
    return guardian


@logged("case.interest_weighed", subject="survivor")
def weigh(actor: User, survivor: Survivor, weighed: str, share: bool) -> Interest:
    """Whether sharing is in a minor's best interest, and what was weighed."""
    must_have(actor, survivor)
    if not weighed.strip():
        raise Problem("cases.nothing_weighed")
    row = Interest.objects.create(survivor=survivor, by=actor, weighed=weighed.strip(), share=share)
    minors.hold(survivor)
    return row


@logged("case.met", subject="survivor")
def note_meeting(actor: User, survivor: Survivor, fields: Mapping[str, Any]) -> Meeting:
    """A meeting, whatever came of it. What was said and what was seen are two fields, and either may be empty."""
    must_have(actor, survivor)
    _known("meeting_ways", fields.get("how"), needed=True)
    _known("telling_outcomes", fields.get("outcome"), needed=True)
    _known("interpreters", fields.get("interpreter"))
    _known("agreement", fields.get("interpreter_agreed"))
    if fields["day"] > consents.today():
        raise Problem("cases.not_yet")
    return Meeting.objects.create(survivor=survivor, by=actor, **fields)


@logged("case.risk_weighed", subject="survivor")
def weigh_risk(
    actor: User, survivor: Survivor, level: str, whom: str, agreed: str, review_on: date | None, hold: bool
) -> Risk:
    """What is feared now, from whom, what was agreed, and the day of the next look, needed while anything is."""
    must_have(actor, survivor)
    _known("risk_levels", level, needed=True)
    if level != "none" and review_on is None:
        raise Problem("cases.review_needed")
    row = Risk.objects.create(
        survivor=survivor, by=actor, level=level, whom=whom, agreed=agreed, review_on=review_on, hold=hold
    )
    minors.hold(survivor)
    return row


@logged("case.task_set", subject="survivor")
def set_task(actor: User, survivor: Survivor, kind: str, due: date, note: str = "") -> Task:
    """Something to do by a day."""
    must_have(actor, survivor)
    _known("task_kinds", kind, needed=True)
    if survivor.closed_on:
        raise Problem("cases.is_closed")
    return Task.objects.create(survivor=survivor, by=actor, kind=kind, due=due, note=note)


@logged("case.task_ended", subject="survivor")
def end_task(actor: User, survivor: Survivor, task: Task, done: bool) -> Task:
    """It was done, or it is no longer needed."""
    must_have(actor, survivor)
    if not Task.objects.filter(pk=task.pk, survivor=survivor, ended_on=None).exists():
        raise Problem("cases.task_ended")
    task.ended_on, task.done = consents.today(), done
    task.save(update_fields=["ended_on", "done"])
    return task


def _known(name: str, code: Any, *, needed: bool = False) -> None:
    if (code or needed) and code not in entries(name):
        raise Problem("cases.unknown_code")
