"""Why a documented minimum is no larger: claims absorbed by others, cautions, and what stays undecided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from amana.counting.doubts import left_open
from amana.counting.masks import mask_of, members
from amana.counting.programme import solve

if TYPE_CHECKING:
    from amana.counting.at_least import Basis

NEAREST = 12
SOLVED_ANEW = 300


@dataclass(frozen=True)
class Absorbed:
    """A claim that adds nothing, because those in `by` may count the same; what it would add if it were of others.

    Where more than NEAREST may, `by` names those first that lie inside it; `more` is how many are left.
    """

    claim: str
    by: tuple[str, ...]
    adds_if_apart: int
    more: int = 0


@dataclass(frozen=True)
class Caution:
    """Two claims that are allowed to be of the same although no source says so, and what leaves it open."""

    claim: str
    other: str
    because: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One thing that, if somebody showed it, would raise the number by `adds`.

    `kind` "apart": that `claim` is of others than all of `others`, which is left open by `because`. Else in
    which dimension `claim` would be shown to lie inside what is asked: by whom ("party"), where ("place"), when
    ("time"), what ("act"), to whom ("people").
    """

    kind: str
    claim: str
    others: tuple[str, ...]
    because: tuple[str, ...]
    adds: int


def absorbed(basis: "Basis") -> Iterator[Absorbed]:
    """Each claim that is not needed for the total, with the claims making it up that it may share a harm with."""
    count, space = basis.count, basis.count.harms
    making = mask_of(basis.found.making)
    left = [place for place in basis.needs if not making >> place & 1]
    for place in sorted(left, key=lambda place: (-basis.needs[place], count.claims[place].id)):
        by = making & space.shared(place)
        near = by & space.holds(place)
        nearest = [*members(near), *members(by & ~near)][:NEAREST]
        more = by.bit_count() - len(nearest)
        yield Absorbed(count.claims[place].id, count.ids(nearest), basis.needs[place], more)


def cautions(basis: "Basis", absorbed: Iterable[Absorbed]) -> Iterator[Caution]:
    """Of each absorbed claim and one that absorbs it, what leaves it open whether they are of the same."""
    count = basis.count
    for one in absorbed:
        place = count.place(one.claim)
        for other in map(count.place, one.by):
            if not count.harms.same.get(place, 0) >> other & 1:
                because = left_open(count.regions[place], count.regions[other], count.world)
                if because:
                    yield Caution(one.claim, count.claims[other].id, because)


class Undecided:
    """Claims that touch what is asked but are not wholly inside, each with the dimensions that leave it open."""

    def __init__(self, basis: "Basis") -> None:
        self._count, self._question = basis.count, basis.question
        self._places = self._count.asked.touching(self._question) & ~basis.inside & self._count.everyone

    def __len__(self) -> int:
        return self._places.bit_count()

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for place in members(self._places):
            yield self._count.claims[place].id, self._count.asked.left_open(place, self._question)


def unrevised(basis: "Basis") -> int:
    """The figure from the claims that were not published late."""
    count = basis.count
    return solve(count.harms, {p: need for p, need in basis.needs.items() if not count.claims[p].late}).total


def would_raise(basis: "Basis", absorbed: Iterable[Absorbed]) -> list[Fact]:
    """Facts that would raise the number, the first NEAREST of each kind.

    That a claim is of others than those that absorb it; that two claims which make the number up and may share people
    are of others; that a claim left undecided lies inside. The last two need the programme solved anew, so they
    are left out where more than SOLVED_ANEW claims lie inside.
    """
    facts = [*islice(_of_others(basis, absorbed), NEAREST)]
    if len(basis.needs) <= SOLVED_ANEW:
        facts += [*_making_apart(basis), *_inside(basis)]
    return sorted(facts, key=lambda fact: (-fact.adds, fact.claim, fact.kind))


def _of_others(basis: "Basis", absorbed: Iterable[Absorbed]) -> Iterator[Fact]:
    count = basis.count
    for one in absorbed:
        place = count.place(one.claim)
        if not one.more and not any(count.harms.same.get(place, 0) >> count.place(other) & 1 for other in one.by):
            open_by = (left_open(count.regions[place], count.regions[count.place(o)], count.world) for o in one.by)
            because = tuple(dict.fromkeys(why for whys in open_by for why in whys))
            yield Fact("apart", one.claim, one.by, because, one.adds_if_apart)


def _making_apart(basis: "Basis") -> Iterator[Fact]:
    count, space = basis.count, basis.count.harms
    making = mask_of(basis.found.making)
    pairs = [
        (one, other)
        for one in members(making)
        for other in members(making & space.shared(one) & ~space.same.get(one, 0))
        if one < other
    ]
    pairs.sort(key=lambda pair: -min(basis.needs[place] for place in pair))
    for one, other in pairs[:NEAREST]:
        adds = solve(space.with_apart(one, other), basis.needs).total - basis.found.total
        if adds:
            because = left_open(count.regions[one], count.regions[other], count.world)
            yield Fact("apart", count.claims[one].id, count.ids([other]), because, adds)


def _inside(basis: "Basis") -> Iterator[Fact]:
    count = basis.count
    left = count.asked.touching(basis.question) & ~basis.inside & count.everyone
    needs = count.needs(left, "survivors")
    for place in sorted(needs, key=lambda place: (-needs[place], count.claims[place].id))[:NEAREST]:
        open_in = count.asked.left_open(place, basis.question)
        if len(open_in) == 1:
            adds = solve(count.harms, {**basis.needs, place: needs[place]}).total - basis.found.total
            if adds:
                yield Fact(open_in[0], count.claims[place].id, (), (), adds)


def units(basis: "Basis") -> dict[str, int]:
    """The minimum in each unit that the sources use, from the claims in that unit alone."""
    count = basis.count
    found: dict[str, dict[int, int]] = {}
    for place in members(basis.inside):
        if bound := count.bounds[place]:
            found.setdefault(count.claims[place].unit, {})[place] = bound
    return {
        unit: basis.found.total if needs == basis.needs else solve(count.harms, needs).total
        for unit, needs in sorted(found.items())
    }
