"""The same lists under other models and other priors, side by side: how far the answer is the lists' own.

Where the lines agree, the lists carry the estimate; where they do not, what was
assumed does, and no one of them may be quoted without the others.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from amana.counting.estimate import Estimate
from amana.counting.hidden import estimate
from amana.counting.lists import Lists
from amana.errors import Problem

VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "latent-class": ("latent-class", {}),
    "latent-class, 5 classes at most": ("latent-class", {"classes": 5}),
    "graphs": ("graphs", {}),
    "graphs, no limit": ("graphs", {"limit": None}),
    "graphs, flat prior": ("graphs", {"prior": "flat"}),
    "graphs, prior weight ½": ("graphs", {"delta": 0.5}),
    "loglinear": ("loglinear", {}),
    "loglinear, pairs alone": ("loglinear", {"order": 2, "method": "bic"}),
    "loglinear, stepwise": ("loglinear", {"method": "stepwise"}),
    "chao": ("chao", {}),
}


def sensitivity(
    lists: Lists, *, seed: int = 1, variants: Mapping[str, tuple[str, dict[str, Any]]] = VARIANTS
) -> Iterator[tuple[str, Estimate | Problem]]:
    """Each variant by its name, one by one as they are made; a refusal in the place of those that refuse."""
    for name, (model, options) in variants.items():
        try:
            yield name, estimate(lists, model, seed=seed, **options)
        except Problem as refusal:
            yield name, refusal
