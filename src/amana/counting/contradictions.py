"""Claims that cannot all hold: each contradiction as a smallest set of claims, none of which can be spared from it.

Nothing is settled here and nothing averaged: a contradiction is named, with what the claims are at odds about, and
the sources decide.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from amana.counting.cells import TooMany
from amana.counting.dimensions import possible
from amana.counting.masks import mask_of, members
from amana.counting.programme import solve
from amana.counting.regions import FIRST, LAST, Region
from amana.counting.registers import MOST_CLAIMS, Programme, upper_bound
from amana.counting.space import Space
from amana.counting.world import World
from amana.events.claims import Claim

if TYPE_CHECKING:
    from amana.counting.at_least import Count

MOST = 20
"""Of contradictions that registers share, so many are named."""


@dataclass(frozen=True)
class Contradiction:
    """Claims that cannot all hold. Of numbers: `total` says too few (`most`) for the others (`least`).

    `about`: "parts" (parts are more than their total), "register" (more than a complete register allows), "apart" (said
    to be the same and to be others), "elsewhere" (said to overlap, but their places, times, parties or people exclude
    it), "person" (records linked as of one person, who cannot be), "allies" (enemies together), "not_there" (a party
    acting before it was there, or after).
    """

    claims: tuple[str, ...]
    about: str
    total: str = ""
    least: int | None = None
    most: int | None = None


def contradictions(count: "Count") -> Iterator[Contradiction]:
    """Every contradiction that can be told from the claims and what the folder says of parties, each once."""
    seen: set[frozenset[str]] = set()
    for found in _told(count):
        one = _whole(count, found)
        claims = frozenset(one.claims)
        if (
            not any(frozenset(part) in seen for size in (1, 2) for part in combinations(one.claims, size))
            and claims not in seen
        ):
            seen.add(claims)
            yield one


def _told(count: "Count") -> Iterator[Contradiction]:
    yield from _with_parties(count)
    yield from _in_pairs(count)
    yield from _in_parts(count)
    yield from _with_registers(count)


def _whole(count: "Count", found: Contradiction) -> Contradiction:
    """The same with the totals that its claims are in, as far as it rests on them: a part may be apart by its total."""
    claims = {one.id: one for one in count.claims}
    places = mask_of(count.place(one) for one in found.claims)
    outer = [place for one in members(places) for place in members(count.within[one])]
    more = sorted(set(outer) - set(members(places)))
    if not more:
        return found

    def told(some: list[int]) -> Contradiction | None:
        fewer = type(count)([claims[one] for one in count.ids(some)], count.world)
        return next(_told(fewer), None)

    kept = _smallest([*more, *members(places)], lambda some: told(some) is not None)
    return replace(told(kept) or found, claims=count.ids(kept))


def _with_parties(count: "Count") -> Iterator[Contradiction]:
    for claim, region in zip(count.claims, count.regions, strict=True):
        if region.each_party and not possible(region, count.world):
            yield Contradiction((claim.id,), "allies")
        if region.parties and not _there(claim, region, count.world):
            yield Contradiction((claim.id,), "not_there")


def _there(claim: Claim, region: Region, world: World) -> bool:
    """Whether one of the claim's parties was there at some time that the claim may be of.

    If it was each of them, each must have been; all at one time, unless the act lasts.
    """
    start, end = claim.period.within
    first, last = (start if claim.period.of == "event" else None) or FIRST, end or LAST
    spans = [world.span(party) for party in region.parties]
    times = [(max(first, since or FIRST), min(last, until or LAST)) for since, until in spans]
    if region.each_party and not region.continuing:
        return max(since for since, _ in times) <= min(until for _, until in times)
    there = [since <= until for since, until in times]
    return all(there) if region.each_party else any(there)


def _in_pairs(count: "Count") -> Iterator[Contradiction]:
    for space in (count.harms, count.people):
        for place, others in space.same.items():
            for other in members(others):
                if place < other and not space.shared(place) >> other & 1:
                    yield Contradiction(count.ids((place, other)), "apart")
                elif place < other and not space.met(place) >> other & 1:
                    said = count.harms.same.get(place, 0) >> other & 1
                    yield Contradiction(count.ids((place, other)), "elsewhere" if said else "person")


def _in_parts(count: "Count") -> Iterator[Contradiction]:
    """Totals of which the parts are more than the whole."""
    parts: dict[int, int] = {}
    for place, outers in count.within.items():
        for outer in members(outers):
            parts[outer] = parts.get(outer, 0) | 1 << place
    for total, inner in parts.items():
        for unit, space in (("survivors", count.harms), ("persons", count.people)):
            most = upper_bound(count.claims[total], unit)
            if most is not None:
                yield from _too_many(count, space, unit, total, inner, most, "parts")


def _with_registers(count: "Count") -> Iterator[Contradiction]:
    for unit, space in (("survivors", count.harms), ("persons", count.people)):
        tops = dict(count.tops[unit])
        for place, most in list(tops.items()):
            inside = count.inner(place) & ~(1 << place)
            for other in members(inside & space.apart.get(place, 0)):
                if count.needs(1 << other, unit):
                    yield Contradiction(count.ids((place, other)), "register")
                    tops.pop(place, None)
            if place not in tops:
                continue
            for one in _too_many(count, space, unit, place, inside, most, "register"):
                yield one
                tops.pop(place)
        yield from _together(count, unit, tops)


def _too_many(
    count: "Count", space: Space, unit: str, whole: int, inner: int, most: int, about: str
) -> Iterator[Contradiction]:
    needs = count.needs(inner, unit)
    if sum(needs.values()) <= most:
        return
    found = solve(space, needs)
    if found.total > most:
        left = _smallest(
            found.making, lambda claims: solve(space, {claim: needs[claim] for claim in claims}).total > most
        )
        least = solve(space, {claim: needs[claim] for claim in left}).total
        yield Contradiction(count.ids([whole, *left]), about, count.claims[whole].id, least, most)


def _together(count: "Count", unit: str, tops: dict[int, int]) -> Iterator[Contradiction]:
    """Contradictions that several registers make together, or that what is apart makes with one."""
    left = set(tops)
    for _ in range(MOST):
        near = mask_of(left)
        for place in left:
            near |= count.asked.touching(count.question_of(place)) & count.everyone
        chosen = left | set(count.needs(near, unit)) - count.tops[unit].keys()
        if not left or len(chosen) > MOST_CLAIMS:
            return
        try:
            if _hold(count, unit, sorted(chosen)):
                return
            places = _smallest(sorted(chosen), lambda claims: not _hold(count, unit, claims))
        except TooMany:
            return
        yield Contradiction(count.ids(places), "register")
        left -= set(places)


def _hold(count: "Count", unit: str, claims: list[int]) -> bool:
    return not claims or Programme(count, unit, claims).solve() is not None


def _smallest(claims: Iterable[int], at_odds: Callable[[list[int]], bool]) -> list[int]:
    """A smallest part of claims at odds: with any one left out, it is so no more."""
    kept = list(claims)
    size = len(kept) // 2
    while size:
        for start in range(0, len(kept), size):
            fewer = kept[:start] + kept[start + size :]
            if at_odds(fewer):
                kept = fewer
                break
        else:
            size //= 2
    return kept
