"""Records tied into knots by the pairs that may be one person: what has to be settled together, and no more.

What is sure is tied first: records that are one person for certain become one
node. What is left in doubt is between nodes, in knots that know nothing of each
other, most of them of two nodes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SURE = 1e-6


@dataclass(frozen=True, eq=False)
class Knot:
    """Nodes that doubts hang together.

    `lists` are those each node is on (a bit for each); `ends` the pairs of nodes in doubt, each with its chance in
    `chances`; `blocked` are pairs of nodes that can never be one person.
    """

    lists: tuple[int, ...]
    ends: tuple[tuple[int, int], ...]
    chances: NDArray[np.float64]
    blocked: frozenset[tuple[int, int]]


def knots(on: Sequence[int], pairs: Sequence[tuple[int, int]], chances: Sequence[float]) -> Iterator[Knot]:
    """The knots of records, `on[r]` being the list of record r. A node without a doubt is a knot by itself.

    Sure pairs that would put two records of one list together, which were not compared, are left in doubt.
    """
    compared = {_pair(*pair) for pair, chance in zip(pairs, chances, strict=True) if chance > 0}
    apart = {_pair(*pair) for pair, chance in zip(pairs, chances, strict=True) if chance == 0}
    nodes = _Tied(len(on))
    for pair, chance in zip(pairs, chances, strict=True):
        if chance >= 1 - SURE and not _clash(nodes.of(pair[0]), nodes.of(pair[1]), on, compared, apart):
            nodes.tie(*pair)
    doubts: dict[tuple[int, int], list[float]] = defaultdict(list)
    for (one, other), chance in zip(pairs, chances, strict=True):
        ends = _pair(nodes.head(one), nodes.head(other))
        if chance > 0 and ends[0] != ends[1]:
            doubts[ends].append(min(max(chance, SURE), 1 - SURE))
    tied = _Tied(len(on))
    for one, other in doubts:
        tied.tie(one, other)
    by_knot: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for ends in doubts:
        by_knot[tied.head(ends[0])].append(ends)
    members: dict[int, list[int]] = defaultdict(list)
    for record in range(len(on)):
        if nodes.head(record) == record:
            members[tied.head(record)].append(record)
    for head, heads in members.items():
        at = {one: place for place, one in enumerate(heads)}
        ends_here = sorted(by_knot[head])
        yield Knot(
            lists=tuple(_mask(nodes.of(one), on) for one in heads),
            ends=tuple((at[one], at[other]) for one, other in ends_here),
            chances=np.array([np.mean(doubts[ends]) for ends in ends_here]),
            blocked=frozenset(
                (at[one], at[other])
                for place, one in enumerate(heads)
                for other in heads[place + 1 :]
                if _clash(nodes.of(one), nodes.of(other), on, compared, apart)
            ),
        )


class _Tied:
    """Which records are tied together (union–find that knows its members)."""

    def __init__(self, size: int) -> None:
        self.heads = list(range(size))
        self.members = [[one] for one in range(size)]

    def head(self, one: int) -> int:
        return self.heads[one]

    def of(self, one: int) -> list[int]:
        return self.members[self.heads[one]]

    def tie(self, one: int, other: int) -> None:
        kept, gone = sorted((self.heads[one], self.heads[other]))
        if kept != gone:
            for member in self.members[gone]:
                self.heads[member] = kept
            self.members[kept] += self.members[gone]


def _clash(
    one: Iterable[int],
    other: Iterable[int],
    on: Sequence[int],
    compared: set[tuple[int, int]],
    apart: set[tuple[int, int]],
) -> bool:
    """Whether two nodes hold records that can't be one person: said to be apart, or of one list and not compared."""
    others = tuple(other)
    return any(
        _pair(a, b) in apart or (on[a] == on[b] and _pair(a, b) not in compared) for a in one for b in others if a != b
    )


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _mask(records: Iterable[int], on: Sequence[int]) -> int:
    mask = 0
    for record in records:
        mask |= 1 << on[record]
    return mask
