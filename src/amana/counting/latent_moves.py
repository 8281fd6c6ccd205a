"""How states move so that the posterior stays as it is: Hamiltonian trajectories, and exchanges of classes' labels.

Many chains move in step, so that every operation is over all of them at once. A chain never learns of another, but the
step size, which is tuned on all of them while they warm up and held still afterwards.
"""

import numpy as np
from numpy.typing import NDArray

from amana.counting.latent_posterior import HIGH, LOW, Array, Posterior, inside

STEEP = 1e3
"""A change of energy by more than this is a trajectory that broke, in either direction."""
TOLD_APART = 300.0
"""Classes beyond this much of the stick (in -log of what remains) keep their labels: double precision ends there."""


def trajectory(
    posterior: Posterior, state: Array, heat: float | Array, step: float | Array, length: int, dice: np.random.Generator
) -> tuple[Array, Array, Array, Array]:
    """Each chain takes `length` leapfrog steps with a fresh momentum, and stays if the Metropolis test says so.

    Gives the states, the log likelihood and the odds of being unlisted there, and the chance that each had to move.
    `heat` and `step` are of all chains or of each; steps are varied by up to a fifth, so that none comes back to
    where it began.
    """
    before = posterior.value(state, heat)
    steps = step * dice.uniform(0.8, 1.2, state.shape[2])
    momentum = dice.standard_normal(state.shape)
    momentum[-1, -1] = 0
    energy = before.prior + heat * before.likelihood - 0.5 * (momentum**2).sum(axis=(0, 1))
    here = state.copy()
    momentum += (0.5 * steps) * before.slope
    for _ in range(length - 1):
        here += steps * momentum
        momentum += steps * posterior.slope(here, heat)
    here += steps * momentum
    after = posterior.value(here, heat)
    momentum += (0.5 * steps) * after.slope
    change = after.prior + heat * after.likelihood - 0.5 * (momentum**2).sum(axis=(0, 1)) - energy
    sound = (np.abs(change) < STEEP) & inside(here)
    chance = np.where(sound, np.exp(np.minimum(np.where(sound, change, 0.0), 0.0)), 0.0)
    moved = dice.random(len(chance)) < chance
    likelihood = np.where(moved, after.likelihood, before.likelihood)
    return np.where(moved, here, state), likelihood, np.where(moved, after.odds, before.odds), chance


def relabel(state: Array, tries: int, dice: np.random.Generator) -> None:
    """Offer each chain, in place, that two classes change places: the likelihood is the same, the stick's prior is not.

    Without this a sampler keeps the order of classes that it began with, and so a part of the posterior only.
    """
    classes = state.shape[1]
    if classes < 3:
        return
    for _ in range(tries):
        low, high = sorted(dice.choice(classes - 1, 2, replace=False))
        _exchange(state, int(low), int(high), np.log(dice.random(state.shape[2])))


def _exchange(state: Array, low: int, high: int, threshold: Array) -> None:
    """Classes `low` < `high` < K - 1 change places where the prior's ratio is above `threshold`.

    As a density over class weights, the prior is a function of the last weight over the product of what remains of the
    stick before each piece; only what remains after `low` and up to `high` changes.
    """
    pieces = np.exp(state[-1, : high + 1])
    remain = -np.cumsum(pieces, axis=0)
    before = np.vstack([np.zeros_like(threshold)[None], remain[:-1]])
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        weights = before + np.log(-np.expm1(-pieces))
        weights[[low, high]] = weights[[high, low]]
        rest, gain, fresh = remain[high], np.zeros_like(threshold), []
        for place in range(high, low - 1, -1):
            piece = np.logaddexp(0.0, weights[place] - rest)
            fresh.append(np.log(piece))
            if place > low:
                rest = rest + piece
                gain += before[place] - rest
        accept: NDArray[np.bool_] = (gain > threshold) & (remain[high] > -TOLD_APART)
        sticks = np.array(fresh[::-1])
        accept &= ((sticks > LOW) & (sticks < HIGH)).all(axis=0)
    state[-1, low : high + 1][:, accept] = sticks[:, accept]
    both = state[:-1][:, [low, high]]
    state[:-1][:, [high, low]] = np.where(accept, both, both[:, ::-1])
