"""Conditions on rows that are looked at one by one, for queries that stop as soon as a page is full."""

from typing import Any

from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def has(rows: QuerySet[Any]) -> Q:
    """As `Exists`, of which PostgreSQL would make a list of all rows first, however few a page needs.

    It takes what is coalesced to hold for every other row. Of a value that is NULL it would take next to none to be
    left, and then go through another table for each of those there really are.
    """
    return Q(Coalesce(Subquery(rows.annotate(one=Value(True)).values("one")[:1]), Value(False)))


def has_no(rows: QuerySet[Any]) -> Q:
    """As `~Exists`, in the same way."""
    return ~has(rows)
