"""Persons missing and who looks for them; witnesses of an event. Each function is a transaction, logged."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.events.models import Event, Missing, Victim, Witness
from amana.testimony.consents import today
from amana.testimony.custody.log import logged, record
from amana.testimony.models import Testimony
from amana.vocabulary import entries


@logged("missing.noted", subject="victim")
def note_missing(
    actor: User, victim: Victim, state: str, day: date | None, sought_by: Sequence[str], said: str
) -> Missing:
    """What is known now of one person who is missing, since or on `day`, and who looks for that person."""
    require(actor, "event.edit")
    if state not in entries("missing_states") or not set(sought_by) <= set(entries("seekers")):
        raise Problem("events.unknown_state")
    if victim.at_least != 1:
        raise Problem("events.missing_one")
    if day and day > today():
        raise Problem("events.not_yet")
    return Missing.objects.create(victim=victim, by=actor, state=state, day=day, sought_by=list(sought_by), said=said)


@logged("witness.added")
def add_witness(
    actor: User, event: Event, told_in: Testimony, own: bool, knows_by: Sequence[str], said: str, at_least: int
) -> Witness:
    """Somebody, or at least so many, who know of an event as a testimony of it says. `own`: the one who told it."""
    require(actor, "event.edit")
    if not event.testimonies.filter(pk=told_in.pk).exists():
        raise Problem("events.victim_needs_telling")
    if at_least < 1 or (own and at_least != 1):
        raise Problem("events.at_least_one")
    if not set(knows_by) <= set(entries("knowing")):
        raise Problem("events.unknown_state")
    return Witness.objects.create(
        event=event, told_in=told_in, own=own, knows_by=list(knows_by), said=said, at_least=at_least, made_by=actor
    )


@transaction.atomic
def remove_witness(actor: User, witness: Witness) -> Event:
    """Take back a witness who was entered in error; the log keeps that there was one."""
    require(actor, "event.edit")
    event = witness.event
    record(actor, "witness.removed", witness)
    witness.delete()
    return event
