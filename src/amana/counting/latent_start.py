"""Where chains begin, so that none begins in a lesser mode of the posterior.

There are several modes (few classes or many, one hidden class or two), and a chain that begins in the wrong one can
stay there for millions of sweeps. So ladders of states, each under its own share of the likelihood, first exchange
what they hold (parallel tempering), until on every ladder states have wandered down from the top, where modes run
into each other. Rungs stand where exchanges are refused equally often (Syed and others 2022, JRSS B 84). States
begin with every class in use: too many classes soon merge, while too few seldom split.
"""

from dataclasses import dataclass

import numpy as np

from amana.counting.latent_moves import relabel, trajectory
from amana.counting.latent_posterior import Array, Posterior

TOP = 0.25
"""The least share of the likelihood on a ladder: there modes run into each other."""
REFUSED = 0.35
FIRST_RUNGS, RUNGS = 12, (4, 20)
LENGTH = 20
ACCEPTED = 0.75
FIRST_STEP = 0.03
LEARNING, LONGEST = 40, 800
"""How many moves a ladder makes before its rungs are set anew, and how many at most in all."""
ENOUGH = ((240, 12), (400, 3))
"""So many moves are enough if every ladder has had so many trips by then."""


@dataclass
class Tuning:
    """Step sizes, led towards ACCEPTED while chains warm up."""

    step: Array
    times: int = 0

    def learn(self, accepted: Array) -> None:
        """Take in how often trajectories were accepted, one number for each step size."""
        self.times += 1
        self.step = self.step * np.exp((accepted - ACCEPTED) * max(0.15, 2 / (2 + self.times)))


@dataclass(frozen=True)
class Beginning:
    """States to begin from, the step size that suits them, and by ladder how many came down from the top."""

    state: Array
    step: float
    trips: tuple[int, ...]


def begin(posterior: Posterior, ladders: int, width: int, dice: np.random.Generator) -> Beginning:
    """`width` states that stand for the posterior, as many from each of `ladders` that never met."""
    heats = np.geomspace(1, TOP, FIRST_RUNGS)
    return Ladder(posterior, heats, posterior.spread(FIRST_RUNGS, ladders, dice), dice).run(width)


class Ladder:
    """Ladders of the same rungs, side by side: `held` is (J + 1, K, rungs, ladders), the full likelihood first."""

    def __init__(self, posterior: Posterior, heats: Array, held: Array, dice: np.random.Generator) -> None:
        self.posterior, self.heats, self.held, self.dice = posterior, heats, held, dice
        self.tuning = Tuning(FIRST_STEP / np.sqrt(heats))
        self.refusals = np.zeros(len(heats) - 1)
        self.been_up = np.zeros(held.shape[2:], dtype=bool)
        self.trips = np.zeros(held.shape[3], dtype=int)

    def run(self, width: int) -> Beginning:
        """Move until every ladder has had its trips; give states from the last quarter of the way."""
        kept: list[Array] = []
        for turn in range(LONGEST):
            self._move(turn)
            kept.append(self.held[:, :, 0].copy())
            if turn % LEARNING == LEARNING - 1 and turn < LEARNING * 5:
                self._set_anew()
            if any(turn >= moves and self.trips.min() >= trips for moves, trips in ENOUGH):
                break
        each = width // len(self.trips)
        chosen = np.linspace(len(kept) * 3 // 4, len(kept) - 1, each).astype(int)
        state = np.concatenate([kept[place] for place in chosen], axis=2)
        # A ladder's states stand together.
        order = np.arange(state.shape[2]).reshape(each, -1).T.reshape(-1)
        return Beginning(state[:, :, order], float(self.tuning.step[0]), tuple(self.trips.tolist()))

    def _move(self, turn: int) -> None:
        rungs, ladders = self.held.shape[2:]
        flat = self.held.reshape(*self.held.shape[:2], -1)
        heat, step = np.repeat(self.heats, ladders), np.repeat(self.tuning.step, ladders)
        length = int(self.dice.integers(LENGTH // 3, LENGTH + 1))
        flat, likelihood, _, chance = trajectory(self.posterior, flat, heat, step, length, self.dice)
        self.tuning.learn(chance.reshape(rungs, ladders).mean(axis=1))
        relabel(flat, 1, self.dice)
        self.held = flat.reshape(self.held.shape)
        self._exchange(turn % 2, likelihood.reshape(rungs, ladders))

    def _exchange(self, first: int, likelihood: Array) -> None:
        below = np.arange(first, len(self.heats) - 1, 2)
        gap = (self.heats[below] - self.heats[below + 1])[:, None]
        chance = np.exp(np.minimum(gap * (likelihood[below + 1] - likelihood[below]), 0.0))
        self.refusals[below] += 1 - chance.mean(axis=1)
        taken = self.dice.random(chance.shape) < chance
        places = np.tile(np.arange(len(self.heats))[:, None], (1, likelihood.shape[1]))
        places[below] += taken
        places[below + 1] -= taken
        columns = np.arange(likelihood.shape[1])
        self.held = self.held[:, :, places, columns]
        self.been_up = self.been_up[places, columns]
        self.been_up[-1] = True
        self.trips += self.been_up[0]
        self.been_up[0] = False

    def _set_anew(self) -> None:
        """Rungs where exchanges will be refused equally often, more of them or fewer; each takes the nearest state."""
        refused = np.maximum(self.refusals / (LEARNING / 2), 0.01)
        wall = np.concatenate([[0.0], np.cumsum(refused)])
        count = int(np.clip(1 + np.ceil(wall[-1] / REFUSED), *RUNGS))
        marks = np.linspace(0, wall[-1], count)
        heats = np.exp(np.interp(marks, wall, np.log(self.heats)))
        nearest = np.abs(np.log(heats)[:, None] - np.log(self.heats)).argmin(axis=1)
        self.tuning.step = np.exp(np.interp(marks, wall, np.log(self.tuning.step)))
        self.held, self.been_up = self.held[:, :, nearest], self.been_up[nearest]
        self.heats, self.refusals = heats, np.zeros(count - 1)
