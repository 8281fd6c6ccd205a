"""The steps of an estimation, as the desk's background work does them: one model over one stratum, or over all.

Pure functions over plain data: the process that runs them has no Django and no key. The same asked gives the same,
to the last draw.
"""

import hashlib
import platform
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from amana.counting.estimate import Estimate
from amana.counting.hidden import estimate
from amana.counting.linkages import Records, draw
from amana.counting.lists import Lists
from amana.counting.pooling import DRAWS, MIXED, over
from amana.counting.sensitivity import VARIANTS
from amana.counting.together import MODELS, POOLED, together, without_choosing
from amana.errors import Problem

QUANTILES = 801
"""So many equally spaced quantiles of the draws are kept: enough to draw a density from, and to add parts up."""
ALL = "all"
MADE_WITH = ("numpy", "scipy")


def plan(tables: Mapping[str, Lists], seed: int, *, pool: bool = False) -> tuple[dict[str, Any], list[str]]:
    """What is asked of a run over these lists by stratum, as plain data, and its steps.

    `pool`: whether the strata are to learn from each other. Where there are several, they are added up in any case.
    """
    strata = {name: _kept(one) for name, one in sorted(tables.items())}
    whole = [model for model in MODELS if model in VARIANTS]
    variants = [*VARIANTS, MIXED] if len(whole) > 1 else list(VARIANTS)
    steps = [step(place, variant) for place in range(len(strata)) for variant in variants]
    if len(strata) > 1:
        steps += [step(ALL, variant) for variant in variants if variant in whole or variant == MIXED]
    return {"strata": strata, "variants": variants, "seed": seed, "pool": pool}, steps


def plan_linked(records: Records, seed: int) -> tuple[dict[str, Any], list[str]]:
    """As `plan`, over linkages drawn now from match probabilities: of the records, only counts by lists are kept.

    What is shown as the lists is the drawn linkage of middle size.
    """
    drawn = draw(records, DRAWS, seed)
    middle = sorted(drawn, key=lambda one: one.observed)[len(drawn) // 2]
    asked, steps = plan({"": middle}, seed)
    return {**asked, "linkages": [_kept(one) for one in drawn]}, steps


def plan_again(asked: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The same lists, linkages and seed, by the models as they are now."""
    tables = {name: Lists.of(**table) for name, table in asked["strata"].items()}
    planned, steps = plan(tables, asked["seed"], pool=asked.get("pool", False))
    if "linkages" in asked:
        planned["linkages"] = asked["linkages"]
    return planned, steps


def _kept(lists: Lists) -> dict[str, Any]:
    return {"names": list(lists.names), "histories": lists.histories.tolist(), "counts": lists.counts.tolist()}


def step(place: int | str, variant: str) -> str:
    """The name of the step that does one variant over the stratum at `place`, or over ALL."""
    return f"{place}:{variant}"


def do(asked: Mapping[str, Any], step: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """One step: figures with their interval, or `refused` with the reason (a code of the errors, and its values).

    `found`: what the steps before it gave.
    """
    place, _, variant = step.partition(":")
    try:
        if variant == MIXED:
            told = _mixed(place, found)
        elif place == ALL:
            told = _together(asked, variant, found)
        else:
            told = _by_itself(asked, int(place), variant)
    except Problem as refusal:
        told = {"refused": _plain(refusal)}
    return {**told, "versions": versions()}


def _by_itself(asked: Mapping[str, Any], place: int, variant: str) -> dict[str, Any]:
    """One stratum by one variant, over the linkages where some were drawn."""
    model, options = VARIANTS[variant]
    if "linkages" in asked:
        tables = [Lists.of(**one) for one in asked["linkages"]]
        return _figures(over(tables, model, seed=asked["seed"], **options))
    table = list(asked["strata"].values())[place]
    return _figures(estimate(Lists.of(**table), model, seed=asked["seed"], **options))


def _mixed(place: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the models give when none of them is preferred."""
    return _figures(without_choosing({one: found[step(place, one)] for one in MODELS if step(place, one) in found}))


def _together(asked: Mapping[str, Any], model: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """All strata by one model: the figures of all, and under `strata` those of each as pooling leaves them."""
    parts = {name: found[step(place, model)] for place, name in enumerate(asked["strata"])}
    learnt, whole = together(parts, pool=asked.get("pool", False) and model in POOLED, seed=asked["seed"])
    return {**_figures(whole), "strata": {name: _figures(one) for name, one in learnt.items()}}


@cache
def versions() -> dict[str, str]:
    """What it was computed with: of Amana the first digits of the SHA-256 of its engines' source."""
    source = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        source.update(path.read_bytes())
    ours = {"amana": source.hexdigest()[:16], "python": platform.python_version()}
    return {**ours, **{name: metadata.version(name) for name in MADE_WITH}}


def _figures(found: Estimate) -> dict[str, Any]:
    told = found.document()
    spread: list[int] = []
    if len(found.population):
        spread = np.rint(np.quantile(found.population, np.linspace(0, 1, QUANTILES))).astype(int).tolist()
    return {
        "model": found.model,
        "observed": told["observed"],
        "estimate": told["estimate"],
        "diagnostics": told["diagnostics"],
        "warnings": [_plain(one) for one in found.warnings],
        "spread": spread,
    }


def _plain(problem: Problem) -> list[Any]:
    """A problem as it is kept, to be said later in its reader's language."""
    kept = {name: one if isinstance(one, int | float) else str(one) for name, one in problem.values.items()}
    return [problem.code, kept]
