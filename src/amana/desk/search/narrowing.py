"""Narrowing a list by what is sealed: the index knows which rows say it, and tells nobody else (spec/search.md)."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from amana.desk.keyset import Fits
from amana.desk.search import index, keeping
from amana.desk.search.sealed import Matching
from amana.desk.search.tokens import facet

T = TypeVar("T", bound=Model)
FEW = 1_000
"""Rows up to which they are named to the database; of more, those of a page are asked about."""


def narrowed(rows: QuerySet[T], kind: str, *facets: str) -> tuple[QuerySet[T], Fits | None]:
    """The rows of a list of which words of a kind have every one of these facets ("language fr"), as `page` takes it.

    `rows` is what the person may see already: no row comes to it.
    """
    if not facets:
        return rows, None
    matching = Matching(index.as_of_now(), kind, [[facet(one)] for one in facets])
    if len(matching) <= FEW:
        return rows.filter(pk__in=matching.keys()), None

    def fits(pks: Any) -> set[Any]:
        return matching.among(pks)

    return rows, fits


def how_many(rows: QuerySet[Any], kind: str, *facets: str) -> int:
    """How many of `rows` have every one of these facets."""
    kept, fits = narrowed(rows, kind, *facets)
    if fits is None:
        return kept.count()
    return len(fits(list(rows.values_list("pk", flat=True))))


def is_partial(said: Collection[str], *facets: str) -> bool:
    """Whether a list narrowed by what is `said`, some of it facets, may lack rows: the index is still being made."""
    return any(name in said for name in facets) and not keeping.is_whole()
