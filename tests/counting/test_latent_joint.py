"""The sampler against itself: what it does to draws that are right leaves them right.

Gandy and Scott (2021, Unit testing for MCMC) after Geweke (2004, JASA 99): a state drawn from the prior, with lists
drawn from that state, is an exact draw from the posterior of those lists. Moving it must change nothing that a
function of both can see. A fault in the density, its slope, the trajectories or the exchange of labels shows.
"""

import numpy as np
import pytest

from amana.counting import latent_moves
from amana.counting.latent_moves import relabel, trajectory
from amana.counting.latent_posterior import RATE, SHAPE, Array, Posterior
from amana.counting.lists import Lists

CLASSES, PEOPLE, CHAINS, MOVES = 4, 40, 6_000, 30
HISTORIES = np.array([[number >> place & 1 for place in range(3)] for number in range(1, 8)])
FAR = 4.0
"""In standard errors: beyond what chance does in the functions looked at."""


def drawn(dice: np.random.Generator) -> tuple[Posterior, Array]:
    """States from the prior, and for each of them lists of its own."""
    alpha = np.maximum(dice.gamma(SHAPE, 1 / RATE, CHAINS), 1e-60)
    pieces = dice.exponential(size=(CLASSES - 1, CHAINS)) / alpha
    rest = np.exp(-np.cumsum(np.vstack([np.zeros(CHAINS), pieces]), axis=0))
    weights = rest * np.vstack([-np.expm1(-pieces), np.ones(CHAINS)])
    chances = dice.uniform(size=(3, CLASSES, CHAINS))
    state = np.zeros((4, CLASSES, CHAINS))
    state[:3], state[3, :-1] = np.log(chances / (1 - chances)), np.log(pieces)
    lists = Lists.of("abc", HISTORIES, np.ones(7))
    shortest = lists.histories[np.argsort(lists.histories.sum(axis=1), kind="stable")]
    found = np.where(shortest[:, :, None, None], chances, 1 - chances).prod(axis=1)
    cells = (found * weights).sum(axis=1)
    counts = np.array([dice.multinomial(PEOPLE, one / one.sum()) for one in cells.T]).T.astype(float)
    posterior = Posterior(lists, CLASSES)
    # One table a chain, which a fit has no use for.
    posterior.people, posterior._counts = float(PEOPLE), counts
    posterior._counted = {np.dtype(kind): counts.astype(kind) for kind in (np.float32, np.float64)}
    return posterior, state


def seen(posterior: Posterior, state: Array) -> dict[str, Array]:
    """Functions of states and their lists: how well they agree, how many are hidden, classes and chances."""
    value = posterior.value(state, 1.0)
    first = posterior._counts[0] / PEOPLE
    classes, chances = np.tanh(state[-1, :-1] / 3), np.tanh(state[:-1] / 3)
    return {
        "likelihood": value.likelihood,
        "odds": np.log(value.odds),
        "first class": classes[0],
        "second class": classes[1],
        "chance in the first class": chances[0, 0],
        "chance in the last class": chances[2, 2],
        "chance and count": chances[0, 0] * first,
        "class and count": classes[0] * first,
        "spread of chances": (chances**2).mean(axis=(0, 1)),
    }


def moved(posterior: Posterior, state: Array, heat: float, dice: np.random.Generator) -> Array:
    """As a chain is moved in a fit."""
    for _ in range(MOVES):
        state, _, _, chance = trajectory(posterior, state, heat, 0.15, int(dice.integers(4, 13)), dice)
        relabel(state, 2, dice)
    assert chance.mean() > 0.5
    return state


def far(heat: float = 1.0) -> float:
    """By how many standard errors moving changes the function that it changes most."""
    with np.errstate(all="ignore"):
        dice = np.random.default_rng(7)
        posterior, state = drawn(dice)
        before, after = seen(posterior, state), seen(posterior, moved(posterior, state, heat, dice))
    changes = [after[name] - before[name] for name in before]
    return max(float(abs(one.mean()) / one.std() * np.sqrt(CHAINS)) for one in changes)


def test_moving_exact_draws_leaves_them_exact() -> None:
    assert far() < FAR


def test_a_density_or_an_exchange_that_is_a_little_wrong_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert far(heat=0.9) > FAR
    rightly = latent_moves._exchange
    monkeypatch.setattr(latent_moves, "_exchange", lambda state, low, high, least: rightly(state, low, high, least - 1))
    assert far() > FAR
