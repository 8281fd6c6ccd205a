"""Leaves out, before the integer programme, claims that others already carry.

A claim adds no condition where every harm of a narrower claim satisfies it too and
the narrower one counts as many; or where narrower claims that cannot meet count
more together. What is left gives the same minimum.
"""

from collections.abc import Mapping

from amana.counting.masks import mask_of, members
from amana.counting.space import Space


def carried(space: Space, needs: Mapping[int, int]) -> dict[int, int]:
    """The claims of `needs` that are left, with their needs."""
    left = mask_of(needs)
    by_need: dict[int, int] = {}
    for claim, need in needs.items():
        by_need[need] = by_need.get(need, 0) | 1 << claim
    as_many: dict[int, int] = {}
    reached = 0
    for need in sorted(by_need, reverse=True):
        reached |= by_need[need]
        as_many[need] = reached
    trusted = ~space.at_odds
    for claim in sorted(needs, reverse=True):
        narrower = space.holds(claim) & left & trusted & ~(1 << claim)
        if narrower and (
            narrower & as_many[needs[claim]]
            or (_sum(narrower, needs) > needs[claim] and _together(space, narrower, needs) > needs[claim])
        ):
            left &= ~(1 << claim)
    return {claim: needs[claim] for claim in members(left)}


def _sum(claims: int, needs: Mapping[int, int]) -> int:
    return sum(needs[claim] for claim in members(claims))


def _together(space: Space, claims: int, needs: Mapping[int, int]) -> int:
    """A number that `claims` surely reach: of those that cannot meet, the largest first."""
    total = 0
    for claim in sorted(members(claims), key=lambda claim: -needs[claim]):
        if claims >> claim & 1:
            total += needs[claim]
            claims &= ~space.shared(claim)
    return total
