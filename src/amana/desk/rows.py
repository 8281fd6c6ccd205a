"""Conditions on rows that are looked at one by one, for queries that stop as soon as a page is full."""

from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.lookups import IsNull


def has(rows: QuerySet[Any]) -> Q:
    """As `Exists`, of which PostgreSQL would make a list of all rows first, however few a page needs."""
    return Q(IsNull(Subquery(rows.values("pk")[:1]), False))


def has_no(rows: QuerySet[Any]) -> Q:
    """As `~Exists`, in the same way."""
    return Q(IsNull(Subquery(rows.values("pk")[:1]), True))
