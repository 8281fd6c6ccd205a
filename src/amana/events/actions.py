"""Placing testimonies in events, saying what happened there, and keeping published sources. Each one a transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.events.folder import Folder
from amana.events.links import LINKS, UPWARD, by_field, reachable
from amana.events.links import links as links_of
from amana.events.marked import sentence
from amana.events.models import Act, Claim, Entry, Event, Place, Source, Statement, Telling, Victim, Witness
from amana.testimony.custody.log import logged, record
from amana.testimony.models import Testimony
from amana.testimony.policy import require_with
from amana.vocabulary import entries

KEPT: dict[str, type[Entry]] = {"sources": Source, "places": Place, "claims": Claim, "statements": Statement}


@logged("event.made")
def make_event(actor: User, testimony: Testimony | None = None) -> Event:
    """A new event, of which `testimony` speaks."""
    require(actor, "event.edit")
    event = Event.objects.create(made_by=actor)
    if testimony is not None:
        place_testimony(actor, event, testimony)
    return event


@logged("event.testimony_placed", subject="event")
def place_testimony(actor: User, event: Event, testimony: Testimony) -> Event:
    """Note that a testimony speaks of an event. A testimony may speak of several."""
    require_with(actor, "event.place", testimony)
    Telling.objects.get_or_create(event=event, testimony=testimony, defaults={"placed_by": actor})
    return event


@logged("event.testimony_taken_out", subject="event")
def take_out_testimony(actor: User, event: Event, testimony: Testimony) -> Event:
    """A testimony turned out not to speak of this event. Refused while a victim of it is told of in that testimony."""
    require_with(actor, "event.place", testimony)
    told_of = Victim.objects.filter(event=event, told_in=testimony)
    if told_of.exists() or Witness.objects.filter(event=event, told_in=testimony).exists():
        raise Problem("events.testimony_in_use")
    Telling.objects.filter(event=event, testimony=testimony).delete()
    return event


@logged("event.framed", subject="event")
def set_frame(
    actor: User, event: Event, place: Place | None, first_day: date | None, last_day: date | None, said: str, note: str
) -> Event:
    """Where and when: two days between which it was, either open, and how those who told put it."""
    require(actor, "event.edit")
    if first_day and last_day and last_day < first_day:
        raise Problem("events.ends_before_it_begins")
    event.place, event.first_day, event.last_day, event.said_when, event.note = place, first_day, last_day, said, note
    event.save()
    return event


@logged("victim.added")
def add_victim(actor: User, event: Event, told_in: Iterable[Testimony], said: str, at_least: int, sex: str) -> Victim:
    """A person, or a group of at least `at_least` persons, who are none of the event's other victims."""
    require(actor, "event.edit")
    tellings = list(told_in)
    placed = set(event.testimonies.values_list("pk", flat=True))
    if not tellings or not {testimony.pk for testimony in tellings} <= placed:
        raise Problem("events.victim_needs_telling")
    if at_least < 1:
        raise Problem("events.at_least_one")
    victim = Victim.objects.create(event=event, said=said, at_least=at_least, sex=sex)
    victim.told_in.set(tellings)
    return victim


@logged("act.added", detail=("codes",))
def add_act(actor: User, victim: Victim, codes: list[str], attempt: str, described: str) -> Act:
    """What was done to a victim, in the codes of any of the axes, and by whom as those who told describe them."""
    require(actor, "event.edit")
    if not codes or not set(codes) <= set(entries("acts")):
        raise Problem("events.unknown_act")
    return Act.objects.create(victim=victim, codes=codes, attempt=attempt, described=described, made_by=actor)


@transaction.atomic
def remove_act(actor: User, act: Act) -> Victim:
    """Take back an act that was entered in error; the log keeps that it was there."""
    require(actor, "event.edit")
    victim = act.victim
    record(actor, "act.removed", act)
    act.delete()
    return victim


@transaction.atomic
def keep_entry(actor: User | None, model: type[Entry], value: Mapping[str, Any]) -> Entry:
    """Keep a source, place, claim or statement, new or changed. Raises `events.bad_entry` with the reason."""
    row = write_entry(actor, model, value)
    check_links()
    return row


@transaction.atomic
def import_entries(actor: User | None, folder: Folder) -> None:
    """Keep every source, place, claim and statement of a folder that was read; entries of the same id are replaced."""
    waiting = {place.id: place for place in folder.places}
    while waiting:
        for place in [place for place in waiting.values() if place.under not in waiting]:
            write_entry(actor, Place, place.model_dump(mode="json", by_alias=True))
            del waiting[place.id]
    for model, rows in ((Source, folder.sources), (Claim, folder.claims), (Statement, folder.statements)):
        for row in rows:
            write_entry(actor, model, row.model_dump(mode="json", by_alias=True))
    check_links()


@logged("entry.kept")
def write_entry(actor: User | None, model: type[Entry], value: Mapping[str, Any]) -> Entry:
    """Write one entry, checked by itself; whoever calls this checks afterwards where its ids lead."""
    if actor is not None:
        require(actor, "source.edit")
    try:
        plain = model.shape.model_validate(value)
    except ValidationError as error:
        where, why = sentence(error)
        raise Problem("events.bad_entry", field=".".join(map(str, where)) or "entry", why=why) from None
    entry = plain.model_dump(mode="json", by_alias=True)
    links: dict[str, Any] = {}
    if model is Place:
        links["under_id"] = _there(Place, entry["under"], "under")
    if model in (Claim, Statement):
        links["source_id"] = _there(Source, entry["source"], "source")
    row, _ = model._default_manager.update_or_create(pk=entry["id"], defaults={"entry": entry, **links})
    return row


def check_links() -> None:
    """Every id that a place, claim or statement points to is kept here too, and nothing runs in a circle."""
    kept: dict[str, dict[str, Any]] = {
        name: {row.pk: row.plain() for row in model._default_manager.all()} for name, model in KEPT.items()
    }
    for name, rows in kept.items():
        lead = {pk: list(links_of(name, plain)) for pk, plain in rows.items()}
        for pk, found in lead.items():
            for field, target in found:
                where = LINKS[name].get(field) or by_field(field)
                if field != "about" and where in kept and target not in kept[where]:
                    raise Problem("events.bad_entry", field=field, why=f"{target} is not kept here")
            above = {one: [t for f, t in lead[one] if f == UPWARD.get(name)] for one in lead}
            if pk in reachable(pk, above):
                raise Problem("events.bad_entry", field=UPWARD[name], why="it leads back to itself")


def _there(model: type[Entry], pk: str | None, field: str) -> str | None:
    if pk is not None and not model._default_manager.filter(pk=pk).exists():
        raise Problem("events.bad_entry", field=field, why=f"{pk} is not kept here")
    return pk
