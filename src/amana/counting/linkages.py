"""Linkages drawn from match probabilities, so that the doubt of the linking is carried into the estimate.

Whoever linked the records can say of a pair only how likely it is that both
are of one person. A linkage joins records into persons, and must agree with
itself: if a is b and b is c, a is c. Of all the ways to draw such linkages,
the one with most entropy that joins each pair as often as is its probability
is taken, as far as any can: what was not said is not assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from amana.counting.knots import Knot, knots
from amana.counting.lists import Lists
from amana.counting.sweeps import sweep_draws
from amana.errors import Problem

WHOLE = 8
MOST_WAYS = 5_000
HOLD = 1e-3
ROUNDS = 50
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Records:
    """Records, each on one list, and pairs that may be of one person.

    `on[r]` is the place in `names` of the list of record r; `pairs` has two records a row, `chances` how likely each
    is to be one person. Two records that were not compared can be one only by way of others; on one list, never.
    """

    names: tuple[str, ...]
    on: Ints
    pairs: Ints
    chances: Floats

    def __post_init__(self) -> None:
        bad = not ((self.chances >= 0) & (self.chances <= 1)).all() or len(self.pairs) != len(self.chances)
        strange = len(self.pairs) and (self.pairs.min() < 0 or self.pairs.max() >= len(self.on))
        if bad or strange or (self.pairs[:, 0] == self.pairs[:, 1]).any():
            raise Problem("counting.bad_pairs")


def draw(records: Records, draws: int, seed: int) -> list[Lists]:
    """So many linkages of the records, each as lists. The same seed gives the same."""
    rng = np.random.default_rng(seed)
    alone: list[int] = []
    persons: list[list[Sequence[int]]] = [[] for _ in range(draws)]
    pairs = [(int(one), int(other)) for one, other in records.pairs]
    for knot in knots(records.on.tolist(), pairs, records.chances.tolist()):
        if not knot.ends:
            alone += knot.lists
            continue
        for kept, found in zip(persons, _drawn(knot, draws, rng), strict=True):
            kept.append(found)
    return [_as_lists(records.names, [*alone, *(one for found in kept for one in found)]) for kept in persons]


def _as_lists(names: tuple[str, ...], persons: list[int]) -> Lists:
    """Persons, each as the lists she is on (a bit for each), counted."""
    found, counts = np.unique(np.array(persons, dtype=np.int64), return_counts=True)
    return Lists.of(names, found[:, None] >> np.arange(len(names)) & 1, counts)


def _drawn(knot: Knot, draws: int, rng: np.random.Generator) -> Sequence[Sequence[int]]:
    """For each draw the persons of one knot, each as the lists she is on."""
    if len(knot.lists) == 2 and not knot.blocked:
        one, other = knot.lists
        return [(one | other,) if joined else (one, other) for joined in rng.random(draws) < knot.chances[0]]
    ways = _ways(knot) if len(knot.lists) <= WHOLE else None
    if ways is None:
        return sweep_draws(knot, draws, rng)
    joined = np.array([[way[one] == way[other] for one, other in knot.ends] for way in ways], dtype=float)
    chosen = rng.choice(len(ways), size=draws, p=entropic(joined, knot.chances))
    persons = [_persons(way, knot.lists) for way in ways]
    return [persons[way] for way in chosen.tolist()]


def _ways(knot: Knot) -> list[tuple[int, ...]] | None:
    """Every way to part the nodes into persons, each node with its person's number; None if they are too many."""
    ways: list[list[int]] = [[]]
    for node in range(len(knot.lists)):
        ways = [
            [*way, person]
            for way in ways
            for person in range(max(way, default=-1) + 2)
            if not any(whose == person and (other, node) in knot.blocked for other, whose in enumerate(way))
        ]
    kept = [tuple(way) for way in ways if _hangs_together(way, knot.ends)]
    return kept if len(kept) <= MOST_WAYS else None


def _hangs_together(way: list[int], ends: Sequence[tuple[int, int]]) -> bool:
    """Whether each person's nodes are joined by pairs that were compared."""
    parts = {node: {node} for node in range(len(way))}
    for one, other in ends:
        if way[one] == way[other] and parts[one] is not parts[other]:
            parts[one] |= parts[other]
            for node in parts[other]:
                parts[node] = parts[one]
    return all(parts[a] is parts[b] for a, b in combinations(range(len(way)), 2) if way[a] == way[b])


def _persons(way: tuple[int, ...], lists: Sequence[int]) -> tuple[int, ...]:
    found: dict[int, int] = {}
    for node, person in enumerate(way):
        found[person] = found.get(person, 0) | lists[node]
    return tuple(found.values())


def entropic(joined: Floats, chances: Floats) -> Floats:
    """The share of each way (rows of `joined`: which pairs it joins), of most entropy, that joins pairs by `chances`.

    Newton's method on the dual, held a little to the pairs' own odds, which settles what cannot be met exactly.
    """
    odds = np.log(chances / (1 - chances))

    def dual(tilt: Floats) -> float:
        logs = joined @ tilt
        top = logs.max()
        pulled = HOLD / 2 * float(((tilt - odds) ** 2).sum())
        return float(chances @ tilt - top - np.log(np.exp(logs - top).sum())) - pulled

    tilt, reached = odds.copy(), dual(odds)
    for _ in range(ROUNDS):
        shares = _shares(joined @ tilt)
        means = shares @ joined
        slope = chances - means - HOLD * (tilt - odds)
        spread = (joined * shares[:, None]).T @ joined - np.outer(means, means)
        step = np.linalg.solve(spread + HOLD * np.eye(len(tilt)), slope)
        while (tried := dual(tilt + step)) < reached and np.abs(step).max() > 1e-9:
            step /= 2
        tilt, before, reached = tilt + step, reached, tried
        if reached - before < 1e-12:
            break
    return _shares(joined @ tilt)


def _shares(logs: Floats) -> Floats:
    likely: Floats = np.exp(logs - logs.max())
    likely /= likely.sum()
    return likely
