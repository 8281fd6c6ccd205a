"""Invented populations of which the whole number is known, and the lists that find a part of them."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from amana.counting.lists import Lists

WHOLE = 2_000
Rows = NDArray[np.int8]
Draw = Callable[[np.random.Generator], Rows]


def classes(sizes: tuple[int, ...], chances: tuple[tuple[float, ...], ...]) -> Draw:
    """People of several kinds; each kind comes onto each list with its own chance, and lists are independent within."""

    def draw(rng: np.random.Generator) -> Rows:
        chance = np.repeat(np.array(chances), sizes, axis=0)
        return (rng.random(chance.shape) < chance).astype(np.int8)

    return draw


def following(first: float, if_on: float, if_not: float, others: tuple[float, ...]) -> Draw:
    """The second list depends on the first: it finds those on it with chance `if_on`, and the rest with `if_not`."""

    def draw(rng: np.random.Generator) -> Rows:
        one = rng.random(WHOLE) < first
        two = rng.random(WHOLE) < np.where(one, if_on, if_not)
        rest = rng.random((WHOLE, len(others))) < np.array(others)
        return np.column_stack([one, two, rest]).astype(np.int8)

    return draw


# sim1 to sim5 are the designs of HRDAG's StanLCMCR.
SIM4 = classes((1600, 200, 200), ((0.1, 0.05, 0.15, 0.2, 0.1), (0.5, 0.4, 0.6, 0.4, 0.5), (0.8, 0.9, 0.6, 0.7, 0.7)))
DESIGNS: dict[str, Draw] = {
    "independent lists": classes((WHOLE,), ((0.3, 0.25, 0.2, 0.15),)),
    "two hidden classes": classes((1600, 400), ((0.113, 0.113, 0.199, 0.232), (0.86, 0.925, 0.859, 0.99))),
    "a list that follows another": following(0.25, 0.5, 0.15, (0.2, 0.2)),
    "a list that avoids another": following(0.3, 0.05, 0.3, (0.2, 0.2)),
    "sparse lists": classes((WHOLE,), ((0.1, 0.04, 0.03, 0.02),)),
}


def lists_of(rows: Rows) -> Lists:
    """Persons' rows as lists."""
    return Lists.of("abcdefgh"[: rows.shape[1]], rows, np.ones(len(rows)))
