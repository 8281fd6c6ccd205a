"""The steps of an estimation, as the desk's background work does them: one model over one stratum is a step.

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
from amana.counting.lists import Lists
from amana.counting.sensitivity import VARIANTS
from amana.errors import Problem

QUANTILES = 401
"""So many equally spaced quantiles of the draws are kept: enough to draw a density from."""
MADE_WITH = ("numpy", "scipy")


def plan(tables: Mapping[str, Lists], seed: int) -> tuple[dict[str, Any], list[str]]:
    """What is asked of a run over these lists by stratum, as plain data, and its steps."""
    strata = {
        name: {"names": list(one.names), "histories": one.histories.tolist(), "counts": one.counts.tolist()}
        for name, one in sorted(tables.items())
    }
    steps = [step(place, variant) for place in range(len(strata)) for variant in VARIANTS]
    return {"strata": strata, "variants": list(VARIANTS), "seed": seed}, steps


def step(place: int, variant: str) -> str:
    """The name of the step that does one variant over the stratum at `place`."""
    return f"{place}:{variant}"


def do(asked: Mapping[str, Any], step: str) -> dict[str, Any]:
    """One step: figures with their interval, or `refused` with the reason (a code of the errors, and its values)."""
    place, _, variant = step.partition(":")
    table = list(asked["strata"].values())[int(place)]
    model, options = VARIANTS[variant]
    try:
        found = estimate(Lists.of(**table), model, seed=asked["seed"], **options)
    except Problem as refusal:
        return {"refused": _plain(refusal), "versions": versions()}
    return {**_figures(found), "versions": versions()}


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
