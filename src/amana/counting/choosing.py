"""Which terms a log-linear model is to have, chosen anew for each of many tables of counts.

Two ways. By the Bayesian information criterion among all hierarchical models,
where the lists are few enough to try them all; or stepwise, one pair of lists
at a time, each the pair whose overlap the model so far explains worst, until
none has a chance below the threshold (Chan, Silverman and Vincent 2021, as the
R package SparseMSE). A model without a finite estimate is never chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amana.counting.existence import doubtful, exists
from amana.counting.poisson import fit
from amana.counting.terms import Flags, Floats, Terms

THRESHOLD = 0.02
FEW = 8


@dataclass(frozen=True, eq=False)
class Chosen:
    """By table: the terms chosen, and how many are on no list (infinite where no model has a finite estimate)."""

    active: Flags
    hidden: Floats


class Models:
    """Fits models with the terms of one kind, and knows which have a finite estimate."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.known: dict[bytes, bool] = {}

    def hidden(self, counts: Floats, active: Flags) -> tuple[Floats, Floats, Floats]:
        """For each row: how many are on no list (infinite without a finite estimate), likelihood, expected counts."""
        finite, possible = self.terms.emptied(counts, active)
        hidden, likelihood, expected = np.full(len(counts), np.inf), np.zeros(len(counts)), np.zeros_like(counts)
        for rows in _batches(finite, possible):
            cells = np.flatnonzero(possible[rows[0]])
            designs = self._designs(finite[rows], cells)
            # Of a table with all its cells, any terms can be told apart.
            if len(cells) < counts.shape[1]:
                told = np.atleast_1d(np.linalg.matrix_rank(designs)) == designs.shape[-1]
                if designs.ndim == 3:
                    rows, designs = rows[told], designs[told]
                if not told.any():
                    continue
            fitted = fit(designs, counts[np.ix_(rows, cells)])
            likelihood[rows] = fitted.likelihood
            expected[np.ix_(rows, cells)] = fitted.expected
            with np.errstate(over="ignore"):
                hidden[rows] = np.exp(fitted.values[:, 0])
            for at in doubtful(fitted.expected).tolist():
                key = finite[rows[at]].tobytes() + possible[rows[at]].tobytes()
                design = designs[at] if designs.ndim == 3 else designs
                if not self._exists(design, counts[rows[at], cells] > 0, key):
                    hidden[rows[at]] = np.inf
        return hidden, likelihood, expected

    def _designs(self, finite: Flags, cells: NDArray[np.intp]) -> Floats:
        """The one design (cells × terms) of these rows, or one for each where their terms differ."""
        design = self.terms.design[cells]
        if (finite == finite[0]).all():
            return design[:, finite[0]]
        return design[:, np.nonzero(finite)[1].reshape(len(finite), -1)].swapaxes(0, 1)

    def _exists(self, design: Floats, seen: Flags, key: bytes) -> bool:
        """Whether there is a finite estimate: it depends on which cells hold somebody alone, so it is asked once."""
        asked = key + np.packbits(seen).tobytes()
        if asked not in self.known:
            self.known[asked] = exists(design, seen)
        return self.known[asked]


def _batches(finite: Flags, possible: Flags) -> Iterator[NDArray[np.intp]]:
    """Rows of the same cells that are fitted together: FEW or more of the same terms, others of as many terms."""
    groups = _alike(np.packbits(np.concatenate([finite, possible], axis=1), axis=1))
    yield from (rows for rows in groups if len(rows) >= FEW)
    few = [rows for rows in groups if len(rows) < FEW]
    if few:
        rest = np.concatenate(few)
        terms = finite[rest].sum(axis=1, dtype=np.uint8)
        yield from (rest[rows] for rows in _alike(np.column_stack([np.packbits(possible[rest], axis=1), terms])))


def _alike(keys: NDArray[np.uint8]) -> list[NDArray[np.intp]]:
    """Places of rows that are equal."""
    whole = np.ascontiguousarray(keys).view(f"V{keys.shape[1]}").reshape(-1)
    group = np.unique(whole, return_inverse=True)[1]
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def criteria(models: Models, counts: Floats, candidates: Flags) -> tuple[Floats, Floats]:
    """BIC and number on no list of each candidate (columns) for each table (rows); infinite without an estimate."""
    rows, columns = len(counts), len(candidates)
    active = np.tile(candidates, (rows, 1))
    hidden, likelihood, _ = models.hidden(np.repeat(counts, columns, axis=0), active)
    penalty = np.log(counts.sum(axis=1))[:, None] * candidates.sum(axis=1)
    bic = penalty - 2 * likelihood.reshape(rows, columns)
    hidden = hidden.reshape(rows, columns)
    return np.where(np.isfinite(hidden), bic, np.inf), hidden


def by_criterion(models: Models, counts: Floats, candidates: Flags) -> Chosen:
    """The candidate with the least BIC for each table of counts."""
    bic, hidden = criteria(models, counts, candidates)
    best = bic.argmin(axis=1)
    return Chosen(candidates[best], hidden[np.arange(len(counts)), best])


def stepwise(models: Models, counts: Floats, threshold: float = THRESHOLD) -> Chosen:
    """Pairs of lists added one by one for each table of counts, as described above."""
    pairs = models.terms.pairs
    overlaps = counts @ models.terms.design[:, pairs]
    active = np.zeros((len(counts), models.terms.design.shape[1]), dtype=bool)
    active[:, : pairs.start] = True
    refused = np.zeros_like(overlaps, dtype=bool)
    hidden, _, expected = models.hidden(counts, active)
    going = np.arange(len(counts))
    while True:
        chance = _chance(overlaps[going], expected[going] @ models.terms.design[:, pairs])
        chance[refused[going] | active[going][:, pairs]] = 1.0
        worst = chance.argmin(axis=1)
        below = chance[np.arange(len(going)), worst] < threshold
        going, worst = going[below], worst[below]
        if not len(going):
            break
        tried = active[going]
        tried[np.arange(len(going)), pairs.start + worst] = True
        found, _, means = models.hidden(counts[going], tried)
        good = np.isfinite(found)
        refused[going[~good], worst[~good]] = True
        kept = going[good]
        active[kept], hidden[kept], expected[kept] = tried[good], found[good], means[good]
    return Chosen(active, hidden)


def _chance(seen: Floats, expected: Floats) -> NDArray[np.float64]:
    """How likely so small, or so large, an overlap is where so much is expected (the smaller of the two)."""
    from scipy.special import pdtr, pdtrc  # slow to load, and needed stepwise alone

    above = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), expected), 1.0)
    chance: NDArray[np.float64] = np.minimum(pdtr(seen, expected), above)
    return chance
