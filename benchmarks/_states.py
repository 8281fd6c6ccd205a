"""LCMCR's model by a plain Gibbs sampler that keeps its states, to weigh the parts of a posterior (latent_parts.py).

It shares no code with `amana.counting`. The model is that of LCMCR 0.4.14: chances uniform, sticks Beta(1, alpha), the
last kind the rest, alpha ~ Gamma with shape and rate 1/4, the prior 1/N. With `exchanges`, kinds may change labels;
without, they keep those that they have, as LCMCR's do.
"""

from math import exp, lgamma, log
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
STEPS = 2


class States(NamedTuple):
    """Rows of who is of which kind, in which chances and shares can be drawn exactly.

    `size` (R, K) and `on` (R, K, J) are persons of each kind, the unlisted among them, and how many are on each list;
    `listed` (R, K) those on any; `whole` (R) all of them.
    """

    whole: Whole
    alpha: Floats
    size: Whole
    on: Whole
    listed: Whole

    def take(self, rows: slice) -> "States":
        """Some of the rows."""
        return States(*(column[rows] for column in self))


def begin(histories: Whole, shared: Whole) -> States:
    """One state to begin from: `shared` (K, M) of those with each history are of each kind, and nobody is unlisted."""
    size, on = shared.sum(axis=1)[None], (shared @ histories)[None]
    return States(size.sum(axis=1), np.array([0.3]), size, on, size.copy())


def spread(histories: Whole, counts: Whole, kinds: int, begun: int, seed: int) -> States:
    """One state to begin from: whoever is listed is of any of the first `begun` kinds."""
    shared = np.zeros((kinds, len(counts)), np.int64)
    shared[:begun] = np.random.default_rng(seed).multinomial(counts, np.full(begun, 1 / begun)).T
    return begin(histories, shared)


def by_size(state: States) -> States:
    """The last of these states, its largest kind first."""
    order = np.argsort(-state.size[-1])
    return States(*(column[-1:][:, order] if column.ndim > 1 else column[-1:] for column in state))


@numba.njit(cache=True)
def _fit(alpha: float, size: Whole) -> float:
    """Log density of log alpha and the labels, given how many are of each kind; sticks summed out."""
    after, value = size.sum(), 0.25 * log(alpha) - 0.25 * alpha
    for kind in range(len(size) - 1):
        after -= size[kind]
        value += log(alpha) + lgamma(1.0 + size[kind]) + lgamma(alpha + after) - lgamma(1 + alpha + after + size[kind])
    return value


@numba.njit(cache=True)
def _deal(total: int, weights: Floats, into: Whole) -> None:
    left, mass = total, weights.sum()
    into[:] = 0
    if total <= 6:
        for _ in range(total):
            mark, kind = np.random.random() * mass, 0
            while kind < len(weights) - 1 and mark >= weights[kind]:
                mark -= weights[kind]
                kind += 1
            into[kind] += 1
        return
    for kind in range(len(weights)):
        if left == 0:
            break
        taken = left
        if kind < len(weights) - 1 and weights[kind] < mass:
            taken = np.random.binomial(left, weights[kind] / mass)
        into[kind] = taken
        left -= taken
        mass -= weights[kind]


@numba.njit(cache=True)
def _exchange(alpha: float, size: Whole, listed: Whole, on: Whole) -> None:
    """Offer two kinds, sticks and chances summed out, that they change labels."""
    one, other = np.random.randint(len(size)), np.random.randint(len(size))
    if size[one] == size[other]:
        return
    here = _fit(alpha, size)
    size[one], size[other] = size[other], size[one]
    if log(np.random.random()) < _fit(alpha, size) - here:
        listed[one], listed[other] = listed[other], listed[one]
        for column in range(on.shape[1]):
            on[one, column], on[other, column] = on[other, column], on[one, column]
    else:
        size[one], size[other] = size[other], size[one]


@numba.njit(cache=True)
def _kinds(alpha: float, size: Whole, on: Whole, missed: Floats, odds: Floats) -> None:
    """Draw shares and chances: by kind, the share who are of it and on no list; by list and kind, the odds."""
    after, rest = size.sum(), 1.0
    for kind in range(len(size)):
        after -= size[kind]
        missed[kind] = rest
        if kind < len(size) - 1:
            broken, kept = np.random.gamma(1.0 + size[kind], 1.0), np.random.gamma(alpha + after, 1.0)
            missed[kind] = rest * (broken / (broken + kept))
            rest *= kept / (broken + kept)
        for column in range(on.shape[1]):
            if on[kind, column] == 0:
                off = exp(log(1 - np.random.random()) / (1.0 + size[kind]))
                odds[column, kind] = (1 - off) / off
            else:
                there = np.random.gamma(1.0 + on[kind, column], 1.0)
                away = np.random.gamma(1.0 + size[kind] - on[kind, column], 1.0)
                odds[column, kind], off = there / away, away / (there + away)
            missed[kind] *= off


@numba.njit(cache=True, nogil=True)
def _sweeps(
    histories: Whole, counts: Whole, start: States, rows: int, every: int, exchanges: int, seed: int
) -> tuple[Whole, Floats, Whole, Whole, Whole]:
    np.random.seed(seed)
    kinds, lists = start.on.shape[1:]
    size, on, listed, alpha = start.size[-1].copy(), start.on[-1].copy(), start.listed[-1].copy(), start.alpha[-1]
    missed, odds, weights = np.zeros(kinds), np.zeros((lists, kinds)), np.zeros(kinds)
    into, people = np.zeros(kinds, np.int64), float(counts.sum())
    whole, alphas, sizes = np.zeros(rows, np.int64), np.zeros(rows), np.zeros((rows, kinds), np.int64)
    ons, listeds = np.zeros((rows, kinds, lists), np.int64), np.zeros((rows, kinds), np.int64)
    for row in range(rows):
        for _ in range(every):
            _kinds(alpha, size, on, missed, odds)
            nowhere = missed.sum()
            _deal(np.random.poisson(np.random.gamma(people, 1.0) * nowhere / (1 - nowhere)), missed, size)
            on[:], listed[:] = 0, 0
            for cell in range(len(counts)):
                weights[:] = missed
                for column in range(lists):
                    if histories[cell, column]:
                        for kind in range(kinds):
                            weights[kind] *= odds[column, kind]
                _deal(counts[cell], weights, into)
                for kind in range(kinds):
                    if into[kind]:
                        listed[kind] += into[kind]
                        for column in range(lists):
                            on[kind, column] += into[kind] * histories[cell, column]
            size += listed
            for _ in range(exchanges):
                _exchange(alpha, size, listed, on)
            for _ in range(STEPS):
                tried = alpha * exp(np.random.normal(0.0, 1.5))
                if 1e-12 < tried < 1e6 and log(np.random.random()) < _fit(tried, size) - _fit(alpha, size):
                    alpha = tried
        whole[row], alphas[row], sizes[row], ons[row], listeds[row] = size.sum(), alpha, size, on, listed
    return whole, alphas, sizes, ons, listeds


def states(
    histories: Whole, counts: Whole, start: States, *, rows: int, every: int, exchanges: int, seed: int
) -> States:
    """So many rows from the last state of `start` on, one after so many sweeps each."""
    return States(*_sweeps(histories, counts, start, rows, every, exchanges, seed))
