"""Pooled strata are the posterior of the whole hierarchical model, drawn together as far as they are alike."""

import numpy as np
import pytest

from amana.counting import chao, graphs
from amana.counting.estimate import Diagnostics, Estimate, Interval
from amana.counting.lists import Lists
from amana.counting.strata import VALUES, pooled, total
from amana.errors import Problem

LISTED = 500


def told(centre: float, spread: float) -> Estimate:
    """What a model with the prior 1/N would find where the lists say: log odds of being hidden are centre ± spread."""
    odds = np.linspace(centre - 6 * spread, centre + 6 * spread, 40_001)
    hidden = LISTED * np.exp(odds) - 0.5
    density = np.exp(-(((odds - centre) / spread) ** 2) / 2) * (hidden + 0.5) / (hidden + LISTED)
    summed = np.cumsum(density) / density.sum()
    values = LISTED + hidden[np.searchsorted(summed, (np.arange(4 * VALUES) + 0.5) / (4 * VALUES))]
    return Estimate(LISTED, Interval(0, 0, 0), "graphs", Diagnostics(0), detail={"prior": "1/N"}, population=values)


def exact(centres: np.ndarray, spreads: np.ndarray, stratum: int) -> tuple[float, float]:
    """Mean and deviation of a stratum's log odds, by sums over the width of the curve; the rest in closed form."""
    widths = np.linspace(0.005, 6, 4_000)
    logs, means, squares = [], [], []
    for width in widths:
        weights = 1 / (spreads**2 + width**2)
        middle = (weights * centres).sum() / weights.sum()
        logs.append(
            -(width**2) / 2
            + (np.log(weights).sum() - np.log(weights.sum())) / 2
            - (weights * (centres - middle) ** 2).sum() / 2
        )
        own = width**2 / (width**2 + spreads[stratum] ** 2)
        mean = own * centres[stratum] + (1 - own) * middle
        variance = own * spreads[stratum] ** 2 + (1 - own) ** 2 / weights.sum()
        means.append(mean)
        squares.append(variance + mean**2)
    share = np.exp(np.array(logs) - max(logs))
    share /= share.sum()
    mean = float(share @ np.array(means))
    return mean, float(np.sqrt(share @ np.array(squares) - mean**2))


def test_the_posterior_is_that_of_the_whole_model() -> None:
    centres, spreads = np.array([0.2, 0.5, 1.4, 0.6]), np.array([0.2, 0.3, 0.5, 0.25])
    found = pooled({str(place): told(*one) for place, one in enumerate(zip(centres, spreads, strict=True))})
    for place, one in enumerate(found.values()):
        odds = np.log((one.population - LISTED + 0.5) / LISTED)
        mean, deviation = exact(centres, spreads, place)
        assert odds.mean() == pytest.approx(mean, abs=0.03)
        assert odds.std() == pytest.approx(deviation, rel=0.08)
        assert one.diagnostics.rhat is not None and one.diagnostics.rhat < 1.03


def test_a_small_stratum_is_drawn_to_the_others_and_a_large_one_hardly() -> None:
    rng = np.random.default_rng(2)
    sizes, chances = {"large": 4_000, "small": 150, "middle": 900, "other": 900}, np.array([0.3, 0.25, 0.2, 0.2])
    lists = {
        name: Lists.of("abcd", (rng.random((size, 4)) < chances).astype(int), np.ones(size))
        for name, size in sizes.items()
    }
    alone = {name: graphs.fit(one) for name, one in lists.items()}
    together = pooled(alone)

    def width(one: Estimate) -> float:
        return one.estimate.upper - one.estimate.lower

    assert width(together["small"]) < 0.8 * width(alone["small"])
    assert width(together["large"]) > 0.6 * width(alone["large"])
    assert all(one.estimate.lower <= sizes[name] <= one.estimate.upper for name, one in together.items())
    assert together["small"].detail["alone"]["upper"] == round(alone["small"].estimate.upper)
    whole = total(together)
    assert whole.observed == sum(one.observed for one in lists.values())
    assert whole.estimate.lower <= sum(sizes.values()) <= whole.estimate.upper
    assert pooled(alone)["small"].estimate == together["small"].estimate


def test_what_cannot_be_pooled_is_refused() -> None:
    one = told(0.5, 0.2)
    with pytest.raises(Problem, match="at least 3"):
        pooled({"a": one, "b": one})
    bound = chao.bound(Lists.of("abc", [[1, 0, 0], [0, 1, 1], [1, 1, 0]], [9, 3, 3]))
    with pytest.raises(Problem, match="latent-class or graphs"):
        pooled({"a": bound, "b": bound, "c": bound})
    with pytest.raises(Problem, match="whole distribution"):
        total({"a": bound})
