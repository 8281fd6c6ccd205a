"""The latent-class model by Gibbs sampling over histories: for tables of so many histories that slopes cost too much.

The model is that of `latent_posterior`. A turn draws, each given all else: the order of the kinds' labels and the
concentration with sticks and chances summed out; then sticks and chances; then of which kind those of each history
are, and how many of each kind are on no list. The last is Poisson: with the prior 1/N, persons of each kind come at a
rate of their own, and the rates' sum has the prior 1/x.

Everything here is compiled, changes its arrays in place, and takes chance from a generator of its own.
"""

from math import exp, lgamma, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amana.counting.compiled import compiled
from amana.counting.latent_posterior import RATE, SHAPE
from amana.counting.lists import Lists

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
BEYOND = 2.0**62
EVEN = 2.0**40
"""Above this a Poisson number is its mean."""
ONE_BY_ONE = 10
"""Histories of at most so many persons are dealt out person by person; a binomial draw costs as much as ten."""
LEAST, MOST = 1e-60, 1e6
LITTLE, MUCH = -8.0, 4.0
"""Between what a concentration lies; between which logarithms it is drawn afresh."""


class Table(NamedTuple):
    """Persons by history: how many, and which lists (the first `lengths` of each row of `members`)."""

    counts: Whole
    members: Whole
    lengths: Whole


class People(NamedTuple):
    """By kind: persons, those among them on no list, and how many are on each list (K, J)."""

    size: Array
    unlisted: Array
    on: Array


class Kinds(NamedTuple):
    """By kind: the rate at which persons come, the chance of being on no list, and the odds of each list (J, K)."""

    rate: Array
    missed: Array
    odds: Array


def table(lists: Lists) -> Table:
    """Lists as a table."""
    members = np.zeros(lists.histories.shape, dtype=np.int64)
    for row, history in zip(members, lists.histories, strict=True):
        row[: history.sum()] = np.flatnonzero(history)
    return Table(lists.counts.astype(np.int64), members, lists.histories.sum(axis=1).astype(np.int64))


def empty(classes: int, lists: int) -> tuple[People, Kinds]:
    """Nobody of any kind, and room for what is known of the kinds."""
    people = People(np.zeros(classes), np.zeros(classes), np.zeros((classes, lists)))
    return people, Kinds(np.zeros(classes), np.zeros(classes), np.zeros((lists, classes)))


@compiled
def density(alpha: float, size: Array) -> float:
    """Log density of the labels' order and of the logarithm of the concentration, but for a product of `size` alone."""
    last = len(size) - 1
    total = size.sum()
    value = (SHAPE + last) * log(alpha) - RATE * alpha + lgamma(alpha + size[last]) - lgamma(1 + size[last])
    value -= lgamma(1 + alpha + total)
    above, product = total, 1.0
    for kind in range(1, last):
        above = max(above - size[kind - 1], 0.0)
        product *= alpha + above
        if not 1e-200 < product < 1e200:
            value -= log(product)
            product = 1.0
    return value - log(product)


@compiled
def change_places(people: People, one: int, other: int) -> None:
    """Two kinds change labels."""
    for own in (people.size, people.unlisted):
        own[one], own[other] = own[other], own[one]
    for column in range(people.on.shape[1]):
        people.on[one, column], people.on[other, column] = people.on[other, column], people.on[one, column]


@compiled
def order(people: People, alpha: float, dice: np.random.Generator) -> None:
    """Offer neighbours, from the last to the first, that they change places."""
    size = people.size
    last, above = len(size) - 1, 0.0
    for low in range(last - 1, -1, -1):
        high = low + 1
        if size[low] != size[high]:
            if high == last:
                gain = lgamma(1 + size[high]) + lgamma(alpha + size[low])
                gain -= lgamma(1 + size[low]) + lgamma(alpha + size[high])
            else:
                gain = log(alpha + above + size[high]) - log(alpha + above + size[low])
            if log(1 - dice.random()) < gain:
                change_places(people, low, high)
        above += size[high]


@compiled
def concentrate(people: People, alpha: float, dice: np.random.Generator) -> float:
    """The concentration, moved; and offered once afresh, together with another kind in the last place.

    A kind in the last place wants a large concentration and is held there by it, so that either alone seldom moves.
    """
    here = density(alpha, people.size)
    for _ in range(2):
        tried = alpha * exp(dice.normal(0.0, 1.5))
        if LEAST < tried < MOST:
            there = density(tried, people.size)
            if log(1 - dice.random()) < there - here:
                alpha, here = tried, there
    last = len(people.size) - 1
    other = int(dice.random() * last)
    if people.size[other] != people.size[last] and LITTLE < log(alpha) < MUCH:
        tried = exp(LITTLE + (MUCH - LITTLE) * dice.random())
        change_places(people, other, last)
        if log(1 - dice.random()) < density(tried, people.size) - here:
            return tried
        change_places(people, other, last)
    return alpha


@compiled
def describe(people: People, alpha: float, listed: float, kinds: Kinds, dice: np.random.Generator) -> None:
    """Rates and chances of the kinds, given who is of which."""
    above, rest, seen = people.size.sum(), 1.0, 0.0
    classes, lists = people.on.shape
    for kind in range(classes):
        size = people.size[kind]
        above = max(above - size, 0.0)
        broken = 1.0
        if kind < classes - 1:
            broken = dice.standard_gamma(1 + size)
            broken /= broken + dice.standard_gamma(alpha + above)
        missed = 1.0
        for column in range(lists):
            on = people.on[kind, column]
            if on == 0:
                off = exp(log(1 - dice.random()) / (1 + size))
                kinds.odds[column, kind] = (1 - off) / off
            else:
                kinds.odds[column, kind] = dice.standard_gamma(1 + on) / dice.standard_gamma(1 + size - on)
                off = 1 / (1 + kinds.odds[column, kind])
            missed *= off
        kinds.rate[kind], kinds.missed[kind] = rest * broken, missed
        rest *= 1 - broken
        seen += kinds.rate[kind] * (1 - missed)
    kinds.rate[:] *= dice.standard_gamma(listed) / seen


@compiled
def weigh(given: Table, history: int, kinds: Kinds, weights: Array) -> float:
    """The rate of persons with a history by kind, into `weights`, and in all."""
    for kind in range(len(weights)):
        weights[kind] = kinds.rate[kind] * kinds.missed[kind]
    for place in range(given.lengths[history]):
        column = given.members[history, place]
        for kind in range(len(weights)):
            weights[kind] *= kinds.odds[column, kind]
    total = 0.0
    for kind in range(len(weights)):
        total += weights[kind]
    return total


@compiled
def _add(people: People, kind: int, number: int, given: Table, history: int) -> None:
    people.size[kind] += number
    for place in range(given.lengths[history]):
        people.on[kind, given.members[history, place]] += number


@compiled
def deal(given: Table, kinds: Kinds, people: People, weights: Array, dice: np.random.Generator) -> None:
    """Who is of which kind, given the kinds: those on no list, and those of each history. `weights` is room for K."""
    common = np.argsort(-kinds.rate)
    people.on[:] = 0
    for kind in range(len(weights)):
        expected = kinds.rate[kind] * kinds.missed[kind]
        drawn = float(dice.poisson(expected)) if expected < EVEN else min(expected, BEYOND)
        people.unlisted[kind] = people.size[kind] = drawn
    for history in range(len(given.counts)):
        total, left = weigh(given, history, kinds, weights), given.counts[history]
        if left <= ONE_BY_ONE:
            for _ in range(left):
                mark, place = dice.random() * total, 0
                while place < len(common) - 1 and mark >= weights[common[place]]:
                    mark -= weights[common[place]]
                    place += 1
                _add(people, common[place], 1, given, history)
            continue
        for kind in common:
            drawn_here = left
            if weights[kind] < total:
                drawn_here = dice.binomial(left, weights[kind] / total)
            total -= weights[kind]
            left -= drawn_here
            if drawn_here:
                _add(people, kind, drawn_here, given, history)
            if not left:
                break
