"""The risk of reprisal that stands now, and that nobody does what could be noticed without having read of it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from amana.errors import Problem
from amana.testimony.cases.models import Risk
from amana.testimony.models import Survivor, Testimony

NONE = "none"
"""The level at which nothing is feared (vocabulary/risk_levels.yaml)."""


def standing(survivor: Survivor | None) -> Risk | None:
    """The latest risk, if something is feared."""
    latest = [*survivor.risks.all()][-1:] if survivor else []
    return latest[0] if latest and latest[0].level != NONE else None


def feared_for(accounts: Collection[str]) -> bool:
    """Whether something is feared for anyone whose accounts (ids) these are."""
    weighed = Risk.objects.values_list("survivor__testimonies", "survivor").distinct()
    people = {survivor for account, survivor in weighed if account in accounts}
    rows = Risk.objects.filter(survivor__in=people).order_by("at", "pk")
    latest: dict[str, Any] = dict(rows.values_list("survivor", "level"))
    return any(level != NONE for level in latest.values())


def of(thing: Survivor | Testimony) -> Risk | None:
    """As `standing`, for a person or for whoever an account is of."""
    return standing(thing.survivor if isinstance(thing, Testimony) else thing)


def must_heed(survivor: Survivor | None, *, heeded: bool) -> None:
    """Before a reply, a call, a visit, a referral or a release: refuse what was not done knowingly."""
    if not heeded and standing(survivor):
        raise Problem("cases.risk_unread")


def overdue(risk: Risk, today: date) -> bool:
    """Whether it should have been looked at again by now."""
    return risk.review_on is not None and risk.review_on < today
