"""How many in all: the whole number of persons, those on no list included.

One entry for every model, and one place where lists that cannot carry any
estimate are refused with the reason. A model is loaded when it is asked for.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from amana.counting.estimate import LEVEL, Draws, Estimate
from amana.counting.lists import Lists
from amana.errors import Problem

MODELS = {
    "latent-class": ("amana.counting.latent_class", "fit"),
    "graphs": ("amana.counting.graphs", "fit"),
    "loglinear": ("amana.counting.loglinear", "fit"),
    "chao": ("amana.counting.chao", "bound"),
}
SEEDED = frozenset({"latent-class", "loglinear"})
FEWEST = 3


def estimate(
    lists: Lists, model: str = "latent-class", *, seed: int = 1, level: float = LEVEL, **options: Any
) -> Estimate:
    """The whole number by one model of MODELS. A seed makes a run repeat exactly. Raises Problem to refuse."""
    warnings = check(lists)
    if model not in MODELS:
        raise Problem("counting.unknown_model", model=model, models=", ".join(MODELS))
    module, name = MODELS[model]
    function: Callable[..., Any] = getattr(import_module(module), name)
    if model in SEEDED:
        options["seed"] = seed
    found = function(lists, **options) if model == "latent-class" else function(lists, level=level, **options)
    told: Estimate = _sampled(lists, model, found, level) if isinstance(found, Draws) else found
    return told.warned(*warnings)


def each(models: Iterable[str], make: Callable[[str], Estimate]) -> dict[str, Estimate | Problem]:
    """What `make` gives for each model; where it refuses, the reason stands in its place."""
    found: dict[str, Estimate | Problem] = {}
    for model in models:
        try:
            found[model] = make(model)
        except Problem as refusal:
            found[model] = refusal
    return found


def check(lists: Lists) -> tuple[Problem, ...]:
    """Refuse lists that can't carry an estimate by any model; otherwise what the reader is to be warned of."""
    if len(lists.names) < FEWEST:
        raise Problem("counting.few_lists", found=len(lists.names))
    empty = [name for name, size in lists.sizes.items() if not size]
    if empty:
        raise Problem("counting.empty_list", lists=", ".join(empty))
    groups = lists.groups()
    if len(groups[0]) == 1:
        raise Problem("counting.no_overlap")
    copies = lists.alike()
    if len(lists.names) - sum(len(group) - 1 for group in copies) < FEWEST:
        raise Problem("counting.copied_lists", lists="; ".join(", ".join(group) for group in copies))
    apart = ", ".join(name for group in groups[1:] for name in group)
    if len(groups[0]) < FEWEST:
        raise Problem("counting.lists_apart", lists=apart, joined=", ".join(groups[0]))
    warnings = [Problem("counting.list_apart", lists=apart)] if apart else []
    warnings += [Problem("counting.list_copied", lists=", ".join(group)) for group in copies]
    return tuple(warnings)


def _sampled(lists: Lists, model: str, draws: Draws, level: float) -> Estimate:
    return Estimate(
        observed=lists.observed,
        estimate=draws.interval(level),
        model=model,
        diagnostics=draws.diagnostics,
        warnings=draws.warnings,
        detail=draws.detail,
        population=draws.population.reshape(-1).astype(float),
    )
