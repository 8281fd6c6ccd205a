"""Lists whose latent-class posterior has two parts between which no plain sampler passes, weighed exactly.

Of the 41 persons, those on the first list and those on the fourth are never on both: either all are of one kind and few
of its like are missed by chance, or they are of two. The seven last lists, on which but one person is, make every kind
dear, so that what lies between weighs a millionth. With at most two kinds, all ways to divide the listed and the
unlisted among them can be added up.
"""

from itertools import product
from math import lgamma

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROWS = ("00010000000", "10000000000", "01010000000", "10100000000", "10001111111")
HISTORIES = np.array([[int(mark) for mark in row] for row in ROWS])
COUNTS = np.array([9, 9, 11, 11, 1])
TOGETHER, APART = (0, 0, 0, 0, 1), (1, 0, 1, 0, 0)
"""The kinds of those with each history where a part is at its highest."""
UNLISTED = 40
"""So many of each kind at most: more have less than a hundred-millionth."""
FACTORIAL = np.array([lgamma(1 + number) for number in range(400)])
"""Logarithms."""


def is_together(on: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Of states by kind and list, in which some kind has many who are on the first list and many on the fourth."""
    found: NDArray[np.bool_] = (np.minimum(on[..., 0], on[..., 3]) > COUNTS.sum() / 8).any(axis=-1)
    return found


def exactly() -> tuple[Floats, Floats]:
    """What the first and the other part weigh, as logarithms, and the mean of the unlisted in each.

    LCMCR's model with two kinds; weights lack only what depends on the lists alone (persons' order).
    """
    listed, cells = COUNTS.sum(), [range(count + 1) for count in COUNTS]
    second = np.array(list(product(*cells)))
    first = COUNTS - second
    top = listed + UNLISTED
    stick = _stick(top) - FACTORIAL[listed - 1]
    alone = [_alone(some, top) for some in (first, second)]
    ways = (FACTORIAL[COUNTS] - FACTORIAL[first] - FACTORIAL[second]).sum(axis=1)
    together = is_together(np.stack([first @ HISTORIES, second @ HISTORIES], axis=1))
    highest = max(one.max() for one in alone)
    weights, unlisted = np.zeros(2), np.zeros(2)
    hidden = np.add.outer(np.arange(UNLISTED), np.arange(UNLISTED))
    peak = stick.max()
    for number in range(listed + 1):
        own = np.exp(stick[listed - number :, number:][:UNLISTED, :UNLISTED] - peak)
        for part, inside in enumerate((together, ~together)):
            rows = (second.sum(axis=1) == number) & inside
            one, other = (np.exp(kind[rows] - highest + ways[rows, None] / 2) for kind in alone)
            weights[part] += ((one @ own) * other).sum()
            unlisted[part] += ((one @ (own * hidden)) * other).sum()
    return np.log(weights) + peak + 2 * highest, unlisted / weights


def _alone(some: NDArray[np.int64], top: int) -> Floats:
    """Of one kind with these listed, by number of the unlisted: log of chances summed out, over what orders them."""
    on, size = some @ HISTORIES, some.sum(axis=1)[:, None] + np.arange(UNLISTED)
    found = -FACTORIAL[np.arange(UNLISTED)] - len(HISTORIES[0]) * FACTORIAL[1 + size]
    for column in on.T:
        found = found + FACTORIAL[column][:, None] + FACTORIAL[size - column[:, None]]
    return found


def _stick(top: int) -> Floats:
    """Log of (N - 1)! times the chance of who is of which kind, by their sizes, alpha summed out."""
    logs = np.linspace(-60, 6, 800)
    alpha = np.exp(logs)[:, None]
    prior = 1.25 * logs - 0.25 * alpha[:, 0] + np.log(logs[1] - logs[0]) + 0.25 * np.log(0.25) - lgamma(0.25)
    sizes = np.arange(top)
    log_gamma = np.vectorize(lgamma, otypes=[float])
    later, both = log_gamma(alpha + sizes), log_gamma(1 + alpha + np.arange(2 * top))
    found = np.zeros((top, top))
    for size in sizes:
        found[size] = FACTORIAL[size] + np.logaddexp.reduce(prior[:, None] + later - both[:, size : size + top], axis=0)
    return found + FACTORIAL[np.maximum(np.add.outer(sizes, sizes), 1) - 1]
