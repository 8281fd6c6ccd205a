"""Linkages of nodes in a large knot, drawn by moving one node at a time.

For knots too large to write down every way of parting them. While it warms up
it learns by how much each pair must be favoured so that it is joined as often
as is its probability (Robbins and Monro 1951; Polyak and Juditsky 1992); then
it draws.
"""

from collections.abc import Sequence

import numpy as np

from amana.counting.knots import Knot

WARM, BETWEEN = 600, 5
FASTEST = 1.0


def sweep_draws(knot: Knot, draws: int, rng: np.random.Generator) -> list[Sequence[int]]:
    """For each draw the persons of one knot, each as the lists she is on (a bit for each)."""
    state = _State(knot)
    odds = np.log(knot.chances / (1 - knot.chances))
    ends = np.array(knot.ends)
    tilt, learnt = odds.copy(), np.zeros_like(odds)
    found: list[Sequence[int]] = []
    for turn in range(WARM + draws * BETWEEN):
        for node in rng.permutation(len(knot.lists)).tolist():
            state.move(node, tilt, rng)
        if turn < WARM:
            at = np.array(state.whose)
            joined = (at[ends[:, 0]] == at[ends[:, 1]]).astype(float)
            tilt = np.clip(tilt + FASTEST / (1 + turn / 20) ** 0.7 * (knot.chances - joined), odds - 12, odds + 12)
            learnt += tilt * (turn >= WARM // 2)
            if turn == WARM - 1:
                tilt = learnt / (WARM - WARM // 2)
        elif (turn - WARM) % BETWEEN == BETWEEN - 1:
            found.append(state.persons_lists())
    return found


class _State:
    """Which nodes are one person now."""

    def __init__(self, knot: Knot) -> None:
        self.lists = knot.lists
        self.blocked = knot.blocked | {(other, one) for one, other in knot.blocked}
        self.near: list[dict[int, int]] = [{} for _ in knot.lists]
        for place, (one, other) in enumerate(knot.ends):
            self.near[one][other] = self.near[other][one] = place
        self.persons: list[set[int]] = [{node} for node in range(len(knot.lists))]
        self.whose = list(range(len(knot.lists)))

    def move(self, node: int, tilt: np.ndarray, rng: np.random.Generator) -> None:
        """Put one node with a person anew, by how much the pairs favour it; a person must go on hanging together."""
        old = self.persons[self.whose[node]]
        old.discard(node)
        if not self._whole(old):
            old.add(node)
            return
        near = self.near[node]
        reached = sorted({self.whose[other] for other in near})
        choices = [
            one
            for one in reached
            if self.persons[one] and not any((node, other) in self.blocked for other in self.persons[one])
        ]
        alone = next(place for place, person in enumerate(self.persons) if not person)
        weights = [sum(tilt[near[other]] for other in self.persons[one] if other in near) for one in choices]
        shares = np.exp(np.array([*weights, 0.0]) - max([*weights, 0.0]))
        chosen = [*choices, alone][int(rng.choice(len(shares), p=shares / shares.sum()))]
        self.persons[chosen].add(node)
        self.whose[node] = chosen

    def persons_lists(self) -> tuple[int, ...]:
        """Every person now, as the lists she is on."""
        found = []
        for person in self.persons:
            mask = 0
            for node in person:
                mask |= self.lists[node]
            if person:
                found.append(mask)
        return tuple(found)

    def _whole(self, person: set[int]) -> bool:
        """Whether the nodes hang together by pairs that were compared."""
        if len(person) < 2:
            return True
        reached: set[int] = set()
        edge = [next(iter(person))]
        while edge:
            one = edge.pop()
            if one not in reached:
                reached.add(one)
                edge.extend(other for other in self.near[one] if other in person)
        return reached == person
