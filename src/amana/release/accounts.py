"""Counts of the accounts told to this desk, for one release: consented, in its place and time, small counts hidden.

Two consents are needed: to be counted, and to the release's own purpose and recipient. What was
not asked counts as no, and a consent that was taken back or has run out has gone from here at once.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from amana.events.models import Event, Place, Victim
from amana.events.policy import agreed_victims
from amana.release.attack import one_way
from amana.release.brief.document import Told
from amana.release.suppression import shown
from amana.testimony.cases.risks import standing
from amana.testimony.models import Survivor, Testimony


@dataclass(frozen=True)
class Asked:
    """What a release asks of the accounts: for what, shared with whom, of which place and days (open where None)."""

    purpose: str
    recipient: str
    place: Place | None = None
    first_day: date | None = None
    last_day: date | None = None


def counted(asked: Asked) -> list[Victim]:
    """The victims whom a release may count."""
    victims = agreed_victims("count", shared=(asked.purpose, asked.recipient))
    found = victims.filter(acts__isnull=False).select_related("event").prefetch_related("acts__conclusions__party")
    return [victim for victim in found if _inside(victim.event, asked.place, asked.first_day, asked.last_day)]


def accounts_of(asked: Asked) -> QuerySet[Testimony]:
    """The accounts that tell of these victims: each agreed, or its victim would not be among them."""
    told = Testimony.objects.filter(victims__in=[victim.pk for victim in counted(asked)])
    return told.filter(kind=Testimony.Kind.ACCOUNT).distinct()


def at_risk(accounts: QuerySet[Testimony]) -> bool:
    """Whether a reprisal is feared for anyone whose account it is: no more than that is said."""
    people = Survivor.objects.filter(testimonies__in=accounts).distinct()
    return any(standing(survivor) for survivor in people)


def count_accounts(asked: Asked, labels: dict[str, str]) -> Told:
    """Survivors in consented accounts by party: each victim in one line, so that the lines make up the total."""
    counts: Counter[str] = Counter()
    for victim in counted(asked):
        counts[_party(victim, labels)] += victim.at_least
    told = shown(one_way(dict(sorted(counts.items()))))
    return Told(tuple((str(name), count) for name, count in told.items() if name is not None), told[None])


def _party(victim: Victim, labels: dict[str, str]) -> str:
    latest = (act.conclusions.last() for act in victim.acts.all())
    names = {str(held.party) for held in latest if held and held.party and held.sure != "possible"}
    return labels["unattributed"] if not names else names.pop() if len(names) == 1 else labels["several_parties"]


def _inside(event: Event, place: Place | None, first_day: date | None, last_day: date | None) -> bool:
    """Whether the event was surely inside the place and the days that are asked about."""
    if place is not None and place.pk not in _line(event.place):
        return False
    starts = first_day is None or (event.first_day is not None and event.first_day >= first_day)
    return starts and (last_day is None or (event.last_day is not None and event.last_day <= last_day))


def _line(place: Place | None) -> Iterable[str]:
    while place is not None:
        yield place.pk
        place = place.under
