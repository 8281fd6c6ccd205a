"""By which words events and published sources are found; whom an event tells of, by those who may use that telling."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.desk.languages import LANGUAGES
from amana.desk.policy import may
from amana.desk.search.findable import Findable, Hit, Section, Words
from amana.events import policy
from amana.events.models import Act, Claim, Event, Missing, Place, Source, Statement, Victim, Witness
from amana.vocabulary import label

if TYPE_CHECKING:
    from amana.desk.models import User


def of_event(event: Event) -> Iterator[str]:
    """Its code, where and when, and its note."""
    yield event.code
    yield event.said_when
    yield event.note
    if event.place:
        yield from strings(event.place.entry)


def of_victim(victim: Victim) -> Iterator[str]:
    """A person as described, what was done and by whom as described, and what is known of who is missing."""
    yield victim.said
    for act in victim.acts.all():
        yield act.described
        yield from (label("acts", code, language) for code in act.codes for language in LANGUAGES)
    for known in victim.whereabouts.all():
        yield known.said
        yield from (label("missing_states", known.state, language) for language in LANGUAGES)


def strings(value: Any) -> Iterator[str]:
    """Every text in an entry, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def of_source(source: Source) -> Iterator[str]:
    """The source, and what it stated without a count."""
    yield from strings(source.entry)
    for statement in source.statements.all():
        yield from strings(statement.entry)


def events(user: "User") -> QuerySet[Event]:
    """Those that a person may open."""
    return policy.readable(user) if may(user, "event.read") else Event.objects.none()


def victims(user: "User") -> QuerySet[Victim]:
    """Those of whom a usable testimony tells."""
    return policy.victims_seen(user) if may(user, "event.read") else Victim.objects.none()


def witnesses(user: "User") -> QuerySet[Witness]:
    """Those of whom a usable testimony tells."""
    return policy.witnesses_seen(user) if may(user, "event.read") else Witness.objects.none()


def show_events(user: "User", rows: Collection[Event]) -> Iterator[Hit]:
    """Each by its code, with where and when it was."""
    prefetch_related_objects(list(rows), "place")
    for row in rows:
        beside = [str(row.place)] if row.place else []
        days = [date_format(day, "j F Y") for day in dict.fromkeys((row.first_day, row.last_day)) if day]
        beside += [" – ".join(days)] if days else []
        yield Hit(reverse("events:event", args=[row.pk]), row.code, tuple(beside), code=True)


def show_sources(user: "User", rows: Collection[Any]) -> Iterator[Hit]:
    """Each by its name."""
    return (Hit(reverse("events:source", args=[row.pk]), str(row)) for row in rows)


def show_claims(user: "User", rows: Collection[Any]) -> Iterator[Hit]:
    """Each by what it says, with whose it is."""
    for row in rows:
        beside = gettext("claimed by {source}").format(source=row.source)
        yield Hit(reverse("events:claim", args=[row.pk]), str(row), (beside,))


def published(model: type[Any]) -> Any:
    """All, or none."""
    return lambda user: model.objects.all() if may(user, "source.read") else model.objects.none()


FINDABLE = Findable(
    sections=(
        Section(
            "events",
            _("Events"),
            Event,
            ("-at", "pk"),
            events,
            show_events,
            period=("first_day", "last_day"),
            place="place",
            places=lambda: ((place.pk, str(place)) for place in Place.objects.all()),
            action="event.read",
        ),
        Section("sources", _("Sources"), Source, ("pk",), published(Source), show_sources, action="source.read"),
        Section("claims", _("Claims"), Claim, ("pk",), published(Claim), show_claims, action="source.read"),
    ),
    words=(
        Words(
            "event",
            "events",
            _("in where and when"),
            Event,
            events,
            of_event,
            parts={Place: lambda place: Event.objects.filter(place=place.pk).values_list("pk", flat=True)},
        ),
        Words(
            "event.victim",
            "events",
            _("in whom it tells of"),
            Victim,
            victims,
            of_victim,
            to="event",
            parts={Act: lambda act: [act.victim_id], Missing: lambda known: [known.victim_id]},
        ),
        Words(
            "event.witness",
            "events",
            _("in who knows of it"),
            Witness,
            witnesses,
            lambda witness: [] if witness.own else [witness.said],
            to="event",
        ),
        Words(
            "source",
            "sources",
            _("in what it says"),
            Source,
            published(Source),
            of_source,
            parts={Statement: lambda statement: [statement.source_id]},
        ),
        Words("claim", "claims", _("in what it says"), Claim, published(Claim), lambda row: strings(row.entry)),
    ),
)
