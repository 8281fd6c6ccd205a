"""How many in all, averaged over every decomposable graph of dependence between lists (Madigan and York 1997).

Each graph says which lists depend on each other. Under a hyper-Dirichlet prior
the probability of the lists, given a graph and a number of persons on none, is
known in closed form, so the answer is exact: nothing is drawn, and nothing has
to converge. Source: Madigan and York, Biometrika 84 (1997), 19–31. With the
default prior and limit the answer is that of the R package dga; what it would
be without the limit is always computed as well, and told where it differs.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from amana.counting.decomposable import Graph, decomposable
from amana.counting.estimate import LEVEL, Diagnostics, Estimate, Interval
from amana.counting.gamma import log_gamma
from amana.counting.lists import Lists
from amana.errors import Problem

MOST_LISTS = 5
LIMIT = 10.0
BEYOND = 1e12
DENSE, STEPS = 2_048, 512
CHUNK = 4_096
VALUES = 4_000
SHOWN = 5
Floats = NDArray[np.float64]
Prior = Literal["1/N", "flat"] | Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Posterior:
    """What is known of the number of persons on no list.

    `starts` and `widths` cut the numbers into blocks (of one number each where it matters), `chance` is of each block;
    `weights` and `means` are the share of each graph and the mean number of persons on no list under it.
    """

    graphs: tuple[Graph, ...]
    weights: Floats
    means: Floats
    starts: Floats
    widths: Floats
    chance: Floats

    @cached_property
    def summed(self) -> Floats:
        """The chance of each block and of all below it."""
        return np.cumsum(self.chance)

    def quantile(self, shares: Floats) -> Floats:
        """The smallest whole numbers of persons on no list at which such shares of the chance are reached."""
        block = np.minimum(np.searchsorted(self.summed, shares), len(self.chance) - 1)
        below = self.summed[block] - self.chance[block]
        steps = np.ceil((shares - below) / self.chance[block] * self.widths[block] - 1e-9) - 1
        found: Floats = self.starts[block] + np.clip(steps, 0, self.widths[block] - 1)
        return found


def fit(
    lists: Lists,
    *,
    level: float = LEVEL,
    delta: float | None = None,
    prior: Prior = "1/N",
    limit: float | None = LIMIT,
) -> Estimate:
    """The whole number, averaged over all graphs.

    `delta` is the prior weight of each cell of the table, in persons (default: one person over all cells); `prior`
    is of the whole number, by name or as a function from whole numbers to log chances; `limit` says how many times
    as many as are listed may be on no list (None: no limit, which a flat prior does not allow). Raises Problem with
    more than MOST_LISTS lists, or a prior that is none.
    """
    began = time.perf_counter()
    if len(lists.names) > MOST_LISTS:
        raise Problem("counting.graphs_lists", found=len(lists.names), most=MOST_LISTS)
    if prior == "flat" and limit is None:
        raise Problem("counting.flat_without_limit")
    weight = 2.0 ** -len(lists.names) if delta is None else delta
    found = posterior(lists, delta=weight, prior=prior, limit=limit)
    estimate = _interval(lists, found, level)
    free = _interval(lists, posterior(lists, delta=weight, limit=None), level) if limit and prior == "1/N" else estimate
    values = lists.observed + found.quantile((np.arange(VALUES) + 0.5) / VALUES)
    return Estimate(
        observed=lists.observed,
        estimate=estimate,
        model="graphs",
        diagnostics=Diagnostics(seconds=time.perf_counter() - began),
        warnings=tuple(_warnings(lists, found, estimate, free)),
        detail={
            "prior": "given" if callable(prior) else prior,
            "delta": weight,
            "limit": limit,
            "without_limit": {name: round(getattr(free, name)) for name in ("median", "lower", "upper")},
            "graphs": [_told(lists, found, place) for place in np.argsort(-found.weights)[:SHOWN].tolist()],
        },
        population=values,
    )


def posterior(lists: Lists, *, delta: float, prior: Prior = "1/N", limit: float | None = LIMIT) -> Posterior:
    """The exact posterior; the arguments are those of `fit`."""
    table = lists.table()
    graphs = decomposable(len(lists.names))
    shape = _shape(graphs, len(lists.names))
    separate = shape.sum(axis=1)
    starts, widths = _blocks(BEYOND if limit is None else limit * lists.observed + 1)
    middle = starts + (widths - 1) / 2
    whole = lists.observed + middle
    cells = len(table) * delta
    parts = _marginals(table, len(lists.names), delta, middle)
    scale = log_gamma(np.array([cells]))[0] - log_gamma(whole + cells)
    shared = log_gamma(whole + 1) - log_gamma(middle + 1) + np.log(widths)
    if callable(prior):
        shared = shared + prior(whole)
    elif prior == "1/N":
        shared = shared - np.log(whole)
    top, weights, sums, chance = -np.inf, np.zeros(len(graphs)), np.zeros(len(graphs)), np.zeros(len(middle))
    for at in range(0, len(middle), CHUNK):
        here = slice(at, at + CHUNK)
        logs = shape @ parts[:, here] + np.outer(separate, scale[here]) + shared[here]
        higher = max(top, float(logs.max()))
        weights, sums, chance = (one * np.exp(top - higher) for one in (weights, sums, chance))
        top = higher
        likely = np.exp(logs - top)
        weights, sums, chance[here] = weights + likely.sum(axis=1), sums + likely @ middle[here], likely.sum(axis=0)
    means = np.divide(sums, weights, out=np.zeros_like(sums), where=weights > 0)
    return Posterior(graphs, weights / weights.sum(), means, starts, widths, chance / chance.sum())


def _blocks(end: float) -> tuple[Floats, Floats]:
    """Numbers from 0 to below `end`, each by itself at first and then in blocks that widen in proportion."""
    end = float(int(end))
    dense = np.arange(min(DENSE, end))
    if end <= DENSE:
        return dense, np.ones_like(dense)
    steps = int(np.ceil(np.log(end / DENSE) * STEPS))
    edges = np.unique(np.floor(DENSE * np.exp(np.linspace(0, np.log(end / DENSE), steps + 1)) + 1e-6))
    edges[-1] = end
    return np.concatenate([dense, edges[:-1]]), np.concatenate([np.ones_like(dense), np.diff(edges)])


def _shape(graphs: tuple[Graph, ...], lists: int) -> Floats:
    """For each graph how often each set of lists counts: cliques once, separators taken away."""
    shape = np.zeros((len(graphs), 1 << lists))
    for place, graph in enumerate(graphs):
        for clique in graph.cliques:
            shape[place, clique] += 1
        for separator in graph.separators:
            shape[place, separator] -= 1
    return shape[:, 1:]


def _marginals(table: NDArray[np.int64], lists: int, delta: float, missing: Floats) -> Floats:
    """The part of the log marginal likelihood of each set of lists, by how many are on no list."""
    cube = table.reshape((2,) * lists)
    rows = []
    for members in range(1, 1 << lists):
        others = tuple(axis for axis in range(lists) if not members >> axis & 1)
        counts = cube.sum(axis=others).reshape(-1)
        weight = delta * 2 ** len(others)
        fixed = log_gamma(counts[1:] + weight).sum() - len(counts) * log_gamma(np.array([weight]))[0]
        rows.append(fixed + log_gamma(missing + counts[0] + weight))
    return np.stack(rows)


def _interval(lists: Lists, found: Posterior, level: float) -> Interval:
    lower, median, upper = found.quantile(np.array([(1 - level) / 2, 0.5, (1 + level) / 2]))
    seen = lists.observed
    return Interval(float(seen + median), float(seen + lower), float(seen + upper), level)


def _warnings(lists: Lists, found: Posterior, estimate: Interval, free: Interval) -> list[Problem]:
    """The limit where it matters, and graphs that are about as likely and tell of different numbers."""
    told = []
    if abs(free.upper - estimate.upper) > 0.02 * estimate.upper:
        ends = {name: round(getattr(free, name)) for name in ("median", "lower", "upper")}
        told.append(Problem("counting.graphs_limit", **ends))
    means = lists.observed + found.means[found.weights >= 0.05]
    if means.max(initial=0) > 1.5 * means.min(initial=np.inf):
        told.append(Problem("counting.graphs_differ", low=round(means.min()), high=round(means.max())))
    return told


def _told(lists: Lists, found: Posterior, place: int) -> dict[str, object]:
    """One graph: the pairs of lists that depend on each other, its share, and the mean whole number under it."""
    joined = [[lists.names[one], lists.names[other]] for one, other in found.graphs[place].edges]
    mean = lists.observed + found.means[place]
    return {"joined": joined, "weight": round(float(found.weights[place]), 4), "mean": round(float(mean))}
