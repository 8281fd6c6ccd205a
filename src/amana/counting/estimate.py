"""What an estimate of those nobody listed says of itself: never one number alone.

A figure comes with its interval, the model that gave it, how well it was
computed, and what the reader must be warned of.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amana.errors import Problem

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """The middle and the two ends of what the model holds likely, in persons. `level` is the share between the ends."""

    median: float
    lower: float
    upper: float
    level: float = LEVEL

    @classmethod
    def of(cls, values: NDArray[np.int64] | NDArray[np.float64], level: float = LEVEL) -> "Interval":
        """Median and equal-tailed interval of equally likely values."""
        lower, median, upper = (float(one) for one in np.quantile(values, [(1 - level) / 2, 0.5, (1 + level) / 2]))
        return cls(median, lower, upper, level)


@dataclass(frozen=True)
class Diagnostics:
    """How well it was computed.

    `rhat` and the effective draws `ess` (of the middle) and `ess_tail` (of the ends) belong to a sampler and are
    None where the answer is exact or comes of a bootstrap. `draws` is how many draws or bootstrap samples there
    are, none where there is no need of any. `seconds` is the time it took.
    """

    seconds: float
    draws: int = 0
    rhat: float | None = None
    ess: float | None = None
    ess_tail: float | None = None


@dataclass(frozen=True, eq=False)
class Draws:
    """What a model found of the whole population.

    `population` has one row a chain and one column a draw: numbers of persons, the observed included. `detail` is
    what a reader may ask of the model besides (plain data, for JSON); `warnings` are told and never raised.
    """

    population: NDArray[np.int64]
    diagnostics: Diagnostics
    warnings: tuple[Problem, ...] = ()
    detail: dict[str, Any] = field(default_factory=dict)

    def interval(self, level: float = LEVEL) -> Interval:
        """Median and equal-tailed interval of the draws."""
        return Interval.of(self.population, level)


@dataclass(frozen=True, eq=False)
class Estimate:
    """How many in all, by one model.

    `population` are equally likely values of the whole number (posterior draws, or bootstrap samples), from which a
    density is drawn and estimates are pooled; empty where the model gives an interval only.
    """

    observed: int
    estimate: Interval
    model: str
    diagnostics: Diagnostics
    warnings: tuple[Problem, ...] = ()
    detail: dict[str, Any] = field(default_factory=dict)
    population: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def warned(self, *more: Problem) -> "Estimate":
        """The same with more to be warned of, which comes first."""
        return replace(self, warnings=(*more, *self.warnings))

    def document(self, language: str = "en") -> dict[str, Any]:
        """The whole of it as plain data, for JSON; `warnings` as sentences in `language`."""
        return {
            "observed": self.observed,
            "estimate": {
                "median": round(self.estimate.median),
                "lower": round(self.estimate.lower),
                "upper": round(self.estimate.upper),
                "level": self.estimate.level,
            },
            "model": self.model,
            "diagnostics": {
                "rhat": self.diagnostics.rhat,
                "ess": self.diagnostics.ess,
                "ess_tail": self.diagnostics.ess_tail,
                "draws": self.diagnostics.draws,
                "seconds": round(self.diagnostics.seconds, 3),
            },
            "warnings": [one.say(language) for one in self.warnings],
            "detail": self.detail,
        }
