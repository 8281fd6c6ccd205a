"""Linkages drawn from match probabilities, so that the doubt of the linking is carried into the estimate.

Whoever linked the records can say of a pair only how likely it is that both
are of one person. A linkage joins records into persons, and must agree with
itself: if a is b and b is c, a is c. Of all the ways to draw such linkages,
the one with most entropy that joins each pair as often as is its probability
is taken, as far as any can: what was not said is not assumed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from amana.counting.lists import Lists
from amana.counting.sweeps import sweep_draws
from amana.errors import Problem

SURE = 1e-6
WHOLE = 9
MOST_WAYS = 5_000
HOLD = 1e-3
ROUNDS = 50
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Records:
    """Records, each on one list, and pairs that may be of one person.

    `on[r]` is the place in `names` of the list of record r; `pairs` has two records a row, `chances` how likely each
    is to be one person. Two records that were not compared can be one only by way of others; on one list, never.
    """

    names: tuple[str, ...]
    on: NDArray[np.int64]
    pairs: NDArray[np.int64]
    chances: Floats

    def __post_init__(self) -> None:
        bad = not ((self.chances >= 0) & (self.chances <= 1)).all() or len(self.pairs) != len(self.chances)
        if bad or (self.pairs[:, 0] == self.pairs[:, 1]).any():
            raise Problem("counting.bad_pairs")
        if len(self.pairs) and (self.pairs.min() < 0 or self.pairs.max() >= len(self.on)):
            raise Problem("counting.pair_of_nobody")


def draw(records: Records, draws: int, seed: int) -> list[Lists]:
    """So many linkages of the records, each as lists. The same seed gives the same."""
    rng = np.random.default_rng(seed)
    alone: list[int] = []
    persons: list[list[NDArray[np.int64]]] = [[] for _ in range(draws)]
    for members, pairs in components(records):
        if len(members) == 1:
            alone.append(1 << int(records.on[members[0]]))
            continue
        for kept, found in zip(persons, _drawn(members, pairs, records, draws, rng), strict=True):
            kept.append(found)
    return [_as_lists(records.names, np.concatenate([np.array(alone, dtype=np.int64), *kept])) for kept in persons]


def _as_lists(names: tuple[str, ...], persons: NDArray[np.int64]) -> Lists:
    """Persons, each as the lists she is on (a bit for each), counted."""
    found, counts = np.unique(persons, return_counts=True)
    return Lists.of(names, found[:, None] >> np.arange(len(names)) & 1, counts)


def components(records: Records) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Records that hang together by pairs with any chance, with the places of their pairs."""
    root = list(range(len(records.on)))

    def find(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    possible = np.flatnonzero(records.chances > 0)
    for one, other in records.pairs[possible].tolist():
        root[find(one)] = find(other)
    heads = np.array([find(one) for one in range(len(root))], dtype=np.int64)
    of_pairs = heads[records.pairs[possible, 0]] if len(possible) else np.empty(0, dtype=np.int64)
    by_head: dict[int, list[int]] = {}
    for place, head in zip(possible.tolist(), of_pairs.tolist(), strict=True):
        by_head.setdefault(head, []).append(place)
    order = np.argsort(heads, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(heads[order])) + 1):
        if len(members):
            yield members, np.array(by_head.get(int(heads[members[0]]), []), dtype=np.int64)


def _drawn(
    members: NDArray[np.int64], pairs: NDArray[np.int64], records: Records, draws: int, rng: np.random.Generator
) -> Sequence[NDArray[np.int64]]:
    """For each draw the persons of one component, each as the lists she is on (a bit for each)."""
    on = records.on[members]
    at = {record: place for place, record in enumerate(members.tolist())}
    ends = [(at[one], at[other]) for one, other in records.pairs[pairs].tolist()]
    chances = np.clip(records.chances[pairs], SURE, 1 - SURE)
    ways = _ways(on, ends) if len(members) <= WHOLE else None
    if ways is None:
        return sweep_draws(on, ends, chances, draws, rng)
    joined = np.array([[way[one] == way[other] for one, other in ends] for way in ways], dtype=float)
    shares = entropic(joined, chances)
    chosen = rng.choice(len(ways), size=draws, p=shares)
    persons = [np.array(list(_lists_of(way, on).values()), dtype=np.int64) for way in ways]
    return [persons[way] for way in chosen.tolist()]


def _ways(on: NDArray[np.int64], ends: list[tuple[int, int]]) -> list[tuple[int, ...]] | None:
    """Every way to part the records into persons, each record with its person's number; None if they are too many."""
    known = {frozenset(pair) for pair in ends}
    ways: list[list[int]] = [[]]
    for record in range(len(on)):
        grown = []
        for way in ways:
            for person in range(max(way, default=-1) + 2):
                beside = [other for other, whose in enumerate(way) if whose == person]
                if all(on[other] != on[record] or frozenset((other, record)) in known for other in beside):
                    grown.append([*way, person])
        ways = grown
        if len(ways) > 20 * MOST_WAYS:
            return None
    kept = [tuple(way) for way in ways if _hangs_together(way, ends)]
    return kept if len(kept) <= MOST_WAYS else None


def _hangs_together(way: list[int], ends: list[tuple[int, int]]) -> bool:
    """Whether each person's records are joined by pairs that were compared."""
    parts = {record: {record} for record in range(len(way))}
    for one, other in ends:
        if way[one] == way[other] and parts[one] is not parts[other]:
            parts[one] |= parts[other]
            for record in parts[other]:
                parts[record] = parts[one]
    return all(parts[a] is parts[b] for a, b in combinations(range(len(way)), 2) if way[a] == way[b])


def _lists_of(way: tuple[int, ...], on: NDArray[np.int64]) -> dict[int, int]:
    lists: dict[int, int] = {}
    for record, person in enumerate(way):
        lists[person] = lists.get(person, 0) | 1 << int(on[record])
    return lists


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
