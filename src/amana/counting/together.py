"""Estimates made of those that were kept: all parts added up (having learnt from each other, if asked), models mixed.

Nothing is estimated twice. Plain data in.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from amana.counting.estimate import Diagnostics, Estimate, Interval
from amana.counting.pooling import mixed
from amana.counting.strata import pooled, total
from amana.errors import Problem

MODELS = ("latent-class", "graphs", "loglinear")
"""Those that give values of the whole number, which alone can be added up."""
POOLED = frozenset({"latent-class", "graphs"})
"""Those whose prior lets parts learn from each other."""
VALUES = 20_000


def together(found: Mapping[str, Mapping[str, Any]], *, pool: bool, seed: int) -> tuple[dict[str, Estimate], Estimate]:
    """The parts by name, as pooling leaves them (none unless `pool`), and all of them added up.

    `found`: by part, the figures of one model. Raises Problem where a part gave none, or too few can be pooled.
    """
    refused = sum("refused" in one for one in found.values())
    if refused:
        raise Problem("counting.part_refused", refused=refused, parts=len(found))
    parts = {name: _again(one) for name, one in found.items()}
    learnt = pooled(parts, seed=seed) if pool else {}
    return learnt, total(learnt or parts)


def without_choosing(found: Mapping[str, Mapping[str, Any]]) -> Estimate:
    """The models mixed with equal weight. `found`: by model, its figures. Raises `counting.mixed_few`."""
    made = {
        model: Problem(one["refused"][0], **one["refused"][1]) if "refused" in one else _again(one)
        for model, one in found.items()
    }
    whole = mixed(made)
    if whole is None:
        raise Problem("counting.mixed_few")
    return whole


def _again(kept: Mapping[str, Any]) -> Estimate:
    """An estimate as it was, from the quantiles that were kept of its values."""
    return Estimate(
        observed=kept["observed"],
        estimate=Interval(**kept["estimate"]),
        model=kept["model"],
        diagnostics=Diagnostics(**kept["diagnostics"]),
        detail={"prior": "1/N"},
        population=np.quantile(np.array(kept["spread"], float), (np.arange(VALUES) + 0.5) / VALUES),
    )
