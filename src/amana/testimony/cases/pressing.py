"""Which cases of a list come before all others: care whose window closes, and what is overdue."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from amana.testimony import lists
from amana.testimony.cases.models import Task
from amana.testimony.cases.waiting import reviews_due
from amana.testimony.consents import today
from amana.testimony.models import Survivor, Testimony, unread

AT_MOST = 200
"""Rows of what is overdue that are looked at, the oldest first."""


def closing(cases: QuerySet[Survivor]) -> dict[str, timedelta]:
    """Of cases (their ids), those with an account that nobody has read, for which some care closes within days."""
    left = lists.closing(Testimony.objects.filter(unread(), shut=False).exclude(survivor=None))  # few: of some days
    found: dict[str, timedelta] = {}
    for pk, case in Testimony.objects.filter(pk__in=left).values_list("pk", "survivor") if left else ():
        found[case] = min(left[pk], found.get(case, left[pk]))
    among = set(cases.filter(pk__in=found).values_list("pk", flat=True)) if found else set()
    return {case: rest for case, rest in found.items() if case in among}


def first_of(cases: QuerySet[Survivor], left: Mapping[str, timedelta], most: int) -> list[str]:
    """The ids of the `most` that press most: care that closes soonest (`closing`), then what was due longest ago."""
    tasks = Task.objects.filter(Exists(cases.filter(pk=OuterRef("survivor"))), ended_on=None, due__lt=today())
    due: dict[str, date] = {}
    for case, day in [*tasks.order_by("due", "pk").values_list("survivor", "due")[:AT_MOST], *_reviews(cases)]:
        due[case] = min(day, due.get(case, day))
    by_care = sorted(left, key=lambda case: (left[case], case))
    by_day = sorted(due.keys() - left.keys(), key=lambda case: (due[case], case))
    return [*by_care, *by_day][:most]


def _reviews(cases: QuerySet[Survivor]) -> list[tuple[str, date]]:
    """The risks that should have been looked at again before today."""
    found = [(risk.survivor_id, risk.review_on) for risk in reviews_due(cases, AT_MOST) if risk.review_on]
    return [(case, day) for case, day in found if day < today()]
