"""How many in all, by the Bayesian latent-class model of Manrique-Vallier (2016): the model of the R package LCMCR.

People differ in how easily lists find them. They are taken to be of several kinds, how many is left open; within a kind
lists find them independently. `latent_posterior` is the model, `latent_moves` how chains move in it, `latent_start`
where they begin; where histories are many, `latent_sweep`, `latent_leap` and `latent_walk` do the same by other moves,
compiled. Here it is run until its answer can be relied on, or refused. The whole number is drawn exactly from its
distribution given everything else, and never cut off.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from amana.counting import diagnostics
from amana.counting.estimate import Diagnostics, Draws
from amana.counting.hidden import check
from amana.counting.latent_moves import relabel, trajectory
from amana.counting.latent_posterior import Array, Posterior
from amana.counting.latent_start import Tuning, begin
from amana.counting.lists import Lists
from amana.errors import Problem

GROUPS = 4
"""Chains began from so many ladders that never met. R-hat compares these groups."""
SMALL, LARGE = 250, 500
"""Histories times classes up to which MANY chains take hardly longer than FEW; above which chains walk and leap."""
FEW, MANY = 128, 256
MOST_LISTED = 1_000_000
"""Chains come to agree on a million persons listed, in a minute; on three million they do not."""
MOST_CLASSES, USUAL_CLASSES = 40, 15
RHAT = 1.01
SETTLING = 24
REACH = 64
"""The most steps of a trajectory: fewer suffice where people are of few kinds, but lose much where they are of many."""
FIRST_ROUND, LAST_ROUND = 32, 8192
"""Draws of each chain at the first look at R-hat, half as many more until it is good, and at the last look."""
FIRST_WALK, LAST_WALK = 1_024, 131_072
"""The same for chains that walk: one a group, and quick."""
BEYOND = 2.0**62
WIDE, UNSEEN = 3.0, 0.75


def fit(
    lists: Lists, *, classes: int | None = None, chains: int | None = None, seed: int = 1, effective: int = 2_000
) -> Draws:
    """Draws of the whole number, (chains, draws), once R-hat of its logarithm over four groups of chains is good.

    `classes` is the most kinds of people (default: as HRDAG's standard has it, 15 or as many as there are histories).
    It stops when R-hat is at most 1.01 and both the middle and the ends are worth `effective` independent draws. The
    same `seed` gives the same draws. Raises Problem where the lists carry no estimate or hold more than MOST_LISTED
    persons, or where the chains do not agree after all the work allowed.
    """
    check(lists)
    kinds = classes or min(2 ** len(lists.names) - 1, USUAL_CLASSES)
    if not 1 <= kinds <= MOST_CLASSES:
        raise Problem("counting.latent_classes", most=MOST_CLASSES)
    if lists.observed > MOST_LISTED:
        raise Problem("counting.latent_many", found=lists.observed, most=MOST_LISTED)
    size = len(lists.counts) * kinds
    walking = size > LARGE and kinds > 2
    if chains is None:
        chains = GROUPS if walking else MANY if size <= SMALL else FEW
    if chains < GROUPS or chains % GROUPS:
        raise Problem("counting.latent_chains", groups=GROUPS)
    began = time.perf_counter()
    with ThreadPoolExecutor(2 if walking else 1) as pool:
        crews: Sequence[Drawing] = (
            _walkers(lists, kinds, chains, seed, pool) if walking else [Crew(lists, kinds, chains, seed)]
        )
        length, last = (FIRST_WALK, LAST_WALK) if walking else (FIRST_ROUND, LAST_ROUND)
        while True:
            drawn = pool.map(lambda crew, upto: crew.drawn(upto), crews, [length] * len(crews))
            population = np.concatenate(list(drawn))
            found = _diagnosed(population, began)
            good = (found.rhat or 1) <= RHAT and min(found.ess or 0, found.ess_tail or 0) >= effective
            if good or length >= last:
                break
            length = length * 3 // 2
    if (found.rhat or 1) > RHAT:
        raise Problem("counting.latent_apart", rhat=f"{found.rhat:.3f}", draws=found.draws)
    detail = {"classes": kinds, "chains": chains, "verdict": _verdict(found).say()}
    few = () if good else (Problem("counting.latent_few", ess=round(min(found.ess or 0, found.ess_tail or 0))),)
    return Draws(population, found, (*few, *_warnings(lists, population)), detail)


class Drawing(Protocol):
    """One chain or several."""

    def drawn(self, length: int) -> NDArray[np.int64]:
        """The first `length` draws of each chain, a row for each."""


def _walkers(lists: Lists, kinds: int, chains: int, seed: int, pool: ThreadPoolExecutor) -> Sequence[Drawing]:
    from amana.counting.latent_walk import set_out

    begun = np.repeat(np.linspace(kinds, 2, GROUPS).astype(int), chains // GROUPS)
    return set_out(lists, kinds, begun.tolist(), np.random.SeedSequence(seed), pool)


class Crew:
    """Chains that move in step, as many from each of GROUPS ladders."""

    def __init__(self, lists: Lists, classes: int, chains: int, seed: int) -> None:
        # Seeded as when there could be several crews, so that a seed goes on giving the draws that it gave.
        self.dice = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0])
        self.people = lists.observed
        self.posterior = Posterior(lists, classes)
        self.taken: list[Array] = []
        with np.errstate(all="ignore"):
            start = begin(self.posterior, GROUPS, chains, self.dice)
            self.state, self.tuning = start.state, Tuning(np.array(start.step))
            for _ in range(SETTLING):
                self.tuning.learn(self._move()[1].mean())

    def drawn(self, length: int) -> NDArray[np.int64]:
        """The first `length` draws of each chain."""
        with np.errstate(all="ignore"):
            while len(self.taken) < length:
                self.taken.append(self._population(self._move()[0]))
        return np.array(self.taken[:length]).T.astype(np.int64)

    def _move(self) -> tuple[Array, Array]:
        length = int(self.dice.integers(REACH // 3, REACH + 1))
        moved = trajectory(self.posterior, self.state, 1.0, self.tuning.step, length, self.dice)
        self.state, _, odds, chance = moved
        relabel(self.state, 2, self.dice)
        return odds, chance

    def _population(self, odds: Array) -> Array:
        """Whole numbers, given the odds of being on no list; beyond 2^62 they are all one."""
        unseen = np.minimum(self.dice.standard_gamma(self.people, odds.shape) * odds, BEYOND)
        few = unseen < 2.0**40
        drawn: Array = np.where(few, self.dice.poisson(np.where(few, unseen, 0)), np.rint(unseen)) + self.people
        return drawn


def _diagnosed(population: NDArray[np.int64], began: float) -> Diagnostics:
    logs = np.log(population)
    return Diagnostics(
        seconds=time.perf_counter() - began,
        draws=population.size,
        rhat=round(diagnostics.rhat(logs, GROUPS), 4),
        ess=round(diagnostics.bulk(logs), 1),
        ess_tail=round(diagnostics.tail(logs), 1),
    )


def _verdict(found: Diagnostics) -> Problem:
    return Problem("counting.latent_verdict", groups=GROUPS, rhat=f"{found.rhat:.3f}", ess=round(found.ess or 0))


def _warnings(lists: Lists, population: NDArray[np.int64]) -> tuple[Problem, ...]:
    lower, middle, upper = np.quantile(population, (0.025, 0.5, 0.975))
    if upper >= BEYOND:
        raise Problem("counting.latent_endless")
    told = []
    if upper > WIDE * lower:
        told.append(Problem("counting.latent_wide", times=f"{upper / lower:.1f}"))
    if 1 - lists.observed / middle > UNSEEN:
        told.append(Problem("counting.latent_unseen", share=f"{100 * (1 - lists.observed / middle):.0f}"))
    return tuple(told)
