"""What is due: one person's tasks and reviews, and, on the first screen, sentences that name nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.testimony.cases import policy
from amana.testimony.cases.models import Handover, Risk, Task
from amana.testimony.cases.risks import NONE
from amana.testimony.consents import today
from amana.testimony.models import Survivor
from amana.testimony.policy import gone
from amana.vocabulary import label


@dataclass(frozen=True)
class Due:
    """Something with a day: a task, or a risk to be looked at again."""

    survivor: Survivor
    day: date
    what: str

    @property
    def overdue(self) -> bool:
        """Whether its day has gone by."""
        return self.day < today()


def open_cases(user: User) -> QuerySet[Survivor]:
    """Those that `user` looks after and that are not closed."""
    return policy.among(user, "case.keep").filter(handler=user, closed_on=None)


def tasks_due(cases: QuerySet[Survivor]) -> QuerySet[Task]:
    """What is to be done for them today, or was before."""
    return Task.objects.filter(survivor__in=cases, ended_on=None, due__lte=today())


def reviews_due(cases: QuerySet[Survivor], most: int | None = None) -> list[Risk]:
    """The risks that are to be looked at again today, or were before: only the latest of each person's holds.

    Of what is sealed, their level alone is opened. `most`: of so many at most, the oldest first.
    """
    later = Risk.objects.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    rows = Risk.objects.filter(~Exists(later.filter(survivor=OuterRef("survivor"))), review_on__lte=today())
    # In a long list's order until there are enough, not all of a long list and then in order.
    of_them = Q(survivor__in=cases) if most is None else Q(Exists(cases.filter(pk=OuterRef("survivor"))))
    rows = rows.filter(of_them).only("survivor", "level", "review_on")
    return [risk for risk in rows.order_by("review_on", "pk")[:most] if risk.level != NONE]


def due_of(cases: QuerySet[Survivor], most: int = 100) -> list[Due]:
    """What is due today or was before, the oldest first; so many at most."""
    tasks = tasks_due(cases).select_related("survivor").only("survivor__code", "kind", "due")
    tasks = tasks.order_by("due", "pk")[:most]
    found = [Due(task.survivor, task.due, label("task_kinds", task.kind)) for task in tasks]
    reviews = reviews_due(cases)
    prefetch_related_objects(reviews, Prefetch("survivor", Survivor.objects.only("code")))
    for risk in reviews:
        found.append(Due(risk.survivor, risk.review_on or today(), gettext("Look again at the risk of reprisal")))
    return sorted(found, key=lambda due: (due.day, due.survivor.code))[:most]


def needs(user: User) -> Iterator[Need]:
    """What was due before today first, then what is due today, and cases that others gave."""
    page = reverse("cases:list")
    cases = open_cases(user)
    days = [*tasks_due(cases).values_list("due", flat=True), *(one.review_on for one in reviews_due(cases))]
    late = sum(day is not None and day < today() for day in days)
    if late:
        say = ngettext(
            "{count} thing to do in your cases is overdue", "{count} things to do in your cases are overdue", late
        )
        yield Need(say.format(count=late), page, urgent=True)
    if len(days) > late:
        count = len(days) - late
        say = ngettext(
            "{count} thing to do in your cases is for today", "{count} things to do in your cases are for today", count
        )
        yield Need(say.format(count=count), page, turn=Turn.TODAY)
    given = Handover.objects.filter(to=user, survivor__handler=user, accepted_at=None).count()
    if given:
        say = ngettext("{count} case was given to you", "{count} cases were given to you", given)
        yield Need(say.format(count=given), page, turn=Turn.TODAY)
    if may(user, "testimony.oversee"):
        left = Survivor.objects.filter(closed_on=None, handler__in=gone()).count()
        if left:
            say = ngettext(
                "{count} case is with somebody who no longer works here",
                "{count} cases are with somebody who no longer works here",
                left,
            )
            yield Need(say.format(count=left), page, urgent=True)
