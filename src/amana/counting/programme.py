"""The least number of harms (or persons) that gives every claim what it needs: from a space and needs to a total.

Most claims of a large collection cost nothing, since some harm that others ask
for can be theirs as well. So the programme begins with claims that cannot meet,
is solved, and what its harms cannot satisfy too is added, until nothing is left.
The total of some of the claims is never above that of all, and harms that
satisfy all are never fewer than needed: where the two are equal, both are exact.
"""

from collections.abc import Mapping

from amana.counting.absorb import carried
from amana.counting.assign import Guests
from amana.counting.masks import mask_of, members
from amana.counting.solve import Least, Relaxed, fewest, parts, solve_part
from amana.counting.space import Space

AT_ONCE = 60
A_FEW = 300
LARGE = 200
"""A part of so many atoms is worth keeping its programme for."""


def solve(space: Space, needs: Mapping[int, int]) -> Least:
    """The least total for all of `needs`, and claims that alone give it."""
    left = carried(space, needs)
    chosen = mask_of(left) if len(left) <= AT_ONCE else _apart(space, left)
    atoms = space.atoms(chosen)
    guests = Guests(space, needs, members(mask_of(left) & ~chosen))
    solved: dict[tuple[int, ...], Least] = {}
    begun: list[Relaxed] = []
    while True:
        solved = {part: solved.get(part) or _solved(part, needs, begun) for part in parts(atoms)}
        guests.offer(harm for part in solved.values() for harm in part.harms)
        more = mask_of(guests.seat())
        if not more:
            return Least(
                sum(part.total for part in solved.values()),
                fewest(solved, needs),
                tuple(harm for part in solved.values() for harm in part.harms),
            )
        guests.waiting.clear()
        atoms = space.more_atoms(atoms, chosen, more) if more.bit_count() < A_FEW else space.atoms(chosen | more)
        chosen |= more


def _solved(part: tuple[int, ...], needs: Mapping[int, int], begun: list[Relaxed]) -> Least:
    """A part, from where the largest large part that it has swallowed was left."""
    if len(part) < LARGE:
        return solve_part(part, needs)
    atoms = set(part)
    within = [one for one in begun if one.atoms.keys() <= atoms]
    model = max(within, key=lambda one: len(one.atoms), default=None) or Relaxed()
    begun[:] = [model, *(one for one in begun if one not in within)]
    return solve_part(part, needs, model)


def _apart(space: Space, needs: Mapping[int, int]) -> int:
    """Claims of which no two can meet, the largest first."""
    left = mask_of(needs)
    chosen = 0
    for claim in sorted(needs, key=lambda claim: (-needs[claim], claim)):
        if left >> claim & 1:
            chosen |= 1 << claim
            left &= ~space.shared(claim)
    return chosen
