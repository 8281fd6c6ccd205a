"""The documented minimum: the smallest number that no reading of the claims can undercut.

Two figures are kept apart. `survivors` counts a survivor once in each event, as
GBVIMS counts incidents; claims of harms that cannot be the same event add up.
`persons` allows that one person was harmed in several events; only claims of
people who cannot be the same person add up. Both are integer programmes over
the atoms that claims tell apart, solved exactly by HiGHS. Where overlap cannot
be excluded it is allowed, so neither figure can be inflated (docs/counting.md).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, reduce
from itertools import combinations
from operator import or_
from typing import Any

from amana.counting import reasons
from amana.counting.asked import Asked
from amana.counting.contradictions import Contradiction, contradictions
from amana.counting.masks import mask_of, members
from amana.counting.programme import solve
from amana.counting.reasons import Absorbed, Caution, Fact, Undecided
from amana.counting.regions import AGES, SEXUAL, Question, Region, region_of
from amana.counting.registers import Limits, closes, limits, upper_bound
from amana.counting.solve import FEW, Least
from amana.counting.space import Pair, Space, harms, persons
from amana.counting.world import World
from amana.events.claims import Claim
from amana.vocabulary import entries


@dataclass(frozen=True)
class Minimum:
    """The documented minimum of a question.

    `survivors` and `persons` are the two figures; `claims` and `person_claims` alone give them (solve.fewest).
    `unnumbered` lie inside the question but bound nothing (no number, or a hedged one). What else stands behind a
    figure is found when it is asked for.
    """

    question: Question
    survivors: int
    persons: int
    claims: tuple[str, ...]
    person_claims: tuple[str, ...]
    unnumbered: tuple[str, ...]
    verbs: tuple[str, ...]
    late: tuple[str, ...]
    _basis: "Basis" = field(compare=False, repr=False)

    @cached_property
    def absorbed(self) -> tuple[Absorbed, ...]:
        """Claims that add nothing, those that would add most first."""
        return tuple(reasons.absorbed(self._basis))

    @property
    def cautions(self) -> Iterator[Caution]:
        """Pairs that are allowed to be of the same although no source says so, found one after the other."""
        return reasons.cautions(self._basis, self.absorbed)

    @property
    def undecided(self) -> Undecided:
        """Claims that could lie inside, with the dimensions that leave it open; they are not counted."""
        return Undecided(self._basis)

    @cached_property
    def units(self) -> dict[str, int]:
        """The minimum in each unit that the sources use, from the claims in that unit alone."""
        return reasons.units(self._basis)

    @cached_property
    def unrevised(self) -> int | None:
        """What `survivors` was before claims came in that were published late; None where none was."""
        return reasons.unrevised(self._basis) if self.late else None

    @cached_property
    def would_raise(self) -> tuple[Fact, ...]:
        """Single facts that would raise `survivors`, each with by how much, the weightiest first."""
        return tuple(reasons.would_raise(self._basis, self.absorbed))

    @cached_property
    def limits(self) -> dict[str, Limits]:
        """Between which numbers `survivors` and `persons` lie if registers are complete as they say."""
        found = {unit: limits(self._basis.count, self.question, unit) for unit in ("survivors", "persons")}
        return {unit: one for unit, one in found.items() if one}

    @property
    def cautious(self) -> bool:
        """Whether the figure would be larger if some open overlap were excluded."""
        return next(self.cautions, None) is not None


@dataclass(frozen=True)
class Basis:
    """What a minimum was found from: the count, what was asked, the claims inside, their needs, and the solution."""

    count: "Count"
    question: Question
    inside: int
    needs: Mapping[int, int]
    found: Least


def lower_bound(claim: Claim) -> int:
    """The number of its units that a claim vouches for: none if it is hedged, about a number, or has none."""
    number = claim.quantity.number or 0
    if claim.hedge or claim.quantity.kind in ("about", "several"):
        return 0
    return number + 1 if claim.quantity.kind == "over" else number


class Count:
    """Claims made ready to be asked. The order in which they are given never matters."""

    def __init__(self, claims: Iterable[Claim], world: World) -> None:
        counted = (claim for claim in claims if fact(claim, "survivors") != "none")
        self.claims: Sequence[Claim] = sorted(counted, key=lambda claim: claim.id)
        self.world = world
        self.regions: list[Region] = [region_of(claim, world) for claim in self.claims]
        self.everyone = (1 << len(self.claims)) - 1
        self.bounds = [lower_bound(claim) for claim in self.claims]
        self._place = {claim.id: place for place, claim in enumerate(self.claims)}
        self.within = self._containers()
        self._found: dict[Question, Minimum] = {}
        self.asked = Asked(self.regions, world, self.within)

    def _containers(self) -> dict[int, int]:
        """For each claim, all those that are said to contain it, directly or by way of others."""
        direct: dict[int, int] = dict.fromkeys(range(len(self.claims)), 0)
        for place, claim in enumerate(self.claims):
            for inner in self._places(claim.contains):
                direct[inner] |= 1 << place

        @cache
        def above(place: int) -> int:
            found = direct[place]
            for outer in members(direct[place]):
                found |= above(outer)
            return found

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
            for outer in members(outers):
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
    def joint(self) -> int:
        """Claims that name several parties."""
        return mask_of(place for place, region in enumerate(self.regions) if len(region.attributed) > 1)

    @cached_property
    def harms(self) -> Space:
        """Survivors, each once in an event."""
        return harms(self.regions, self.world, self.within, self._pairs("overlaps"), self._others("survivors"))

    @cached_property
    def people(self) -> Space:
        """Persons. Records that were linked are of one person, however much else in them differs."""
        linked: dict[str, list[int]] = {}
        for place, region in enumerate(self.regions):
            if region.person:
                linked.setdefault(region.person, []).append(place)
        same = {frozenset(pair) for places in linked.values() for pair in combinations(places, 2)}
        return persons(self.regions, self.within, self._pairs("overlaps") | same, self._others("persons"))

    def _others(self, unit: str) -> set[Pair]:
        """Pairs that are of others: other allegations need not be of other survivors, nor other cases of others."""
        counts = {place for place, claim in enumerate(self.claims) if fact(claim, unit) == "each"}
        return self._apart({pair for pair in self._pairs("apart") if pair <= counts})

    def at_least(self, question: Question = SEXUAL) -> Minimum:
        """The documented minimum of the region asked about. Kept, for whoever asks again."""
        if question not in self._found:
            self._found[question] = self._solved(question)
        return self._found[question]

    def _solved(self, question: Question) -> Minimum:
        inside = self.asked.inside(question) & self.everyone
        needs = self.needs(inside, "survivors")
        found = self._resting(solve(self.harms, needs), question, "survivors")
        of_persons = self._resting(solve(self.people, self.needs(inside, "persons")), question, "persons")
        return Minimum(
            question=question,
            survivors=found.total,
            persons=of_persons.total,
            claims=self.ids(found.making),
            person_claims=self.ids(of_persons.making),
            unnumbered=self.ids(place for place in members(inside) if place not in needs),
            verbs=tuple(sorted({self.claims[place].verb for place in members(inside)})),
            late=self.ids(place for place in members(inside) if self.claims[place].late),
            _basis=Basis(self, question, inside, needs, found),
        )

    def _least(self, question: Question, unit: str) -> Least:
        space = self.harms if unit == "survivors" else self.people
        return solve(space, self.needs(self.asked.inside(question) & self.everyone, unit))

    def _resting(self, found: Least, question: Question, unit: str) -> Least:
        """The same with those totals among its claims which tell where its other claims lie, or of whom they are."""
        outer = members(reduce(or_, (self.within[place] for place in found.making), 0) & ~mask_of(found.making))
        kept = [*found.making, *outer]
        for total in outer if len(kept) <= FEW else ():
            fewer = [place for place in kept if place != total]
            alone = Count([self.claims[place] for place in fewer], self.world)
            if alone._least(question, unit).total == found.total:
                kept = fewer
        return replace(found, making=tuple(sorted(kept)))

    def needs(self, inside: int, unit: str) -> dict[int, int]:
        """How many survivors or persons each claim needs at least; claims that need none are left out."""
        each = self._needs[unit]
        return {place: each[place] for place in members(inside) if each[place]}

    @cached_property
    def _needs(self) -> dict[str, list[int]]:
        return {
            unit: [
                bound if fact(claim, unit) == "each" else min(bound, 1)
                for claim, bound in zip(self.claims, self.bounds, strict=True)
            ]
            for unit in ("survivors", "persons")
        }

    @cached_property
    def tops(self) -> dict[str, dict[int, int]]:
        """What registers allow at most, of survivors in an event and of persons."""
        return {
            unit: {
                place: top
                for place, claim in enumerate(self.claims)
                if closes(claim) and (top := upper_bound(claim, unit)) is not None
            }
            for unit in ("survivors", "persons")
        }

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Claims that cannot all hold, by smallest sets."""
        return tuple(contradictions(self))

    def question_of(self, place: int) -> Question:
        """A claim's own region as a question, by what its source states outright."""
        region = self.regions[place]
        return Question(
            parties=region.parties or None,
            places=region.places or None,
            start=region.start,
            end=region.end,
            acts=region.acts,
            sex=next(iter(region.sexes)) if len(region.sexes) == 1 else None,
            ages=None if region.ages == AGES else region.ages,
        )

    def inner(self, place: int) -> int:
        """The claims that lie inside a claim's own region."""
        return self.asked.inside(self.question_of(place)) & self.everyone

    def place(self, claim: str) -> int:
        """The place of a claim, by its id."""
        return self._place[claim]

    def ids(self, places: Iterable[int]) -> tuple[str, ...]:
        """The ids of claims by their places."""
        return tuple(self.claims[place].id for place in sorted(places))


def fact(claim: Claim, unit: str) -> Any:
    """What the vocabulary says of the claim's unit."""
    return entries("units")[claim.unit].facts[unit]
