"""The space of harms (or of persons), cut into the few atoms that claims tell apart.

An atom is a largest set of claims that one harm (or one person) can satisfy at
once. Smaller sets need no atom: a harm that satisfies fewer claims never helps
to keep a total small. Atoms are found one dimension after the other, then
joined by what sources say overlaps and split by what they say is apart.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, reduce
from operator import and_

from amana.counting import dimensions
from amana.counting.columns import Column
from amana.counting.masks import largest, mask_of, members, unrelated
from amana.counting.regions import Region
from amana.counting.world import World

Pair = frozenset[int]


class Space:
    """What tells claims apart, and what sources say of them in pairs. Sets of claims are masks (masks.py).

    `within`: for each claim, those that are said to contain it. `same`: pairs said to overlap. `apart`: pairs said
    to be of others.
    """

    def __init__(
        self, columns: Sequence[Column], within: Mapping[int, int], same: Iterable[Pair], apart: Iterable[Pair]
    ) -> None:
        self.columns = columns
        contained = (frozenset({claim, outer}) for claim, outers in within.items() for outer in members(outers))
        self.same = _by_claim([*same, *contained])
        self.apart = _by_claim(apart)
        self._shared: dict[int, int] = {}
        self._met: dict[int, int] = {}

    def with_apart(self, claim: int, other: int) -> "Space":
        """The same space if these two claims are of others than one another."""
        space = copy(self)
        space.apart = {**self.apart, claim: self.apart.get(claim, 0) | 1 << other}
        space.apart[other] = self.apart.get(other, 0) | 1 << claim
        space._shared = {}
        space.__dict__.pop("_some_apart", None)
        return space

    def shared(self, claim: int) -> int:
        """The claims that one harm can satisfy together with `claim`. Kept, since it is asked for often."""
        if claim not in self._shared:
            self._shared[claim] = (self.met(claim) | self.same.get(claim, 0)) & ~self.apart.get(claim, 0)
        return self._shared[claim]

    def met(self, claim: int) -> int:
        """As `shared`, by where, when, by whom, what and to whom alone. Kept likewise."""
        if claim not in self._met:
            self._met[claim] = reduce(and_, (column.share(claim) for column in self.columns))
        return self._met[claim]

    def together(self, claims: int) -> bool:
        """Whether one harm can satisfy all of `claims`, of which every two share one."""
        if claims & self.at_odds:
            return self.atoms(claims) == [claims]
        return self._meet(claims)

    def _meet(self, claims: int) -> bool:
        return all(column.together(claims) for column in self.columns)

    def holds(self, claim: int) -> int:
        """The claims of which every harm satisfies `claim` too, itself among them."""
        held = -1
        for column in self.columns:
            held &= column.holds(claim)
        for stranger in members(self.apart.get(claim, 0)):
            held &= ~self.shared(stranger) | 1 << claim
        return held

    @cached_property
    def at_odds(self) -> int:
        """Claims said to overlap with one that they could not meet otherwise, and all that is said to overlap these."""
        torn = mask_of(claim for claim, others in self.same.items() if others & ~self.met(claim))
        for claim in members(torn):
            torn |= self.same[claim]
        return torn

    def atoms(self, claims: int) -> list[int]:
        """The largest sets of `claims` that one harm can satisfy at once, in a fixed order."""
        if claims & self.at_odds:
            sets = self._cliques(claims, self.met)
            return sorted(largest(part for one in self._joined(sets, claims) for part in self._split(one)))
        return self._cliques(claims, self.shared)

    def _cliques(self, claims: int, related: Callable[[int], int]) -> list[int]:
        near = {claim: related(claim) & claims for claim in members(claims)}
        found: list[int] = []
        left = claims
        for claim in sorted(near, key=lambda claim: (near[claim].bit_count(), claim)):
            left &= ~(1 << claim)
            found += _around(claim, near[claim] & left, near[claim] & ~left & ~(1 << claim), related)
        return self._meeting(found)

    def more_atoms(self, atoms: Iterable[int], claims: int, more: int) -> list[int]:
        """The atoms of `claims` and `more`, where `atoms` are those of `claims`. Some may be held by larger ones."""
        there = claims | more
        if self.at_odds & there:
            return self.atoms(there)
        found: list[int] = []
        left = there
        for claim in members(more):
            left &= ~(1 << claim)
            near = self.shared(claim) & there & ~(1 << claim)
            found += _around(claim, near & left, near & ~left, self.shared)
        return sorted({*atoms, *self._meeting(found)})

    def _meeting(self, sets: Iterable[int]) -> list[int]:
        """Sets of which every two claims share a harm, made into such as one harm can satisfy whole.

        Where areas lie apart or one inside the other, as in trees, and for spans, the former is enough.
        """
        whole: list[int] = []
        torn: list[int] = []
        for one in sets:
            (whole if self._meet(one) else torn).append(one)
        if torn:
            whole = largest([*whole, *(part for one in torn for part in self._meetings(one, 0))])
        return sorted(whole)

    def _meetings(self, claims: int, column: int) -> Iterator[int]:
        if column == len(self.columns) or not claims & (claims - 1):
            yield claims
            return
        for met in dict.fromkeys(self.columns[column].meets(claims)):
            yield from self._meetings(met, column + 1)

    def _joined(self, sets: list[int], wanted: int) -> list[int]:
        """More sets for claims that overlap by their sources' word against their regions.

        Such a set holds both claims and what either region leaves possible for the two together; no other claims
        come to meet by it, so that knowing of an overlap never lowers what others give.
        """
        if not wanted & self.at_odds:
            return sets
        pairs = [
            (1 << claim | 1 << other, claim, other)
            for claim in members(wanted & mask_of(self.same))
            for other in members(self.same[claim] & wanted)
            if claim < other
        ]
        while True:
            against = [pair for pair in pairs if not any(one & pair[0] == pair[0] for one in sets)]
            more = [
                self._joint(one, other, both)
                for both, first, second in against
                for one in sets
                if one >> first & 1
                for other in sets
                if other >> second & 1
            ]
            if not more:
                return sets
            sets = largest([*sets, *more])

    def _joint(self, one: int, other: int, pair: int) -> int:
        """What `one` and `other` share, with the pair, and with whatever overlaps all that it is not already with."""
        joint = one & other | pair
        for own, opposite in ((one, other), (other, one)):
            for claim in members(own & ~opposite):
                if not joint & ~own & ~self.same.get(claim, 0):
                    joint |= 1 << claim
        return joint

    def _split(self, claims: int) -> list[int]:
        """The largest subsets that hold no pair that is apart."""
        related = {claim: self.apart[claim] & claims for claim in members(claims & self._some_apart)}
        torn = mask_of(claim for claim, others in related.items() if others)
        if not torn:
            return [claims]
        return [claims & ~torn | part for part in unrelated(torn, related)]

    @cached_property
    def _some_apart(self) -> int:
        return mask_of(self.apart)


class Unrelated:
    """For each claim, those that it is not related to."""

    def __init__(self, related: Callable[[int], int]) -> None:
        self._related = related

    def __getitem__(self, claim: int) -> int:
        return ~(self._related(claim) | 1 << claim)


def _around(claim: int, left: int, seen: int, related: Callable[[int], int]) -> Iterator[int]:
    """The largest sets with `claim`, others of `left` and none of `seen`, of which every two are related."""
    return unrelated(left, Unrelated(related), 1 << claim, seen)


def _by_claim(pairs: Iterable[Pair]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one, other in map(sorted, pairs):
        found[one] = found.get(one, 0) | 1 << other
        found[other] = found.get(other, 0) | 1 << one
    return found


def harms(
    regions: Sequence[Region], world: World, within: Mapping[int, int], same: Iterable[Pair], apart: Iterable[Pair]
) -> Space:
    """The space of harms: one survivor in one event."""
    return Space(
        [
            dimensions.places(regions, world, within),
            dimensions.times(regions, within),
            dimensions.parties(regions, world, within),
            dimensions.types(regions, within),
            dimensions.sexes(regions, within),
            dimensions.ages(regions, within),
            dimensions.births(regions, within),
            dimensions.identities(regions, within),
        ],
        within,
        same,
        apart,
    )


def persons(regions: Sequence[Region], within: Mapping[int, int], same: Iterable[Pair], apart: Iterable[Pair]) -> Space:
    """The space of persons, of whom each may have been harmed in several events.

    Only sex, date of birth, being dead already, and having been told apart when records were linked tell persons apart.
    """
    return Space(
        [
            dimensions.sexes(regions, within),
            dimensions.births(regions, within),
            dimensions.deaths(regions, within),
            dimensions.identities(regions, within),
        ],
        within,
        same,
        apart,
    )
