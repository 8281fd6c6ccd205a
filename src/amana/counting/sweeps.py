"""Linkages of records that hang together in a large knot, drawn by moving one record at a time.

For knots too large to write down every way of parting them. While it warms up
it learns by how much each pair must be favoured so that it is joined as often
as is its probability (Robbins and Monro 1951; Polyak and Juditsky 1992); then it
draws.
"""

import numpy as np
from numpy.typing import NDArray

WARM, BETWEEN = 600, 5
FASTEST = 1.0
Floats = NDArray[np.float64]


def sweep_draws(
    on: NDArray[np.int64], ends: list[tuple[int, int]], chances: Floats, draws: int, rng: np.random.Generator
) -> list[NDArray[np.int64]]:
    """For each draw the persons of one knot, each as the lists she is on (a bit for each)."""
    near: list[dict[int, int]] = [{} for _ in on]
    for place, (one, other) in enumerate(ends):
        near[one][other] = near[other][one] = place
    odds = np.log(chances / (1 - chances))
    tilt = odds.copy()
    persons: list[set[int]] = [{record} for record in range(len(on))]
    whose = list(range(len(on)))
    pairs = np.array(ends)
    found, learnt = [], np.zeros_like(tilt)
    for turn in range(WARM + draws * BETWEEN):
        for record in rng.permutation(len(on)).tolist():
            _move(record, on, near, tilt, persons, whose, rng)
        if turn < WARM:
            at = np.array(whose)
            joined = (at[pairs[:, 0]] == at[pairs[:, 1]]).astype(float)
            tilt += FASTEST / (1 + turn / 20) ** 0.7 * (chances - joined)
            tilt = np.clip(tilt, odds - 12, odds + 12)
            learnt += tilt * (turn >= WARM // 2)
            if turn == WARM - 1:
                tilt = learnt / (WARM - WARM // 2)
        elif (turn - WARM) % BETWEEN == BETWEEN - 1:
            lists = [int(np.bitwise_or.reduce(1 << on[sorted(person)])) for person in persons if person]
            found.append(np.array(lists, dtype=np.int64))
    return found


def _move(
    record: int,
    on: NDArray[np.int64],
    near: list[dict[int, int]],
    tilt: Floats,
    persons: list[set[int]],
    whose: list[int],
    rng: np.random.Generator,
) -> None:
    """Put one record with a person anew, by how much the pairs favour it; a person must go on hanging together."""
    old = persons[whose[record]]
    old.discard(record)
    if not _whole(old, near):
        old.add(record)
        return
    choices = list({whose[other] for other in near[record] if other in persons[whose[other]]})
    choices = [
        one for one in choices if all(on[other] != on[record] or other in near[record] for other in persons[one])
    ]
    alone = next(place for place, person in enumerate(persons) if not person)
    weights = [sum(tilt[near[record][other]] for other in persons[one] if other in near[record]) for one in choices]
    logs = np.array([*weights, 0.0])
    shares = np.exp(logs - logs.max())
    chosen = [*choices, alone][int(rng.choice(len(shares), p=shares / shares.sum()))]
    persons[chosen].add(record)
    whose[record] = chosen


def _whole(person: set[int], near: list[dict[int, int]]) -> bool:
    """Whether the records hang together by pairs that were compared."""
    if len(person) < 2:
        return True
    reached, edge = set(), [next(iter(person))]
    while edge:
        one = edge.pop()
        if one not in reached:
            reached.add(one)
            edge.extend(other for other in near[one] if other in person)
    return reached == person
