"""Pages of a long list: each begins after the last row of the one before, so that the thousandth costs as the first."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list; `after`: the last row's key where there are more, else empty."""

    rows: list[T]
    after: str = ""


def page(rows: QuerySet[T], order: tuple[str, ...], size: int, after: str = "") -> Page[T]:
    """The `size` rows of `rows` that come after the row `after`, by columns that hold no nulls; the last is unique.

    A key that is not in the list any more, or never was, begins it anew: so it tells nothing of what else there is.
    """
    if after:
        names = [name.removeprefix("-") for name in order]
        values = rows.filter(pk=after).values_list(*names).first()
        if values is not None:
            rows = rows.filter(beyond(order, values))
    found = list(rows.order_by(*order)[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")


def beyond(order: tuple[str, ...], values: tuple[Any, ...]) -> Q:
    """The rows that come after one with these `values`; said so that an index over `order` can be used."""
    found = Q()
    for last in range(len(order)):
        same = Q(**{name.removeprefix("-"): values[at] for at, name in enumerate(order[:last])})
        found |= same & _past(order[last], values[last], "")
    return _past(order[0], values[0], "e") & found


def _past(name: str, value: Any, same: str) -> Q:
    return Q(**{f"{name[1:]}__lt{same}": value}) if name.startswith("-") else Q(**{f"{name}__gt{same}": value})
