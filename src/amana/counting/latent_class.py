"""How many in all, by the Bayesian latent-class model of Manrique-Vallier (2016): the model of the R package LCMCR.

People differ in how easily lists find them. They are taken to be of several kinds, how many is left open; within a kind
lists find them independently. `latent_posterior` is the model, `latent_moves` how chains move in it,
`latent_start` where they begin. Here it is run until its answer can be relied on, or refused. The whole number is drawn
exactly from its distribution given everything else (negative binomial), and never cut off.
"""

import time
from concurrent.futures import ThreadPoolExecutor

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
SMALL, WORTH_A_THREAD = 250, 500
"""Histories times classes up to which MANY chains take hardly longer than FEW; from which two threads are quicker."""
FEW, MANY = 128, 256
MOST_CLASSES, USUAL_CLASSES = 40, 15
RHAT = 1.01
SETTLING = 24
REACH = 64
"""The most steps of a trajectory: fewer suffice where people are of few kinds, but lose much where they are of many."""
FIRST_ROUND, LAST_ROUND = 32, 8192
"""Draws of each chain at the first look at R-hat, half as many more until it is good, and at the last look."""
BEYOND = 2.0**62
WIDE, UNSEEN = 3.0, 0.75


def fit(
    lists: Lists, *, classes: int | None = None, chains: int | None = None, seed: int = 1, effective: int = 2_000
) -> Draws:
    """Draws of the whole number, (chains, draws), once R-hat of its logarithm over four groups of chains is good.

    `classes` is the most kinds of people (default: as HRDAG's standard has it, 15 or as many as there are histories).
    It stops when R-hat is at most 1.01 and both the middle and the ends are worth `effective` independent draws. The
    same `seed` gives the same draws. Raises Problem where the lists carry no estimate, or where the chains do not
    agree after all the work allowed.
    """
    check(lists)
    kinds = classes or min(2 ** len(lists.names) - 1, USUAL_CLASSES)
    if not 1 <= kinds <= MOST_CLASSES:
        raise Problem("counting.latent_classes", most=MOST_CLASSES)
    size = len(lists.counts) * kinds
    chains = (MANY if size <= SMALL else FEW) if chains is None else chains
    if chains < GROUPS or chains % GROUPS:
        raise Problem("counting.latent_chains", groups=GROUPS)
    threads = 2 if size > WORTH_A_THREAD else 1
    began = time.perf_counter()
    seeds = np.random.SeedSequence(seed).spawn(threads)
    with ThreadPoolExecutor(threads) as pool:
        crews = list(pool.map(lambda own: Crew(lists, kinds, GROUPS // threads, chains // threads, own), seeds))
        length = FIRST_ROUND
        while True:
            population = np.concatenate(list(pool.map(Crew.drawn, crews, [length] * threads)))
            found = _diagnosed(population, began)
            good = (found.rhat or 1) <= RHAT and min(found.ess or 0, found.ess_tail or 0) >= effective
            if good or length >= LAST_ROUND:
                break
            length = length * 3 // 2
    if (found.rhat or 1) > RHAT:
        raise Problem("counting.latent_apart", rhat=f"{found.rhat:.3f}", draws=f"{found.draws:,}")
    detail = {"classes": kinds, "chains": chains, "verdict": _verdict(found).say()}
    few = () if good else (Problem("counting.latent_few", ess=f"{min(found.ess or 0, found.ess_tail or 0):,.0f}"),)
    return Draws(population, found, (*few, *_warnings(lists, population)), detail)


class Crew:
    """Chains that move in step in one thread."""

    def __init__(self, lists: Lists, classes: int, ladders: int, width: int, seed: np.random.SeedSequence) -> None:
        self.dice = np.random.default_rng(seed)
        self.people = lists.observed
        self.posterior = Posterior(lists, classes)
        self.taken: list[Array] = []
        with np.errstate(all="ignore"):
            start = begin(self.posterior, ladders, width, self.dice)
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
    return Problem("counting.latent_verdict", groups=GROUPS, rhat=f"{found.rhat:.3f}", ess=f"{found.ess:,.0f}")


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
