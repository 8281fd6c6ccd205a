"""LCMCR's model of latent classes by a plain Gibbs sampler, for simulations that need thousands of fits.

Manrique-Vallier (2016, Biometrics 72): up to `CLASSES` kinds of people, a stick-breaking prior with concentration
Gamma(1/4, 1/4), uniform chances of coming onto each list, and the prior 1/N. Beyond LCMCR's own sampler, kinds
exchange their labels (Papaspiliopoulos and Roberts 2008, Biometrika 95), and the concentration moves with the sticks
integrated out, without which it hardly ever passes from few kinds to many. It goes on from one table of the
same lists to the next, which is what makes an estimate over many linkages cheap. It says nothing of its own
convergence; that is what `amana.counting.latent_class` is for.
"""

from math import lgamma, log

import numba
import numpy as np
from numpy.typing import NDArray

CLASSES = 15
EXCHANGES, STEPS = 3, 3


@numba.njit(cache=True)
def _fit(alpha: float, people: NDArray[np.float64]) -> float:
    """Log density of a concentration by its logarithm, given how many people are of each kind; sticks integrated."""
    above = people.sum()
    value = 0.25 * log(alpha) - 0.25 * alpha
    for kind in range(len(people) - 1):
        above -= people[kind]
        value += log(alpha) + lgamma(alpha + above) - lgamma(1 + alpha + above + people[kind])
    return value


@numba.njit(cache=True)
def sample(
    histories: NDArray[np.int64], tables: NDArray[np.int64], first: int, warm: int, keep: int, seed: int
) -> NDArray[np.int64]:
    """Draws of the whole number, `keep` for each of `tables` (counts by history), after `warm` sweeps, or `first`."""
    np.random.seed(seed)
    cells, lists = histories.shape
    kinds = CLASSES
    share = np.full(kinds, 1.0 / kinds)
    chance = np.random.random((lists, kinds))
    alpha, missing = 1.0, 0
    people = np.zeros(kinds)
    on = np.zeros((lists, kinds))
    weight = np.zeros(kinds)
    found = np.zeros((len(tables), keep), dtype=np.int64)
    for table in range(len(tables)):
        listed = tables[table].sum()
        skipped = first if table == 0 else warm
        for sweep in range(skipped + keep):
            people[:] = 0
            on[:] = 0
            for cell in range(cells + 1):
                left = missing if cell == cells else tables[table, cell]
                if left == 0:
                    continue
                total = 0.0
                for kind in range(kinds):
                    value = share[kind]
                    for at in range(lists):
                        there = cell < cells and histories[cell, at] == 1
                        value *= chance[at, kind] if there else 1 - chance[at, kind]
                    weight[kind] = value
                    total += value
                for kind in range(kinds):
                    if left == 0:
                        break
                    if kind == kinds - 1 or weight[kind] >= total:
                        drawn = left
                    else:
                        drawn = np.random.binomial(left, max(0.0, min(1.0, weight[kind] / total)))
                    total -= weight[kind]
                    left -= drawn
                    people[kind] += drawn
                    if cell < cells:
                        for at in range(lists):
                            on[at, kind] += drawn * histories[cell, at]
            for _ in range(EXCHANGES):
                one, other = np.random.randint(kinds), np.random.randint(kinds)
                gain = (people[other] - people[one]) * (log(share[one]) - log(share[other]))
                if log(np.random.random()) < gain:
                    people[one], people[other] = people[other], people[one]
                    for at in range(lists):
                        on[at, one], on[at, other] = on[at, other], on[at, one]
            for _ in range(STEPS):
                tried = alpha * np.exp(np.random.normal(0.0, 1.5))
                if 1e-12 < tried < 1e6 and log(np.random.random()) < _fit(tried, people) - _fit(alpha, people):
                    alpha = tried
            above = people.sum()
            rest = 1.0
            for kind in range(kinds):
                above -= people[kind]
                stick = 1.0 if kind == kinds - 1 else np.random.beta(1 + people[kind], alpha + above)
                share[kind] = max(rest * stick, 1e-300)
                rest *= 1 - stick
                for at in range(lists):
                    chance[at, kind] = np.random.beta(1 + on[at, kind], 1 + people[kind] - on[at, kind])
            unseen = 0.0
            for kind in range(kinds):
                value = share[kind]
                for at in range(lists):
                    value *= 1 - chance[at, kind]
                unseen += value
            missing = np.random.poisson(np.random.gamma(float(listed), 1.0) * unseen / (1 - unseen))
            if sweep >= skipped:
                found[table, sweep - skipped] = listed + missing
    return found
