"""The posterior of the latent-class model, with all that can be integrated out integrated out.

The model is Manrique-Vallier's (2016, Biometrics 72), as in the R package LCMCR: each person belongs to one of at most
K classes; within class k she is on list j with probability lambda_jk ~ Uniform(0, 1), independently; class weights are
broken off a stick, v_k ~ Beta(1, alpha), v_K = 1, alpha ~ Gamma(0.25, rate 0.25); the whole number N has prior 1/N.
Summed or integrated away, exactly: everyone's class; the unlisted (so each history's probability is divided by that of
being listed); alpha. What is left is smooth in x = logit(lambda) and u = log(-log(1 - v)), with no bound on either
but LOGIT, LOW and HIGH, beyond which the prior has less than one part in 10^14.

States are arrays (J + 1, K, B): a row of x for each list, then one of u (its last unused and zero); B states at once.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amana.counting.lists import Lists

Array = NDArray[np.floating[Any]]
SHAPE = RATE = 0.25
LOGIT, LOW, HIGH = 34.0, -36.0, 150.0
"""How far x may lie from 0, and between what u lies."""
SPREAD = 0.7


@dataclass(frozen=True)
class Value:
    """Of B states: the log prior density, the log likelihood, the odds of being on no list, the gradient of the sum."""

    prior: Array
    likelihood: Array
    odds: Array
    slope: Array


class Posterior:
    """Density and gradient for one set of lists; work arrays are kept, so that one thread uses one of these."""

    def __init__(self, lists: Lists, classes: int) -> None:
        order = np.argsort(lists.histories.sum(axis=1), kind="stable")
        histories = lists.histories[order]
        members = [np.flatnonzero(history) for history in histories]
        self.classes, self.lists, self.people = classes, histories.shape[1], float(lists.counts.sum())
        self._counts = lists.counts[order].astype(float)[:, None]
        self._counted = {np.dtype(kind): self._counts.astype(kind) for kind in (np.float32, np.float64)}
        # Histories stand in the order of their length: those with a d-th member are a tail.
        self._members = [
            (first, np.array([one[depth] for one in members[first:]]))
            for depth in range(len(members[-1]))
            for first in [next(place for place, one in enumerate(members) if len(one) > depth)]
        ]
        self._holders = [np.flatnonzero(histories[:, column]) for column in range(self.lists)]
        self._work: dict[tuple[int, np.dtype[Any]], tuple[Array, ...]] = {}

    def slope(self, state: Array, heat: float | Array) -> Array:
        """The gradient of log prior + `heat` x log likelihood; overwritten by the next call with as many states.

        In single precision: a trajectory may follow any field of force, as long as its energy is right at both ends.
        """
        return self._evaluate(state.astype(np.float32), np.asarray(heat, dtype=np.float32))[0]

    def value(self, state: Array, heat: float | Array) -> Value:
        """All of it. What is not a number there must be taken for a state of no density."""
        slope, product, sticks, probability, seen, unseen = self._evaluate(state, heat)
        prior = (
            state[:-1].sum(axis=(0, 1))
            - 2 * np.log(product).sum(axis=0)
            + state[-1, :-1].sum(axis=0)
            - (SHAPE + self.classes - 1) * np.log(RATE + sticks)
        )
        likelihood = (self._counts * np.log(probability)).sum(axis=0) - self.people * np.log(seen)
        return Value(prior, likelihood, unseen / seen, slope)

    def _evaluate(self, state: Array, heat: float | Array) -> tuple[Array, Array, Array, Array, Array, Array]:
        odds, whole, terms, slope = self._arrays(state.shape[2], state.dtype)
        np.exp(state, out=odds)
        np.add(odds[:-1], 1.0, out=whole)
        product = np.multiply.reduce(whole, axis=0)
        pieces = odds[-1, :-1]
        kept, broken = np.exp(-pieces), -np.expm1(-pieces)
        weights = np.ones_like(product)
        np.multiply.accumulate(kept, axis=0, out=weights[1:])
        weights[:-1] *= broken
        hidden = weights / product
        unseen = hidden.sum(axis=0)
        seen = (weights * -np.expm1(-np.log(product))).sum(axis=0)
        np.multiply(odds.take(self._members[0][1], axis=0), hidden, out=terms)
        for first, member in self._members[1:]:
            terms[first:] *= odds.take(member, axis=0)
        probability = terms.sum(axis=1)
        # From here `terms` are the expected numbers of persons by history and class.
        terms *= (self._counted[state.dtype] / probability)[:, None]
        captured = slope[:-1]
        for column, rows in enumerate(self._holders):
            np.add.reduce(terms.take(rows, axis=0), axis=0, out=captured[column])
        persons = terms.sum(axis=0)
        persons += hidden * (self.people / seen)
        captured *= heat
        captured += 1
        captured -= np.divide(odds[:-1], whole, out=whole) * (heat * persons + 2)
        after = np.add.accumulate(persons[:0:-1], axis=0)[::-1]
        sticks = pieces.sum(axis=0)
        pull = (SHAPE + self.classes - 1) / (RATE + sticks)
        slope[-1, :-1] = heat * (persons[:-1] * (kept * pieces / broken) - after * pieces) - pull * pieces + 1
        return slope, product, sticks, probability, seen, unseen

    def _arrays(self, width: int, kind: np.dtype[Any]) -> tuple[Array, ...]:
        if (width, kind) not in self._work:
            lists, classes, histories = self.lists, self.classes, len(self._counts)
            shapes = ((lists + 1, classes), (lists, classes), (histories, classes), (lists + 1, classes))
            self._work[width, kind] = tuple(np.zeros((*shape, width), dtype=kind) for shape in shapes)
        return self._work[width, kind]

    def spread(self, rungs: int, ladders: int, dice: np.random.Generator) -> Array:
        """States in which every class is in use, each on lists half as often as those listed, give or take."""
        state = np.zeros((self.lists + 1, self.classes, rungs, ladders))
        captured = np.array([self._counts[rows].sum() for rows in self._holders]) / self.people
        chance = np.clip(captured / 2, 0.02, 0.9)[:, None, None, None]
        state[:-1] = np.log(chance / (1 - chance)) + SPREAD * dice.standard_normal(state[:-1].shape)
        state[-1, :-1] = np.log(-np.log(dice.uniform(0.02, 0.98, state[-1, :-1].shape)))
        return state


def inside(state: Array) -> NDArray[np.bool_]:
    """Which states are within the limits."""
    near = np.all(np.abs(state[:-1]) < LOGIT, axis=(0, 1))
    within: NDArray[np.bool_] = near & np.all((state[-1] > LOW) & (state[-1] < HIGH), axis=0)
    return within
