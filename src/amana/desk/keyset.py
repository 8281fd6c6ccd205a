"""Pages of a long list: each begins after the last row of the one before, so that the thousandth costs as the first."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

T = TypeVar("T", bound=Model)
Fits = Callable[[Sequence[Any]], Collection[Any]]
"""Of some rows' keys, those of the rows that are wanted: for what no column of the database tells."""
AT_ONCE = 4_000
"""Rows of a list that are asked about together, at most."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list; `after`: the last row's key where there are more, else empty."""

    rows: list[T]
    after: str = ""


def page(
    rows: QuerySet[T],
    order: tuple[str, ...],
    size: int,
    after: str = "",
    fits: Fits | None = None,
    among: Collection[Any] | None = None,
) -> Page[T]:
    """The `size` rows of `rows` that come after the row `after`, by columns that hold no nulls; the last is unique.

    `among`: keys of which alone the page is made, whether their rows are in `rows` or not. A key that is not in the
    list any more, or never was, begins it anew: so it tells nothing of what else there is.
    """
    left = rows if among is None else rows.model._base_manager.filter(pk__in=among)
    if after:
        names = [name.removeprefix("-") for name in order]
        last = rows.filter(pk=after).values_list("pk", *names).first()
        if last is not None and (fits is None or last[0] in fits([last[0]])):
            left = left.filter(beyond(order, last[1:]))
    # Keys alone stand in an index: of the rows that are passed over, nothing else is read.
    if among is not None:
        keys = _of_these(left, rows, order, size + 1, fits)
    elif fits is None:
        keys = list(left.order_by(*order).values_list("pk", flat=True)[: size + 1])
    else:
        keys = list(islice(_fitting(left, order, size, fits), size + 1))
    shown = list(rows.filter(pk__in=keys[:size]).order_by(*order))
    return Page(shown, str(keys[size - 1]) if len(keys) > size else "")


def beyond(order: tuple[str, ...], values: tuple[Any, ...]) -> Q:
    """The rows that come after one with these `values`; said so that an index over `order` can be used."""
    found = Q()
    for last in range(len(order)):
        same = Q(**{name.removeprefix("-"): values[at] for at, name in enumerate(order[:last])})
        found |= same & _past(order[last], values[last], "")
    return _past(order[0], values[0], "e") & found


def _fitting(rows: QuerySet[T], order: tuple[str, ...], size: int, fits: Fits) -> Iterator[Any]:
    """The keys of the rows that fit, in order: a few are looked at, then more at once the longer none is found."""
    names, left, batch = [name.removeprefix("-") for name in order], rows, size * 2
    while some := list(left.order_by(*order).values_list("pk", *names)[:batch]):
        wanted = set(fits([key for key, *_ in some]))
        yield from (key for key, *_ in some if key in wanted)
        if len(some) < batch:
            return
        left, batch = rows.filter(beyond(order, some[-1][1:])), min(batch * 4, AT_ONCE)


def _of_these(left: QuerySet[T], rows: QuerySet[T], order: tuple[str, ...], size: int, fits: Fits | None) -> list[Any]:
    """The first keys of `left` that are in `rows` and fit: so what is in `rows` is found out of no more than needed."""
    keys, batch, found = list(left.order_by(*order).values_list("pk", flat=True)), size * 2, list[Any]()
    while keys and len(found) < size:
        some, keys, batch = keys[:batch], keys[batch:], batch * 4
        there: Collection[Any] = set(rows.filter(pk__in=some).values_list("pk", flat=True))
        if fits is not None and there:
            there = set(fits([key for key in some if key in there]))
        found += [key for key in some if key in there]
    return found[:size]


def _past(name: str, value: Any, same: str) -> Q:
    return Q(**{f"{name[1:]}__lt{same}": value}) if name.startswith("-") else Q(**{f"{name}__gt{same}": value})
