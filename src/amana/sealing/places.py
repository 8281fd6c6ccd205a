"""The gazetteer: the places that may be named in an answer (spec/form.md, "A place")."""

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, TypeAdapter, model_validator

from amana.sealing.shapes import ChoiceCode, Point, Shape

_ID: TypeAdapter[str] = TypeAdapter(ChoiceCode)
_POINT: TypeAdapter[str] = TypeAdapter(Point)


def _entry(entry: list[Any]) -> list[Any]:
    """An id, a name, its parent's id or null, a point or null, and other names."""
    if len(entry) != 5:
        raise ValueError("not the five of an entry")
    place, name, parent, point, others = entry
    _ID.validate_python(place)
    if point is not None:
        _POINT.validate_python(point)
    if not isinstance(name, str) or not isinstance(parent, str | None) or not isinstance(others, list):
        raise ValueError("another type")
    if not all(isinstance(other, str) for other in others):
        raise ValueError("another type")
    return entry


class Gazetteer(Shape):
    """Places, sorted by id, each within its parent."""

    places: Literal["amana-places/1"] = "amana-places/1"
    source: str
    entries: list[Annotated[list[Any], AfterValidator(_entry)]]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        ids = [entry[0] for entry in self.entries]
        if any(one >= after for one, after in pairwise(ids)):
            raise ValueError("not sorted, or a place twice")
        parents = {entry[0]: entry[2] for entry in self.entries}
        ended: set[str | None] = {None}
        for place in ids:
            way: dict[str | None, None] = {}
            at: str | None = place
            while at not in ended:
                if at in way or at not in parents:
                    raise ValueError("a parent that is not there, or a circle")
                way[at] = None
                at = parents[at]
            ended |= set(way)
        return self
