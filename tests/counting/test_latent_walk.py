"""Chains that walk and leap stay in the posterior, find its modes, and say what the other sampler says."""

from collections.abc import Callable
from math import lgamma
from pathlib import Path

import numpy as np
import pytest

from amana.counting import latent_class, latent_walk
from amana.counting.latent_class import RHAT, fit
from amana.counting.latent_leap import Memory, leap, remember, room
from amana.counting.latent_posterior import RATE, SHAPE
from amana.counting.latent_sweep import Array, Kinds, People, Table, deal, density, describe, empty, table
from amana.counting.latent_walk import walk
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists

EXAMPLES = Path(__file__).parents[2] / "examples" / "hidden"
HISTORIES = np.array([[number >> place & 1 for place in range(3)] for number in range(1, 8)])
LISTS = Lists.of("abc", HISTORIES, np.ones(7))
CLASSES, PEOPLE, CHAINS, MEMORIES = 6, 40, 1_500, 80
FAR = 4.0


def example(name: str) -> Lists:
    (lists,) = read_lists(EXAMPLES / f"{name}.csv").values()
    return lists


def seen(kinds: Kinds, counts: Array) -> list[float]:
    """Functions of a state and its lists."""
    share, missed = kinds.rate / kinds.rate.sum(), kinds.missed
    chances = kinds.odds / (1 + kinds.odds)
    hidden = float(share @ missed)
    cells = np.where(LISTS.histories[:, :, None] == 1, chances, 1 - chances).prod(axis=1) @ share
    return [
        float(counts @ np.log(cells)) - PEOPLE * np.log1p(-hidden),
        np.log(hidden / (1 - hidden)),
        share[0],
        share[1],
        share[-1],
        chances[0, 0],
        chances[2, -1],
        chances[0, 0] * counts[0],
        share[0] * counts[0],
        share.max(),
        (share**2).sum(),
    ]


Move = Callable[[Table, People, Kinds, Array, Memory, np.random.Generator], object]


def walked(given: Table, people: People, kinds: Kinds, alpha: Array, memory: Memory, dice: np.random.Generator) -> None:
    """As in a fit."""
    walk(given, people, kinds, alpha, memory, room(given, people, memory), 1, 8, 2, dice)
    describe(people, float(alpha[0]), float(PEOPLE), kinds, dice)


def leapt(given: Table, people: People, kinds: Kinds, alpha: Array, memory: Memory, dice: np.random.Generator) -> None:
    """By leaps alone, which leave the concentration as it is, so that it may be drawn from anywhere."""
    leap(given, kinds, float(alpha[0]), memory, room(given, people, memory), 60, dice)


def far(move: Move) -> float:
    """By how many standard errors moving changes that function, of exact draws and their lists, that it changes most.

    A state drawn from the prior, with lists drawn from that state, is an exact draw from those lists' posterior (Gandy
    and Scott 2021).
    """
    dice = np.random.default_rng(7)
    given = table(LISTS)
    weights, changes, nothing = np.zeros(CLASSES), [], remember(np.zeros((1, 16)), 3)
    for _ in range(CHAINS):
        people, kinds = empty(CLASSES, 3)
        alpha = np.array([max(dice.gamma(SHAPE, 1 / RATE), 1e-50) if move is walked else dice.uniform(0.3, 1.5)])
        pieces = dice.exponential(size=CLASSES - 1) / alpha
        rest = np.exp(-np.concatenate([[0.0], np.cumsum(pieces)]))
        kinds.rate[:] = rest * np.append(-np.expm1(-pieces), 1.0)
        chances = dice.uniform(size=(3, CLASSES))
        kinds.odds[:], kinds.missed[:] = chances / (1 - chances), (1 - chances).prod(axis=0)
        cells = np.where(LISTS.histories[:, :, None] == 1, chances, 1 - chances).prod(axis=1) @ kinds.rate
        given.counts[:] = dice.multinomial(PEOPLE, cells / cells.sum())
        kinds.rate[:] *= dice.standard_gamma(PEOPLE) / (kinds.rate @ (1 - kinds.missed))
        before = seen(kinds, given.counts)
        other, unlike = empty(CLASSES, 3)
        other.size[0], other.on[0] = PEOPLE, given.counts @ LISTS.histories
        own = room(given, other, nothing)
        noted = walk(given, other, unlike, np.ones(1), nothing, own, MEMORIES, 3, 0, dice)[1]
        memory = remember(noted[MEMORIES // 4 :], 3)
        deal(given, kinds, people, weights, dice)
        move(given, people, kinds, alpha, memory, dice)
        changes.append(np.subtract(seen(kinds, given.counts), before))
    moved = np.array(changes)
    return float(np.abs(moved.mean(axis=0) / moved.std(axis=0)).max() * np.sqrt(CHAINS))


@pytest.mark.parametrize("move", [walked, leapt])
def test_moving_exact_draws_leaves_them_exact(move: Move) -> None:
    assert far(move) < FAR


def test_a_posterior_or_an_offer_that_is_a_little_wrong_is_seen() -> None:
    assert far(lambda given, people, kinds, alpha, *more: leapt(given, people, kinds, alpha + 4, *more)) > FAR
    assert (
        far(
            lambda given, people, kinds, alpha, memory, dice: leapt(
                given, people, kinds, alpha, Memory(memory.kept, memory.norm + memory.kept[3] / 20), dice
            )
        )
        > FAR
    )


def test_the_order_of_labels_is_weighed_as_the_stick_has_it() -> None:
    """The density that orders and concentrations are drawn from, beside the stick's own product of beta functions."""
    dice = np.random.default_rng(2)
    log_gamma = np.vectorize(lgamma)

    def slowly(alpha: float, size: Array) -> float:
        after = size.sum() - np.cumsum(size)
        terms = np.log(alpha) + log_gamma(1 + size) + log_gamma(alpha + after) - log_gamma(1 + alpha + size + after)
        return float(terms[:-1].sum() + SHAPE * np.log(alpha) - RATE * alpha)

    size = np.array([30.0, 4, 0, 200, 1, 0])
    for _ in range(20):
        other, alpha = dice.permutation(size), float(np.exp(dice.uniform(-5, 4)))
        assert density(alpha, other) - density(0.3, size) == pytest.approx(slowly(alpha, other) - slowly(0.3, size))


def test_memories_offer_a_density() -> None:
    """Over a grid of chances, with rates' own density known: it comes to one."""
    memory = remember(np.array([[3.0, 5, 1, 2]]), 1)
    chance = (np.arange(2_000) + 0.5) / 2_000
    odds, off = np.log(chance / (1 - chance)), np.log(1 - chance)
    first, second = (np.exp(on * odds + size * off).mean() for on, size in ((3, 5), (1, 2)))
    assert np.log(first) + np.log(second) + memory.norm[0] == pytest.approx(-lgamma(5.4) - lgamma(2.4), abs=1e-3)


def test_it_says_what_the_other_sampler_and_the_peer_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latent_class, "LARGE", 0)
    found = fit(example("ph_manila_police"), classes=15, effective=3_000)
    assert np.quantile(found.population, [0.025, 0.5, 0.975]) == pytest.approx((534, 576, 654), rel=0.03)
    assert found.detail["chains"] == latent_class.GROUPS and len(found.population) == latent_class.GROUPS


def test_twenty_lists_with_two_modes_give_both_parts_of_the_posterior() -> None:
    """A good part of the posterior lies where two large kinds are one, which other samplers never find or never leave.

    The middle lies between modes, where few draws are: its place is rough, and how many lie on either side is not.
    """
    found = fit(example("colombia_recruitment_1999_men_R1"), effective=1_500, seed=3)
    assert np.quantile(found.population, [0.025, 0.975]) == pytest.approx((1_350, 3_040), rel=0.03)
    assert (found.population < 1_480).mean() == pytest.approx(0.31, abs=0.05)
    assert found.diagnostics.rhat and found.diagnostics.rhat <= RHAT
    assert min(found.diagnostics.ess or 0, found.diagnostics.ess_tail or 0) >= 1_500


def test_a_seed_gives_the_same_walk_and_another_gives_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(latent_class, "LARGE", 0)
    for turns in ("SETTLING", "WANDERING", "TRYING"):
        monkeypatch.setattr(latent_walk, turns, 500)
    lists = example("neworl")
    first, again, other = (fit(lists, classes=6, effective=20, seed=seed).population.tolist() for seed in (4, 4, 5))
    assert first == again != other
