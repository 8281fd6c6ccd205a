"""All parts of an estimation together: added up, and, where that was asked for, learning from each other first.

Made from what was kept of each part by itself, so that nothing is estimated twice. Plain data in, plain data out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from amana.counting.estimate import Diagnostics, Estimate, Interval
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


def _again(kept: Mapping[str, Any]) -> Estimate:
    """An estimate as it was, from the quantiles that were kept of its values."""
    ends, told = kept["estimate"], kept["diagnostics"]
    return Estimate(
        observed=kept["observed"],
        estimate=Interval(ends["median"], ends["lower"], ends["upper"], ends["level"]),
        model=kept["model"],
        diagnostics=Diagnostics(told["seconds"], told["draws"], told["rhat"], told["ess"], told["ess_tail"]),
        detail={"prior": "1/N"},
        population=np.quantile(np.array(kept["spread"], float), (np.arange(VALUES) + 0.5) / VALUES),
    )
