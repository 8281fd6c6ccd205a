"""The largest kinds of people leap together to how they were long before, or were in another chain.

Where the posterior has modes that differ in how people are divided among the large kinds, or in how many of these
there are, a sampler that moves a little at a time passes between them once in thousands of turns, or in none that
anybody waits for. So while chains warm up, begun with many kinds and with few, it is noted how the largest kinds were.
Afterwards each chain offers itself, again and again, kinds drawn as they would be drawn given one of those notes. The
offer does not depend on where the chain is, and the Metropolis test weighs it against the posterior with everyone's
kind and the unlisted summed out, so what was noted decides how quickly chains move and not where they end.
"""

from math import exp, lgamma, log
from typing import NamedTuple

import numpy as np

from amana.counting.compiled import compiled
from amana.counting.latent_sweep import Array, Kinds, People, Table, Whole, weigh

TOGETHER = 4
"""So many kinds leap together, or all where there are fewer."""
SLIGHT = 0.4
"""Added to a number of persons for the shape of its rate: about a concentration, for kinds that nobody is of."""


class Memory(NamedTuple):
    """How the T largest kinds were at M times, in the order of their labels.

    `kept` (T (J + 1), M) holds for each how many were on each list, and how many persons; `norm` the log of what makes
    a density of each.
    """

    kept: Array
    norm: Array


class Room(NamedTuple):
    """Work arrays: by kind, by history, by memory, by number kept, and what T kinds were before an offer."""

    weights: Array
    others: Array
    terms: Array
    marks: Array
    before: Array


def remember(kept: Array, lists: int) -> Memory:
    """What `note` noted, one row a time."""
    log_gamma = np.vectorize(lgamma, otypes=[float])
    noted = kept.reshape(len(kept), -1, lists + 1)
    on, size = noted[:, :, :-1], noted[:, :, -1]
    each = lists * log_gamma(2 + size) - log_gamma(SLIGHT + size)
    each -= (log_gamma(1 + on) + log_gamma(1 + size[:, :, None] - on)).sum(axis=2)
    return Memory(np.ascontiguousarray(kept.T), each.sum(axis=1))


def room(given: Table, people: People, memory: Memory) -> Room:
    """Work arrays of the right sizes."""
    classes, lists = people.on.shape
    count = min(TOGETHER, classes)
    marks, before = np.zeros(count * (lists + 1)), np.zeros((count, lists + 2))
    return Room(np.zeros(classes), np.zeros(len(given.counts)), np.zeros(len(memory.norm)), marks, before)


@compiled
def largest(size: Array, count: int) -> Whole:
    """The labels of the largest kinds, in order."""
    return np.sort(np.argsort(-size)[:count])


@compiled
def note(people: People, row: Array) -> None:
    """Write down how the largest kinds are."""
    lists = people.on.shape[1]
    for place, kind in enumerate(largest(people.size, len(row) // (lists + 1))):
        first = place * (lists + 1)
        row[first : first + lists], row[first + lists] = people.on[kind], people.size[kind]


@compiled
def _set_aside(given: Table, kinds: Kinds, large: Whole, own: Room) -> None:
    """The rate of persons with each history but for the large kinds, into `own.others`."""
    for history in range(len(given.counts)):
        own.others[history] = weigh(given, history, kinds, own.weights) - own.weights[large].sum()


@compiled
def _posterior(given: Table, kinds: Kinds, alpha: float, large: Whole, own: Room) -> float:
    """Log density of rates and chances, but for what kinds other than the large say of themselves."""
    rate, highest = kinds.rate, large[-1]
    last = len(rate) - 1
    value = -(alpha + 1) * log(rate.sum())
    for kind in large:
        value -= rate[kind] * (1 - kinds.missed[kind])
    for history in range(len(given.counts)):
        total = own.others[history]
        for kind in large:
            here = rate[kind] * kinds.missed[kind]
            for place in range(given.lengths[history]):
                here *= kinds.odds[given.members[history, place], kind]
            total += here
        value += given.counts[history] * log(total)
    if highest == last:
        value += (alpha - 1) * log(rate[last])
    above = 0.0
    for kind in range(last, 0, -1):
        above += rate[kind]
        if kind <= highest and kind < last:
            value -= log(above)
    return value


@compiled
def _mark(kinds: Kinds, large: Whole, own: Room) -> float:
    """Write down what the numbers of a memory are multiplied with; gives what every memory says alike."""
    lists, common = len(kinds.odds), 0.0
    for place, kind in enumerate(large):
        first = place * (lists + 1)
        for column in range(lists):
            own.marks[first + column] = log(kinds.odds[column, kind])
        rate = log(kinds.rate[kind])
        own.marks[first + lists] = log(kinds.missed[kind]) + rate
        common += (SLIGHT - 1) * rate - kinds.rate[kind]
    return common


@compiled
def _offered(memory: Memory, own: Room) -> float:
    """Log density of what was marked, as an offer from any memory."""
    own.terms[:] = memory.norm
    for place in range(len(own.marks)):
        mark = own.marks[place]
        for time in range(len(own.terms)):
            own.terms[time] += mark * memory.kept[place, time]
    top, total = own.terms.max(), 0.0
    for term in own.terms:
        if term > top - 30:
            total += exp(term - top)
    found: float = top + log(total)
    return found


@compiled
def _draw(kinds: Kinds, large: Whole, memory: Memory, time: int, own: Room, dice: np.random.Generator) -> None:
    """Large kinds as they would be given one memory; what they were before is kept."""
    lists = len(kinds.odds)
    for place, kind in enumerate(large):
        before = own.before[place]
        before[:lists], before[lists], before[-1] = kinds.odds[:, kind], kinds.rate[kind], kinds.missed[kind]
        first = place * (lists + 1)
        size, missed = memory.kept[first + lists, time], 1.0
        for column in range(lists):
            on = memory.kept[first + column, time]
            odds = dice.standard_gamma(1 + on) / dice.standard_gamma(1 + size - on)
            kinds.odds[column, kind] = odds
            missed /= 1 + odds
        kinds.rate[kind], kinds.missed[kind] = dice.standard_gamma(SLIGHT + size), missed


@compiled
def leap(
    given: Table, kinds: Kinds, alpha: float, memory: Memory, own: Room, offers: int, dice: np.random.Generator
) -> int:
    """Make so many offers; gives how many were taken."""
    lists = len(kinds.odds)
    large = largest(kinds.rate, len(own.before))
    _set_aside(given, kinds, large, own)
    here = _posterior(given, kinds, alpha, large, own) - _mark(kinds, large, own) - _offered(memory, own)
    taken = 0
    for _ in range(offers):
        time = int(dice.random() * len(memory.norm))
        _draw(kinds, large, memory, time, own, dice)
        least = here + log(1 - dice.random())
        # Others may be the largest now: from there no offer would lead back.
        if (largest(kinds.rate, len(large)) == large).all():
            there = _posterior(given, kinds, alpha, large, own) - _mark(kinds, large, own)
            # Any memory may offer more than this one alone: most offers fail by this one, and the rest need no look.
            if there - memory.norm[time] - (own.marks * memory.kept[:, time]).sum() > least:
                there -= _offered(memory, own)
                if there > least:
                    here = there
                    taken += 1
                    continue
        for place, kind in enumerate(large):
            before = own.before[place]
            kinds.odds[:, kind], kinds.rate[kind], kinds.missed[kind] = before[:lists], before[lists], before[-1]
    return taken
