"""How many in all, by a log-linear model of the lists, with the doubt of choosing the model in its interval.

The terms are chosen by BIC among all hierarchical models on up to five lists,
and stepwise beyond. The interval is a bias-corrected and accelerated bootstrap
(Efron 1987) that chooses anew in each sample (Chan, Silverman and Vincent 2021;
Silverman, Chan and Vincent 2024, Statistics and Computing 34); its values are
corrected alike, so that at every level they give the same ends. Lists that share
nobody give terms of minus infinity, and models without a finite estimate are
left out, both as these papers show.
"""

import time
from collections.abc import Callable
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

import numpy as np

from amana.counting.choosing import THRESHOLD, Chosen, Models, by_criterion, stepwise
from amana.counting.estimate import LEVEL, Diagnostics, Estimate, Interval
from amana.counting.lists import Lists
from amana.counting.screening import best
from amana.counting.terms import Flags, Floats, Terms, hierarchical
from amana.errors import Problem

MOST_TRIED = 5
MOST_LISTS = 12
SAMPLES = 1_000
VALUES = 4_001
"""Corrected values: so many that 2.5, 50 and 97.5 % of them lie exactly where the interval's ends and middle are."""
NEAREST = 20
SHOWN = 5
NEAR = 6.0
ENDLESS = 1e300
Method = Literal["auto", "bic", "stepwise"]
Choose = Callable[[Floats], Chosen]


class Ends(NamedTuple):
    """The ends of a bootstrap interval, infinite where there is none, and the corrected values that it is of.

    `endless`: the share of the samples that have no finite estimate. `values` end at the largest finite one.
    """

    lower: float
    upper: float
    values: Floats
    endless: float


def fit(
    lists: Lists,
    *,
    level: float = LEVEL,
    seed: int = 1,
    method: Method = "auto",
    samples: int = SAMPLES,
    nearest: int = NEAREST,
    threshold: float = THRESHOLD,
    order: int | None = None,
) -> Estimate:
    """The whole number; its `median` is the estimate of the chosen model.

    `method` says how the terms are chosen ("auto": by BIC on up to MOST_TRIED lists, else stepwise); `samples` is how
    many bootstrap samples are drawn, in each of which BIC chooses among the `nearest` models to the best and stepwise
    from all; `threshold` is the chance below which a pair is added; `order` the most lists in a term (BIC alone;
    default: one less than there are). Raises Problem with too many lists, or where no finite
    estimate or interval exists.
    """
    began = time.perf_counter()
    size = len(lists.names)
    if size > MOST_LISTS:
        raise Problem("counting.loglinear_lists", found=size, most=MOST_LISTS)
    if method == "bic" and size > MOST_TRIED:
        raise Problem("counting.bic_lists", found=size, most=MOST_TRIED)
    if method == "auto":
        method = "bic" if size <= MOST_TRIED else "stepwise"
    models = Models(Terms(size, min(order or size - 1, size - 1) if method == "bic" else 2))
    counts = models.terms.counts(lists)
    detail: dict[str, Any] = {"method": method}
    warnings: list[Problem] = []
    if method == "bic":
        candidates, told, warnings = _candidates(lists, models, counts, nearest)
        detail |= told

        def choose(tables: Floats) -> Chosen:
            return by_criterion(models, tables, candidates)
    else:
        detail["threshold"] = threshold

        def choose(tables: Floats) -> Chosen:
            return stepwise(models, tables, threshold)

    chosen = choose(counts[None])
    middle = lists.observed + float(chosen.hidden[0])
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(lists.observed, counts / counts.sum(), size=samples).astype(float)
    ends = bootstrap(counts, drawn, middle, choose, level)
    if not np.isfinite([middle, ends.upper]).all() or ends.endless > (1 - level) / 2:
        raise Problem("counting.no_upper_end")
    if method == "bic":
        only = bootstrap(counts, drawn, middle, lambda tables: by_criterion(models, tables, candidates[:1]), level)
        detail["chosen_model_alone"] = {"lower": _whole(only.lower), "upper": _whole(only.upper)}
    detail["terms"] = _written(lists, models, chosen.active[0])
    return Estimate(
        observed=lists.observed,
        estimate=Interval(middle, ends.lower, ends.upper, level),
        model="loglinear",
        diagnostics=Diagnostics(seconds=time.perf_counter() - began, draws=samples),
        warnings=tuple(warnings),
        detail=detail,
        population=ends.values,
    )


def _candidates(
    lists: Lists, models: Models, counts: Floats, nearest: int
) -> tuple[Flags, dict[str, Any], list[Problem]]:
    """The best models by BIC, the best first; what is told of them; and a warning where near ones differ much."""
    every = hierarchical(len(lists.names), models.terms.order)
    found = best(models, counts, every, nearest, NEAR)
    ranked, bic = found.ranked, found.bic
    if not len(ranked):
        raise Problem("counting.no_finite_model")
    whole = lists.observed + found.hidden
    detail = {
        "models": [
            {
                "terms": _written(lists, models, every[place]),
                "bic_above_best": round(float(bic[place] - bic[ranked[0]]), 2),
                "estimate": round(float(whole[place]), 1),
            }
            for place in ranked[:SHOWN].tolist()
        ],
        "models_compared": len(every),
        "models_fitted": found.fitted,
    }
    near = whole[ranked[bic[ranked] <= bic[ranked[0]] + NEAR]]
    warnings = []
    if near.max() > 1.2 * near.min():
        low, high = (round(float(end)) for end in (near.min(), near.max()))
        warnings.append(Problem("counting.models_differ", low=low, high=high, models=len(near)))
    return every[ranked[:nearest]], detail, warnings


def bootstrap(counts: Floats, drawn: Floats, middle: float, choose: Choose, level: float) -> Ends:
    """The BCa interval about the estimate `middle`, from tables `drawn` of the same lists."""
    observed = counts.sum()
    estimates = observed + choose(drawn).hidden
    seen = np.flatnonzero(counts)
    less = np.repeat(counts[None], len(seen), axis=0)
    less[np.arange(len(seen)), seen] -= 1
    left = observed - 1 + choose(less).hidden
    weights = counts[seen]
    with np.errstate(invalid="ignore"):
        pull = (weights @ left) / weights.sum() - left
        acceleration = (weights @ pull**3) / (6 * (weights @ pull**2) ** 1.5)
    acceleration = float(acceleration) if np.isfinite(acceleration) else 0.0
    normal = NormalDist()
    share = float(np.clip(np.mean(estimates < middle), 0.5 / len(drawn), 1 - 0.5 / len(drawn)))
    bias = normal.inv_cdf(share)

    def place(share: float) -> float:
        """Where among the samples the corrected value lies that has this share of all below it."""
        moved = bias + normal.inv_cdf(share)
        room = 1 - acceleration * moved
        # Further out the correction has no bound: its value lies beyond all samples.
        return normal.cdf(bias + moved / room) if room > 0 else float(moved > 0)

    shares = np.clip(np.linspace(0, 1, VALUES), 0.5 / VALUES, 1 - 0.5 / VALUES).tolist()
    places = [place(one) for one in ((1 - level) / 2, (1 + level) / 2, *shares)]
    found = np.quantile(np.minimum(estimates, ENDLESS), places, method="median_unbiased")
    finite = estimates[np.isfinite(estimates)]
    return Ends(
        lower=float(found[0]),
        upper=float(found[1]) if found[1] < ENDLESS / 1e6 else np.inf,
        values=np.minimum(found[2:], finite.max(initial=middle)),
        endless=1 - len(finite) / len(estimates),
    )


def _written(lists: Lists, models: Models, model: Flags) -> list[list[str]]:
    """A model by its largest terms, each the names of its lists."""
    return [[lists.names[at] for at in members] for members in models.terms.members(model)]


def _whole(end: float) -> int | None:
    return round(end) if np.isfinite(end) else None
