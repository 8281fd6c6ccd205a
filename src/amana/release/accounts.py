"""Counts of the accounts told to this desk, for one release: consented, in its place and time, small counts hidden.

Two consents are needed: to be counted, and to the release's own purpose. What was
not asked counts as no, and a consent that was taken back has gone from here at once.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from amana.events.models import Event, Place, Victim
from amana.events.policy import agreed_victims
from amana.release.attack import one_way
from amana.release.brief.document import Told
from amana.release.suppression import shown


def count_accounts(
    purpose: str, place: Place | None, first_day: date | None, last_day: date | None, labels: dict[str, str]
) -> Told:
    """Survivors in consented accounts by party: each victim in one line, so that the lines make up the total."""
    victims = agreed_victims("count", purpose).filter(acts__isnull=False).select_related("event")
    counts: Counter[str] = Counter()
    for victim in victims.prefetch_related("acts__conclusions__party"):
        if _inside(victim.event, place, first_day, last_day):
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
