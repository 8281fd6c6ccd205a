"""What is known of parties and places before any claim is counted.

Trees as sets of what stands above and below, and which parties are at war and
so do not act together. Both change over time: the days on which anything
changes cut time into *epochs*. Enmity is inherited: whoever fights a party
fights what stands under it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from amana.events.claims import Party, Place

DAY = timedelta(days=1)


@dataclass(frozen=True)
class World:
    """Parties and places by id."""

    parties: dict[str, Party]
    places: dict[str, Place]

    @classmethod
    def of(cls, parties: Iterable[Party], places: Iterable[Place]) -> "World":
        """The world of a folder's parties and places."""
        return cls({party.id: party for party in parties}, {place.id: place for place in places})

    @cached_property
    def epochs(self) -> tuple[date, ...]:
        """The first day of each epoch."""
        days = {date.min}
        for party in self.parties.values():
            for relation in party.over_time:
                if relation.relation != "succeeds":
                    days |= {relation.since} if relation.since else set()
                    days |= {relation.until + DAY} if relation.until and relation.until < date.max else set()
        return tuple(sorted(days))

    def epochs_of(self, start: date, end: date) -> tuple[int, ...]:
        """The epochs that a span of days reaches."""
        return tuple(range(bisect_right(self.epochs, start) - 1, bisect_right(self.epochs, end)))

    def _stands(self, party: str, relation: str, epoch: int) -> Iterator[str]:
        """Parties to which `party` itself is said to stand so in an epoch."""
        plain = {"under": (self.parties[party].under,), "opposed": self.parties[party].opposed}[relation]
        yield from filter(None, plain)
        day = self.epochs[epoch]
        for one in self.parties[party].over_time:
            if one.relation == relation and (one.since or date.min) <= day <= (one.until or date.max):
                yield one.party

    @cached_property
    def _lines(self) -> list[dict[str, tuple[str, ...]]]:
        def line(party: str, epoch: int) -> tuple[str, ...]:
            found = [party]
            for one in found:
                found += [above for above in self._stands(one, "under", epoch) if above not in found]
            return tuple(found)

        return [{party: line(party, epoch) for party in self.parties} for epoch in range(len(self.epochs))]

    def line(self, party: str, epoch: int) -> tuple[str, ...]:
        """`party` and what it stands under in an epoch, nearest first."""
        return self._lines[epoch][party]

    def party_line(self, party: str) -> tuple[str, ...]:
        """`party` and what it stands under at any time, nearest first."""
        return tuple(dict.fromkeys(above for lines in self._lines for above in lines[party]))

    def place_line(self, place: str) -> tuple[str, ...]:
        """`place` and what it lies in, nearest first."""
        above = self.places[place].under
        return (place, *self.place_line(above)) if above else (place,)

    @cached_property
    def _enemies(self) -> list[dict[str, set[str]]]:
        found = []
        for epoch, lines in enumerate(self._lines):
            under: dict[str, set[str]] = {party: set() for party in self.parties}
            for party, line in lines.items():
                for above in line:
                    under[above].add(party)
            enemies: dict[str, set[str]] = {party: set() for party in self.parties}
            for party in self.parties:
                for foe in self._stands(party, "opposed", epoch):
                    # A slip, or a mutiny: either way its other parts are at war with each other on nobody's word.
                    if foe in lines[party] or party in lines[foe]:
                        continue
                    for one in under[party]:
                        enemies[one] |= under[foe] - {one}
                    for other in under[foe]:
                        enemies[other] |= under[party] - {other}
            found.append(enemies)
        return found

    def enemies(self, party: str, epoch: int) -> set[str]:
        """The party's opponents in an epoch, inherited down both trees."""
        return self._enemies[epoch][party]

    def span(self, party: str) -> tuple[date | None, date | None]:
        """The days between which the party was there; None is open."""
        return self.parties[party].since, self.parties[party].until
