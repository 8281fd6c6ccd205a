"""Counts of the accounts told to this desk, for one release: consented, in its place and time, small counts hidden.

Two consents are needed: to be counted, and to the release's own purpose and recipient. What was
not asked counts as no, and a consent that was taken back or has run out has gone from here at once.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from amana.events.models import Place
from amana.events.policy import agreed_victims, is_account
from amana.parties.models import Conclusion, Party
from amana.release.attack import one_way
from amana.release.brief.document import Told
from amana.release.suppression import shown


@dataclass(frozen=True)
class Asked:
    """What a release asks of the accounts: for what, shared with whom, of which place and days (open where None)."""

    purpose: str
    recipient: str
    place: Place | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Counted:
    """The victims whom a release may count, each with how many they are at least and by which parties (ids).

    `accounts`: those that tell of them (ids). Each agreed, or its victim would not be here.
    """

    victims: dict[str, tuple[int, frozenset[str]]]
    accounts: frozenset[str] = frozenset()


def counted(asked: Asked) -> Counted:
    """All of them, at one moment: victims, accounts and parties are of one question to the database."""
    latest = Conclusion.objects.filter(act=OuterRef("acts")).order_by("-at", "-pk")
    rows = agreed_victims("count", shared=(asked.purpose, asked.recipient)).filter(
        _inside(asked), is_account("told_in"), acts__isnull=False
    )
    least: dict[str, int] = {}
    by: dict[str, set[str]] = {}
    accounts: set[str] = set()
    for victim, at_least, account, party, sure in rows.values_list(
        "pk", "at_least", "told_in", Subquery(latest.values("party")[:1]), Subquery(latest.values("sure")[:1])
    ):
        least[victim] = at_least
        accounts.add(account)
        by.setdefault(victim, set()).update({party} if party and sure != Conclusion.Sure.POSSIBLE else ())
    return Counted({pk: (at_least, frozenset(by[pk])) for pk, at_least in least.items()}, frozenset(accounts))


def count_accounts(found: Counted, labels: dict[str, str]) -> Told:
    """Survivors in consented accounts by party: each victim in one line, so that the lines make up the total."""
    every = frozenset[str]().union(*(parties for _, parties in found.victims.values()))
    names = {pk: str(party) for pk, party in Party.objects.in_bulk(every).items()}
    counts: Counter[str] = Counter()
    for at_least, parties in found.victims.values():
        counts[_line({names[pk] for pk in parties}, labels)] += at_least
    told = shown(one_way(dict(sorted(counts.items()))))
    return Told(tuple((str(name), count) for name, count in told.items() if name is not None), told[None])


def _line(parties: Collection[str], labels: dict[str, str]) -> str:
    if len(parties) > 1:
        return labels["several_parties"]
    return next(iter(parties), labels["unattributed"])


def _inside(asked: Asked) -> Q:
    """That the event was surely inside the place and the days that are asked about: an open end is no day."""
    inside = Q()
    if asked.place is not None:
        inside &= Q(event__place__in=_within(asked.place.pk))
    if asked.first_day is not None:
        inside &= Q(event__first_day__gte=asked.first_day)
    if asked.last_day is not None:
        inside &= Q(event__last_day__lte=asked.last_day)
    return inside


def _within(place: str) -> list[str]:
    """A place and all that lie in it, by their ids."""
    under: dict[str | None, list[str]] = {}
    for pk, above in Place.objects.values_list("pk", "under"):
        under.setdefault(above, []).append(pk)
    found = [place]
    for one in found:
        found += under.get(one, [])
    return found
