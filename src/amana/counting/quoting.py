"""An estimation as a text may quote it: for each stratum one entry of estimates.yaml (spec/claims.md).

An entry has every model beside the others, or its refusal, and what makes it again: seed, hash of the lists, versions.
"""

import re
from collections.abc import Iterator
from typing import Any

from amana.counting.estimating import step
from amana.counting.models import Estimation
from amana.counting.shown import versions_of
from amana.desk.models import Job
from amana.errors import Problem
from amana.events.estimates import Estimate

NAME = re.compile(r"estimate-([1-9]\d{0,9})(?:-([1-9]\d{0,2}))?")


def find(name: str) -> tuple[Estimation, int] | None:
    """The estimation and the place of its stratum that a text calls so, if there is one."""
    found = NAME.fullmatch(name)
    row = Estimation.objects.select_related("job").filter(pk=found[1]).first() if found else None
    if found is None or row is None:
        return None
    place = int(found[2] or 1) - 1
    there = place < len(row.asked["strata"]) and name == row.called(place)
    return (row, place) if there else None


def quotable() -> Iterator[tuple[Estimation, int]]:
    """Every stratum of every estimation whose work is done."""
    for row in Estimation.objects.select_related("job").filter(job__state=Job.DONE).order_by("pk"):
        yield from ((row, place) for place in range(len(row.asked["strata"])))


def entry(row: Estimation, place: int, language: str) -> Estimate:
    """The stratum at `place`, its warnings in `language`. The work on it is done."""
    stratum, lists = list(row.tables().items())[place]
    answers = [
        _answer(variant, row.job.found[step(place, variant)], language)
        for variant in row.asked["variants"]
        if step(place, variant) in row.job.found
    ]
    return Estimate.model_validate(
        {
            "id": row.called(place),
            "of": f"{row.name}: {stratum}" if stratum else row.name,
            "observed": lists.observed,
            "lists": len(lists.names),
            "sources": sorted(row.sources.values_list("pk", flat=True)),
            "models": answers,
            "day": (row.job.ended_at or row.at).date(),
            "data": row.data_hash(),
            "seed": row.asked["seed"],
            "made_with": versions_of(row),
            "note": row.origin,
        }
    )


def _answer(variant: str, found: dict[str, Any], language: str) -> dict[str, Any]:
    def say(kept: list[Any]) -> str:
        return Problem(kept[0], **kept[1]).say(language)

    if "refused" in found:
        return {"model": variant, "refused": say(found["refused"])}
    ends = found["estimate"]
    numbers = {"lower": ends["lower"], "middle": ends["median"], "upper": ends["upper"], "level": ends["level"]}
    return {"model": variant, **numbers, "warnings": [say(one) for one in found["warnings"]]}
