"""The documented minimum: the smallest number that no reading of the claims can undercut.

Two figures are kept apart. `survivors` counts a survivor once in each event, as
GBVIMS counts incidents; claims of harms that cannot be the same event add up.
`persons` allows that one person was harmed in several events; only claims of
people who cannot be the same person add up. Both are integer programmes over
the atoms that claims tell apart, solved exactly by HiGHS. Where overlap cannot
be excluded it is allowed, so neither figure can be inflated (docs/counting.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from amana.counting.atoms import Pair, largest, members, person_atoms, survivor_atoms
from amana.counting.doubts import left_open
from amana.counting.regions import SEXUAL, Question, Region, outside, region_of, touches
from amana.counting.solve import core, smallest
from amana.counting.world import World
from amana.events.claims import Claim
from amana.vocabulary import entries


@dataclass(frozen=True)
class Absorbed:
    """A claim that adds nothing, because those in `by` may count the same; what it would add if it were of others."""

    claim: str
    by: tuple[str, ...]
    adds_if_apart: int


@dataclass(frozen=True)
class Caution:
    """Two claims that are allowed to be of the same although no source says so, and what leaves it open."""

    claim: str
    other: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Minimum:
    """The documented minimum of a question.

    `survivors` and `persons` are the two figures; `claims` and `person_claims` alone give them (solve.core).
    `absorbed` add nothing. `unnumbered` lie inside the question but bound nothing (no number, or a hedged one).
    `undecided` could lie inside, with the dimensions that leave it open; they are not counted. `units` keeps the
    units of the sources apart.
    """

    question: Question
    survivors: int
    persons: int
    claims: tuple[str, ...]
    person_claims: tuple[str, ...]
    absorbed: tuple[Absorbed, ...]
    cautions: tuple[Caution, ...]
    unnumbered: tuple[str, ...]
    undecided: tuple[tuple[str, tuple[str, ...]], ...]
    units: dict[str, int]
    verbs: tuple[str, ...]
    late: tuple[str, ...]

    @property
    def cautious(self) -> bool:
        """Whether the figure would be larger if some open overlap were excluded."""
        return bool(self.cautions)


def lower_bound(claim: Claim) -> int:
    """The number of its units that a claim vouches for: none if it is hedged, about a number, or has none."""
    number = claim.quantity.number or 0
    if claim.hedge or claim.quantity.kind in ("about", "several"):
        return 0
    return number + 1 if claim.quantity.kind == "over" else number


class Count:
    """Claims made ready to be asked. The order in which they are given never matters."""

    def __init__(self, claims: Iterable[Claim], world: World) -> None:
        counted = (claim for claim in claims if _fact(claim, "survivors") != "none")
        self.claims: Sequence[Claim] = sorted(counted, key=lambda claim: claim.id)
        self.world = world
        self.regions: list[Region] = [region_of(claim, world) for claim in self.claims]
        self._place = {claim.id: place for place, claim in enumerate(self.claims)}
        self.within = self._containers()

    def _containers(self) -> dict[int, set[int]]:
        """For each claim, all those that are said to contain it, directly or by way of others."""
        direct: dict[int, set[int]] = {place: set() for place in range(len(self.claims))}
        for place, claim in enumerate(self.claims):
            for inner in self._places(claim.contains):
                direct[inner].add(place)

        def above(place: int) -> set[int]:
            return direct[place].union(*(above(outer) for outer in direct[place]))

        return {place: above(place) for place in direct}

    def _places(self, ids: Iterable[str]) -> list[int]:
        return [self._place[one] for one in ids if one in self._place]

    def _pairs(self, field: str) -> set[Pair]:
        """Pairs of claims that a source relates by `field`."""
        return {
            frozenset({place, other})
            for place, claim in enumerate(self.claims)
            for other in self._places(getattr(claim, field))
            if other != place
        }

    def _apart(self, declared: set[Pair]) -> set[Pair]:
        """Pairs that are others than one another; what a claim contains is apart from the same ones."""
        inner: dict[int, set[int]] = {place: {place} for place in self.within}
        for place, outers in self.within.items():
            for outer in outers:
                inner[outer].add(place)
        return {
            frozenset({one, other})
            for pair in declared
            for first, second in [sorted(pair)]
            for one in inner[first]
            for other in inner[second]
            if one != other
        }

    @cached_property
    def survivors(self) -> list[int]:
        """Atoms for survivors, each once in an event."""
        return survivor_atoms(
            self.regions, self.world, self.within, self._pairs("overlaps"), self._apart(self._pairs("apart"))
        )

    @cached_property
    def persons(self) -> list[int]:
        """Atoms for persons. Other cases need not be other persons, so only claims that count persons are apart."""
        counts = {place for place, claim in enumerate(self.claims) if _fact(claim, "persons") == "each"}
        apart = self._apart({pair for pair in self._pairs("apart") if pair <= counts})
        return person_atoms(self.regions, self.within, self._pairs("overlaps"), apart)

    def inside(self, place: int, question: Question) -> bool:
        """Whether all that a claim counts lies inside the question, by its own region or by what contains it."""
        open_by_own = set(outside(self.regions[place], question, self.world))
        for outer in self.within[place]:
            open_by_own &= set(outside(self.regions[outer], question, self.world))
        return not open_by_own

    def at_least(self, question: Question = SEXUAL) -> Minimum:
        """The documented minimum of the region asked about."""
        inside = [place for place in range(len(self.claims)) if self.inside(place, question)]
        survivors = self._needs(inside, "survivors")
        persons = self._needs(inside, "persons")
        atoms = _restrict(self.survivors, survivors)
        total = smallest(atoms, survivors)
        making = core(atoms, survivors)
        person_atoms = _restrict(self.persons, persons)
        meets = _meetings(atoms)
        absorbed = [
            (place, [other for other in making if meets[place] >> other & 1])
            for place in survivors
            if place not in making
        ]
        return Minimum(
            question=question,
            survivors=total,
            persons=smallest(person_atoms, persons),
            claims=self._ids(making),
            person_claims=self._ids(core(person_atoms, persons)),
            absorbed=tuple(Absorbed(self.claims[place].id, self._ids(by), survivors[place]) for place, by in absorbed),
            cautions=tuple(self._cautions(absorbed)),
            unnumbered=self._ids(place for place in inside if place not in survivors),
            undecided=tuple(self._undecided(question, set(inside))),
            units=self._units(inside),
            verbs=tuple(sorted({self.claims[place].verb for place in inside})),
            late=self._ids(place for place in inside if self.claims[place].late),
        )

    def _needs(self, inside: Iterable[int], unit: str) -> dict[int, int]:
        """How many survivors or persons each claim needs at least; claims that need none are left out."""
        needs = {}
        for place in inside:
            bound = lower_bound(self.claims[place])
            if bound:
                needs[place] = bound if _fact(self.claims[place], unit) == "each" else 1
        return needs

    def _units(self, inside: Iterable[int]) -> dict[str, int]:
        """The minimum in each unit that the sources use, from the claims in that unit alone."""
        found: dict[str, dict[int, int]] = {}
        for place in inside:
            if bound := lower_bound(self.claims[place]):
                found.setdefault(self.claims[place].unit, {})[place] = bound
        return {unit: smallest(_restrict(self.survivors, needs), needs) for unit, needs in sorted(found.items())}

    def _undecided(self, question: Question, inside: set[int]) -> Iterable[tuple[str, tuple[str, ...]]]:
        for place, claim in enumerate(self.claims):
            if place not in inside and touches(self.regions[place], question, self.world):
                yield claim.id, outside(self.regions[place], question, self.world)

    def _cautions(self, absorbed: list[tuple[int, list[int]]]) -> Iterable[Caution]:
        known = self._pairs("overlaps") | {
            frozenset({place, outer}) for place, outers in self.within.items() for outer in outers
        }
        for place, others in absorbed:
            for other in others:
                if frozenset({place, other}) not in known:
                    because = left_open(self.regions[place], self.regions[other], self.world)
                    if because:
                        yield Caution(self.claims[place].id, self.claims[other].id, because)

    def _ids(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.claims[place].id for place in sorted(places))


def _fact(claim: Claim, unit: str) -> Any:
    return entries("units")[claim.unit].facts[unit]


def _restrict(atoms: Iterable[int], needs: dict[int, int]) -> list[int]:
    """Atoms as far as they matter to the claims in `needs`."""
    wanted = sum(1 << place for place in needs)
    return largest(atom & wanted for atom in atoms)


def _meetings(atoms: Iterable[int]) -> dict[int, int]:
    """For each claim, the mask of those that it shares an atom with."""
    meets: dict[int, int] = {}
    for atom in atoms:
        for place in members(atom):
            meets[place] = meets.get(place, 0) | atom
    return meets
