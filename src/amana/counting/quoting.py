"""An estimation as a text may quote it: for each stratum, and for all of them, an entry of estimates.yaml.

An entry (spec/claims.md) has every model beside the others, or its refusal, and what makes it again: seed, hash of the
lists, versions.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from amana.counting.models import Estimation
from amana.counting.shown import answers_of, versions_of
from amana.desk.models import Job
from amana.errors import Problem
from amana.events.estimates import Estimate

NAME = re.compile(r"estimate-([1-9]\d{0,9})(?:-([1-9]\d{0,2}|all))?")
LIST = {"en": "list", "fr": "liste"}
Part = tuple[Estimation, int | None]
"""An estimation and the place of one of its strata; None: all of them together."""


def find(name: str) -> Part | None:
    """What a text calls so, if there is such a thing."""
    found = NAME.fullmatch(name)
    row = Estimation.objects.select_related("job").filter(pk=found[1]).first() if found else None
    if found is None or row is None:
        return None
    place = None if found[2] == "all" else int(found[2] or 1) - 1
    there = place is None or place < len(row.asked["strata"])
    return (row, place) if there and name == row.called(place) else None


def quotable() -> Iterator[Part]:
    """Every part of every estimation whose work is done."""
    for row in Estimation.objects.select_related("job").filter(job__state=Job.DONE).order_by("pk"):
        yield from ((row, place) for place in range(len(row.asked["strata"])))
        if row.several:
            yield row, None


def fewest(row: Estimation, place: int | None) -> int:
    """The persons listed in the smallest part of what is quoted: all together tell of each by subtraction."""
    sizes = [lists.observed for lists in row.tables().values()]
    return min(sizes) if place is None else sizes[place]


def entry(row: Estimation, place: int | None, language: str) -> Estimate:
    """One part, its warnings in `language`. The work on it is done."""
    tables = list(row.tables().items())
    stratum, lists = ("", tables[0][1]) if place is None else tables[place]
    say = partial(_say, names=tables[0][1].names, language=language)
    answers = [_answer(variant, found, say) for variant, found in answers_of(row, place).items()]
    return Estimate.model_validate(
        {
            "id": row.called(place),
            "of": f"{row.name}: {stratum}" if stratum else row.name,
            "observed": sum(one.observed for _, one in tables) if place is None else lists.observed,
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


def _answer(variant: str, found: dict[str, Any], say: Callable[[list[Any]], str]) -> dict[str, Any]:
    if "refused" in found:
        return {"model": variant, "refused": say(found["refused"])}
    ends = found["estimate"]
    numbers = {"lower": ends["lower"], "middle": ends["median"], "upper": ends["upper"], "level": ends["level"]}
    return {"model": variant, **numbers, "warnings": [say(one) for one in found["warnings"]]}


def _say(kept: list[Any], *, names: tuple[str, ...], language: str) -> str:
    """A reason or a warning in words, in which lists are numbered: what they are called may say who gave them."""
    code, values = kept
    hidden = {}
    for value in ("lists", "joined"):
        if isinstance(values.get(value), str):
            numbers = [str(at) for at, name in enumerate(names, 1) if name in values[value].split(", ")]
            hidden[value] = f"{LIST[language]} {', '.join(numbers)}".strip()
    return Problem(code, **{**values, **hidden}).say(language)
