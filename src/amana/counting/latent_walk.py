"""Chains of the latent-class model on a large table: they settle, note how they are, and then draw (`latent_leap`)."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from amana.counting.compiled import compiled
from amana.counting.latent_leap import TOGETHER, Memory, Room, leap, note, remember, room
from amana.counting.latent_sweep import (
    BEYOND,
    Array,
    Kinds,
    People,
    Table,
    concentrate,
    deal,
    describe,
    empty,
    order,
    table,
)
from amana.counting.lists import Lists

MEMORIES = 1_000
"""How many times are noted, by all chains together."""
SETTLING, WANDERING, TRYING = 5_000, 30_000, 5_000
"""Turns before anything is noted, turns that are noted first, and turns with leaps whose notes replace those."""
OFFERS = 8
"""A turn's offers to leap."""
TURNS = 2
"""From one draw to the next."""


class Walker:
    """One chain, begun with everyone of any of `kinds` kinds."""

    def __init__(self, lists: Lists, classes: int, kinds: int, seed: np.random.SeedSequence) -> None:
        self.dice = np.random.default_rng(seed)
        self.lists, self.given = len(lists.names), table(lists)
        self.people, self.kinds = empty(classes, self.lists)
        self.alpha = np.ones(1)
        self.recall(np.zeros((1, min(TOGETHER, classes) * (self.lists + 1))))
        self.taken: list[Array] = []
        even = np.full(kinds, 1 / kinds)
        shared = np.array([self.dice.multinomial(count, even) for count in lists.counts]).T
        self.people.size[:kinds], self.people.on[:kinds] = shared.sum(axis=1), shared @ lists.histories
        self._walk(1, SETTLING, 0)

    def wander(self, rows: int, turns: int, offers: int) -> Array:
        """Go on for about so many turns, and give so many rows noted meanwhile."""
        return self._walk(rows, max(1, turns // rows), offers)[1]

    def recall(self, noted: Array) -> None:
        """Offer from now on what was noted."""
        self.memory = remember(noted, self.lists)
        self.room = room(self.given, self.people, self.memory)

    def drawn(self, length: int) -> NDArray[np.int64]:
        """The first `length` draws of the whole number, as the one row of this chain."""
        more = length - sum(map(len, self.taken))
        if more > 0:
            self.taken.append(self._walk(more, TURNS, OFFERS)[0])
        return np.concatenate(self.taken)[None, :length].astype(np.int64)

    def _walk(self, rows: int, turns: int, offers: int) -> tuple[Array, Array]:
        return walk(
            self.given, self.people, self.kinds, self.alpha, self.memory, self.room, rows, turns, offers, self.dice
        )


def set_out(
    lists: Lists, classes: int, begun: list[int], seed: np.random.SeedSequence, pool: ThreadPoolExecutor
) -> list[Walker]:
    """Chains ready to draw, one for each of `begun`, the kinds that each begins with. What one noted, all offer."""
    seeds = seed.spawn(len(begun))
    walkers = list(pool.map(lambda kinds, own: Walker(lists, classes, kinds, own), begun, seeds))
    rows = max(1, MEMORIES // len(walkers))
    for turns, offers in ((WANDERING, 0), (TRYING, OFFERS)):
        noting = [pool.submit(walker.wander, rows, turns, offers) for walker in walkers]
        noted = np.concatenate([one.result() for one in noting])
        for walker in walkers:
            walker.recall(noted)
    return walkers


@compiled
def walk(
    given: Table,
    people: People,
    kinds: Kinds,
    alpha: Array,
    memory: Memory,
    own: Room,
    rows: int,
    turns: int,
    offers: int,
    dice: np.random.Generator,
) -> tuple[Array, Array]:
    """So many rows, one after so many turns each: the whole number, and how the largest kinds are."""
    listed = float(given.counts.sum())
    population, kept = np.zeros(rows), np.zeros((rows, len(own.marks)))
    for row in range(rows):
        for _ in range(turns):
            order(people, alpha[0], dice)
            alpha[0] = concentrate(people, alpha[0], dice)
            describe(people, alpha[0], listed, kinds, dice)
            if offers:
                leap(given, kinds, alpha[0], memory, own, offers, dice)
            deal(given, kinds, people, own.weights, dice)
        population[row] = min(listed + people.unlisted.sum(), BEYOND)
        note(people, kept[row])
    return population, kept
