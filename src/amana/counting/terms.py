"""Log-linear models of lists: their terms, which models there are, and which terms the counts leave empty.

A term is a set of lists, as an int with a bit for each: how much likelier they
are to share a person than their smaller sets say. A model with a term has
every smaller one (it is hierarchical), and every list by itself.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from amana.counting.lists import Lists

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Terms:
    """All terms of up to `order` lists on so many `lists`, the single ones first, and the histories that have each."""

    lists: int
    order: int

    @cached_property
    def sets(self) -> tuple[int, ...]:
        """Every term by size, then in the order of lists; the lists by themselves come first."""
        every = range(1, 1 << self.lists)
        return tuple(sorted((s for s in every if s.bit_count() <= self.order), key=lambda s: (s.bit_count(), -s)))

    @cached_property
    def pairs(self) -> slice:
        """The columns of `design` that are terms of two lists."""
        return slice(self.lists + 1, self.lists + 1 + self.lists * (self.lists - 1) // 2)

    @cached_property
    def design(self) -> Floats:
        """A row for each history but the unseen one, in binary order; a column for the level, then for each term."""
        histories = range(1, 1 << self.lists)
        rows = [[1.0, *(float(history & s == s) for s in self.sets)] for history in histories]
        return np.array(rows)

    def counts(self, lists: Lists) -> Floats:
        """The counts by the rows of `design`. The first list is the highest bit, as in `Lists.table`."""
        return lists.table()[1:].astype(float)

    def emptied(self, counts: Floats, active: Flags) -> tuple[Flags, Flags]:
        """Which terms of each model have a finite value, and which histories are then possible, by counts.

        Where a term's lists share nobody, its value is minus infinity (an extended estimate: Chan, Silverman and
        Vincent 2021, Journal of the American Statistical Association 116), and no history with it can occur.
        """
        empty = active & (counts @ self.design == 0)
        empty[:, 0] = False
        possible = (empty.astype(float) @ self.design.T) == 0
        return active & ~empty, possible

    def members(self, model: Flags) -> tuple[tuple[int, ...], ...]:
        """The largest terms of a model, as places of lists: what it is written by."""
        present = [s for s, there in zip(self.sets, model[1:].tolist(), strict=True) if there]
        largest = [s for s in present if not any(s != other and s & other == s for other in present)]
        return tuple(tuple(at for at in range(self.lists) if s >> (self.lists - 1 - at) & 1) for s in largest)


@cache
def hierarchical(lists: int, order: int) -> Flags:
    """Every hierarchical model with terms of up to `order` lists: 8 on 3 lists, 113 on 4, 6,893 on 5."""
    terms = Terms(lists, order)
    larger = [s for s in terms.sets if s.bit_count() > 1]
    models: list[frozenset[int]] = [frozenset()]
    for s in larger:
        below = [s & ~(1 << bit) for bit in range(lists) if s >> bit & 1]
        models += [model | {s} for model in models if s.bit_count() == 2 or all(part in model for part in below)]
    flags = np.ones((len(models), len(terms.sets) + 1), dtype=bool)
    for row, model in enumerate(models):
        flags[row, 1:] = [s.bit_count() == 1 or s in model for s in terms.sets]
    return flags
