"""Strata that learn from each other: partial pooling of how many are hidden for each one listed.

In each stratum s the log odds of being hidden, h(s) = log(on no list / listed),
is thought to come from one bell curve over all strata, whose middle and width
are unknown (flat, and half-normal of width 1). Where a stratum says little by
itself it is drawn towards the others; where the strata differ, the width grows
and they are left apart. This is the full hierarchical model, sampled in two
stages (Lunn, Barrett, Sweeting and Thompson 2013, Applied Statistics 62): what
a model found of each stratum under its own prior 1/N is weighted anew.
"""

import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from amana.counting import diagnostics
from amana.counting.estimate import LEVEL, Diagnostics, Estimate, Interval
from amana.errors import Problem

CHAINS, WARM, DRAWS = 4, 200, 1_000
VALUES = 800
WIDEST = 6.0
GRID = 240
FEWEST = 3
THIN = 30.0
Floats = NDArray[np.float64]


def pooled(strata: Mapping[str, Estimate], *, seed: int = 1, level: float = LEVEL) -> dict[str, Estimate]:
    """Each stratum's estimate, pooled with the others, by the names given.

    Takes estimates by one model whose prior is 1/N: latent-class, or graphs as they are by default. Raises Problem
    with fewer than FEWEST strata, or by another model.
    """
    began = time.perf_counter()
    if len(strata) < FEWEST:
        raise Problem("counting.few_strata", found=len(strata), fewest=FEWEST)
    models = {one.model for one in strata.values()}
    if (
        len(models) != 1
        or not models <= {"graphs", "latent-class"}
        or any(_other_prior(one) for one in strata.values())
    ):
        raise Problem("counting.strata_model")
    shares = (np.arange(VALUES) + 0.5) / VALUES
    values = np.array([np.quantile(one.population, shares) for one in strata.values()])
    listed = np.array([float(one.observed) for one in strata.values()])[:, None]
    odds = np.log((values - listed + 0.5) / listed)
    own_prior = (values - listed + 0.5) / values
    rng = np.random.default_rng(seed)
    chains = [_chain(odds, np.log(own_prior), rng) for _ in range(CHAINS)]
    whole = np.stack([np.take_along_axis(values, chosen.T, axis=1) for chosen, _, _ in chains])
    used = np.array(
        [len(np.unique(np.concatenate([chosen[:, s] for chosen, _, _ in chains]))) for s in range(len(values))]
    )
    common = {
        "hidden_for_each_listed": _three(np.exp(np.concatenate([middle for _, middle, _ in chains])), level),
        "spread_of_log_odds": _three(np.concatenate([width for _, _, width in chains]), level),
    }
    seconds = time.perf_counter() - began
    told = {}
    for s, (name, one) in enumerate(strata.items()):
        draws = whole[:, s]
        far = (Problem("counting.stratum_far", stratum=name),) if used[s] < THIN else ()
        told[name] = replace(
            one,
            estimate=Interval.of(draws, level),
            diagnostics=_diagnosed(draws, one.diagnostics, seconds),
            warnings=(*far, *one.warnings),
            detail={"pooled_with": len(strata), "alone": _ends(one.estimate), **common},
            population=draws.reshape(-1),
        )
    return told


def total(strata: Mapping[str, Estimate], *, level: float = LEVEL) -> Estimate:
    """All strata together: draws added up in the order in which they were made, so that pooled ones move together."""
    several = list(strata.values())
    size = min(len(one.population) for one in several)
    if not size:
        raise Problem("counting.not_pooled")
    alone = not all("pooled_with" in one.detail for one in several)
    rng = np.random.default_rng(0)
    shares = (np.arange(size) + 0.5) / size
    parts = [rng.permutation(np.quantile(one.population, shares)) if alone else one.population for one in several]
    draws = np.sum(parts, axis=0)
    return Estimate(
        observed=sum(one.observed for one in several),
        estimate=Interval.of(draws, level),
        model=several[0].model,
        diagnostics=Diagnostics(seconds=sum(one.diagnostics.seconds for one in several), draws=size),
        detail={"strata": len(several)},
        population=draws,
    )


def _chain(odds: Floats, own_prior: Floats, rng: np.random.Generator) -> tuple[NDArray[np.intp], Floats, Floats]:
    """One chain: which value of each stratum is drawn, and the middle and width of the curve they come from."""
    strata = len(odds)
    rows = np.arange(strata)
    widths = (np.arange(GRID) + 0.5) / GRID * WIDEST
    width = rng.uniform(0.2, 2.0)
    chosen = rng.integers(VALUES, size=strata)
    kept, middles, spreads = [], [], []
    for turn in range(WARM + DRAWS):
        mine = odds[rows, chosen]
        middle = rng.normal(mine.mean(), width / np.sqrt(strata))
        square = ((mine - middle) ** 2).sum()
        logs = -strata * np.log(widths) - square / (2 * widths**2) - widths**2 / 2
        width = float(rng.choice(widths, p=_shares(logs)))
        weights = -(((odds - middle) / width) ** 2) / 2 - own_prior
        likely = np.exp(weights - weights.max(axis=1, keepdims=True)).cumsum(axis=1)
        chosen = (likely < rng.random((strata, 1)) * likely[:, -1:]).sum(axis=1)
        if turn >= WARM:
            kept.append(chosen)
            middles.append(middle)
            spreads.append(width)
    return np.array(kept), np.array(middles), np.array(spreads)


def _shares(logs: Floats) -> Floats:
    likely: Floats = np.exp(logs - logs.max())
    likely /= likely.sum()
    return likely


def _other_prior(one: Estimate) -> bool:
    return one.model == "graphs" and one.detail.get("prior") != "1/N"


def _three(draws: Floats, level: float) -> dict[str, float]:
    ends = np.quantile(draws, [0.5, (1 - level) / 2, (1 + level) / 2])
    return {name: round(float(end), 3) for name, end in zip(("median", "lower", "upper"), ends, strict=True)}


def _ends(interval: Interval) -> dict[str, int]:
    return {name: round(getattr(interval, name)) for name in ("median", "lower", "upper")}


def _diagnosed(draws: Floats, before: Diagnostics, seconds: float) -> Diagnostics:
    logs = np.log(draws)
    if np.ptp(logs) == 0:
        return Diagnostics(seconds=before.seconds + seconds, draws=draws.size)
    return Diagnostics(
        seconds=before.seconds + seconds,
        draws=draws.size,
        rhat=round(max(diagnostics.rhat(logs, len(logs)), before.rhat or 1.0), 4),
        ess=round(diagnostics.bulk(logs), 1),
        ess_tail=round(diagnostics.tail(logs), 1),
    )
