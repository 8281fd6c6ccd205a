"""Which log-linear models are the best by BIC, proved without fitting them all: of 6,893 on five lists some hundreds.

A model that lacks a term lies inside the largest model that lacks it, and fits no better. Its own terms added to that
give the least BIC it can have; models are fitted in that order, until no other can be among the best.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amana.counting.choosing import Models, criteria
from amana.counting.terms import Flags, Floats

SLACK = 0.01
"""What a fit may still gain where it runs off to the edge."""
FIRST = 32


class Screened(NamedTuple):
    """Places of models, the best first; of every model its BIC and its number on no list (infinite unless fitted)."""

    ranked: NDArray[np.intp]
    bic: Floats
    hidden: Floats
    fitted: int


def best(models: Models, counts: Floats, every: Flags, most: int, near: float) -> Screened:
    """The `most` best of `every` model for one table, and all within `near` of the best; some others beside them.

    Models without a finite estimate are not among `ranked`.
    """
    bounds = _bounds(models, counts, every)
    order = np.argsort(bounds, kind="stable")
    bic, hidden = np.full(len(every), np.inf), np.full(len(every), np.inf)
    at, size, limit = 0, FIRST, np.inf
    while at < len(order) and bounds[order[at]] <= limit:
        here = order[at : at + size]
        here = here[bounds[here] <= limit]
        bic[here], hidden[here] = (one[0] for one in criteria(models, counts[None], every[here]))
        at, size = at + len(here), 2 * size
        limit = max(np.partition(bic, most - 1)[most - 1] if most <= len(bic) else np.inf, bic.min() + near)
    ranked = np.argsort(bic, kind="stable")
    return Screened(ranked[np.isfinite(bic[ranked])], bic, hidden, at)


def _bounds(models: Models, counts: Floats, every: Flags) -> Floats:
    """The least BIC that each model can have."""
    seen = counts[counts > 0]
    most = float(seen @ np.log(seen) - seen.sum())
    larger = _without_one(models)
    told, likelihood, _ = models.hidden(np.repeat(counts[None], len(larger), axis=0), larger)
    # One that could not be fitted at all says nothing of those inside it.
    likelihood = np.where(np.isinf(told), most, likelihood)
    inside = every.astype(np.float32) @ (~larger).T.astype(np.float32) == 0
    lost = np.where(inside, most - likelihood, 0.0).max(axis=1, initial=0.0)
    bounds: Floats = np.log(counts.sum()) * every.sum(axis=1) - 2 * (most - lost) - SLACK
    return bounds


def _without_one(models: Models) -> Flags:
    """For each term of several lists the largest model without it, and so without all terms it is part of."""
    sets = np.array(models.terms.sets)
    several = sets[models.terms.lists :]
    flags = np.ones((len(several), len(sets) + 1), dtype=bool)
    flags[:, 1:] = sets & several[:, None] != several[:, None]
    return flags
