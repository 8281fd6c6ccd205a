"""What is known of parties and places before any claim is counted.

Trees as sets of what stands above and below, and which parties are at war and
so do not act together. Enmity is inherited: whoever fights a party fights what
stands under it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from amana.events.claims import Party, Place


@dataclass(frozen=True)
class World:
    """Parties and places by id."""

    parties: dict[str, Party]
    places: dict[str, Place]

    @classmethod
    def of(cls, parties: Iterable[Party], places: Iterable[Place]) -> "World":
        """The world of a folder's parties and places."""
        return cls({party.id: party for party in parties}, {place.id: place for place in places})

    def party_line(self, party: str) -> tuple[str, ...]:
        """`party` and what it stands under, nearest first."""
        above = self.parties[party].under
        return (party, *self.party_line(above)) if above else (party,)

    def place_line(self, place: str) -> tuple[str, ...]:
        """`place` and what it lies in, nearest first."""
        above = self.places[place].under
        return (place, *self.place_line(above)) if above else (place,)

    @cached_property
    def enemies(self) -> dict[str, frozenset[str]]:
        """Every party's opponents, inherited down both trees."""
        lines = {party: set(self.party_line(party)) for party in self.parties}
        declared = {party: set(self.parties[party].opposed) for party in self.parties}

        def at_war(one: str, other: str) -> bool:
            return any(declared[a] & lines[other] for a in lines[one]) or any(
                declared[b] & lines[one] for b in lines[other]
            )

        return {
            one: frozenset(other for other in self.parties if other != one and at_war(one, other))
            for one in self.parties
        }

    def span(self, party: str) -> tuple[date | None, date | None]:
        """The days between which the party was there; None is open."""
        return self.parties[party].since, self.parties[party].until
