"""One estimate out of several: over linkages drawn, over multiple imputations, over models.

Each linkage or imputation is one way the lists may be, each model one way they
may have come to be. The estimates are mixed with equal weight: what spreads
between them is doubt as well, and belongs in the interval (Rubin 1987; for
linkages Sadinle 2018, Annals of Applied Statistics 12; for models Draper 1995,
JRSS B 57). Models are weighed equally since lists cannot say which of them is
right of those whom no list holds (Link 2003, Biometrics 59).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amana.counting import loglinear
from amana.counting.estimate import LEVEL, Diagnostics, Estimate, Interval
from amana.counting.hidden import estimate
from amana.counting.lists import Lists
from amana.errors import Problem

DRAWS = 50
EACH = 1_000
FEWEST_SAMPLES, SAMPLES_IN_ALL = 100, 5_000
"""Bootstrap samples of log-linear models of each table, and as many as are wanted of all tables together."""
MOST_REFUSED = 0.1
MIXED = "mixed"


def pool(estimates: Sequence[Estimate], *, level: float = LEVEL) -> Estimate:
    """The estimates mixed. All by one model that gives values of the whole number; else a Problem is raised."""
    if len({one.model for one in estimates}) != 1 or any(not len(one.population) for one in estimates):
        raise Problem("counting.not_pooled")
    values, interval = _mixture(estimates, level)
    within = float(np.mean([np.log(one.population).var() for one in estimates]))
    between = float(np.var([np.log(one.population).mean() for one in estimates]))
    warnings = {warning.code: warning for one in estimates for warning in one.warnings}
    least_sure = max(estimates, key=lambda one: one.diagnostics.rhat or 0)
    verdict = {"verdict": least_sure.detail["verdict"]} if "verdict" in least_sure.detail else {}
    return Estimate(
        observed=round(float(np.median([one.observed for one in estimates]))),
        estimate=interval,
        model=estimates[0].model,
        diagnostics=_worst([one.diagnostics for one in estimates]),
        warnings=tuple(warnings.values()),
        detail={
            **verdict,
            "pooled": len(estimates),
            "observed": [min(one.observed for one in estimates), max(one.observed for one in estimates)],
            "medians": [round(ends) for ends in _ends([one.estimate.median for one in estimates])],
            "share_of_doubt_between": round(between / (within + between), 3) if within + between else 0.0,
        },
        population=values,
    )


def mixed(found: Mapping[str, Estimate | Problem], *, level: float = LEVEL) -> Estimate | None:
    """The models of `found` that give values of the whole number, mixed; None where fewer than two do.

    Bounds have no part in it; models that refused have none either, and are warned of.
    """
    several = {model: one for model, one in found.items() if isinstance(one, Estimate) and len(one.population)}
    if len(several) < 2:
        return None
    values, interval = _mixture(list(several.values()), level)
    refused = ", ".join(model for model, one in found.items() if isinstance(one, Problem))
    return Estimate(
        observed=round(float(np.median([one.observed for one in several.values()]))),
        estimate=interval,
        model=MIXED,
        diagnostics=_worst([one.diagnostics for one in several.values()]),
        warnings=(Problem("counting.mixed_without", models=refused),) if refused else (),
        detail={"models": list(several)},
        population=values,
    )


def _mixture(estimates: Sequence[Estimate], level: float) -> tuple[NDArray[np.float64], Interval]:
    """As many values of each, together, and their middle and ends."""
    shares = (np.arange(EACH) + 0.5) / EACH
    values = np.concatenate([np.quantile(one.population, shares) for one in estimates])
    return values, Interval.of(values, level)


def over(tables: Sequence[Lists], model: str, *, seed: int = 1, level: float = LEVEL, **options: Any) -> Estimate:
    """One model on each of several tables (replicates R1 … Rk, or linkages drawn), pooled.

    Tables that the model refuses are left out and told of; where more than MOST_REFUSED of them are, the first refusal
    is raised.
    """
    if model == "loglinear":
        options.setdefault("samples", min(loglinear.SAMPLES, max(FEWEST_SAMPLES, SAMPLES_IN_ALL // len(tables))))
    made: list[Estimate] = []
    refused: list[Problem] = []
    for place, lists in enumerate(tables):
        try:
            made.append(estimate(lists, model, seed=seed + place, level=level, **options))
        except Problem as refusal:
            refused.append(refusal)
    if refused and len(refused) > MOST_REFUSED * len(tables):
        raise refused[0]
    pooled = pool(made, level=level)
    if not refused:
        return pooled
    told = Problem("counting.pooled_without", refused=len(refused), tables=len(tables))
    return replace(pooled, warnings=(told, *pooled.warnings))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _worst(told: Sequence[Diagnostics]) -> Diagnostics:
    """All the time and draws; the worst R-hat and the fewest effective draws of any."""
    rhats = [one.rhat for one in told if one.rhat is not None]
    sizes = [one.ess for one in told if one.ess is not None]
    tails = [one.ess_tail for one in told if one.ess_tail is not None]
    return Diagnostics(
        seconds=sum(one.seconds for one in told),
        draws=sum(one.draws for one in told),
        rhat=max(rhats, default=None),
        ess=min(sizes, default=None),
        ess_tail=min(tails, default=None),
    )
