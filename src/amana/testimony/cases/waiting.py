"""What is due: one person's tasks and reviews, and, on the first screen, sentences that name nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.testimony.cases import policy
from amana.testimony.cases.models import Handover, Task
from amana.testimony.cases.risks import standing
from amana.testimony.consents import today
from amana.testimony.models import Survivor, Testimony
from amana.testimony.policy import gone
from amana.vocabulary import label

TELLINGS = Prefetch("testimonies", Testimony.objects.defer("told"))
"""Which there are, without what they say."""


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


def open_cases(user: User) -> list[Survivor]:
    """Those that `user` looks after and that are not closed."""
    rows = policy.among(user, "case.keep").filter(handler=user, closed_on=None)
    return list(rows.prefetch_related("risks", "tasks", TELLINGS, "handovers").order_by("opened_on", "code"))


def due_of(survivors: list[Survivor]) -> list[Due]:
    """What is due today or was before, the oldest first."""
    tasks = Task.objects.filter(survivor__in=survivors, ended_on=None, due__lte=today()).select_related("survivor")
    found = [Due(task.survivor, task.due, label("task_kinds", task.kind)) for task in tasks]
    for survivor in survivors:
        risk = standing(survivor)
        if risk and risk.review_on and risk.review_on <= today():
            found.append(Due(survivor, risk.review_on, gettext("Look again at the risk of reprisal")))
    return sorted(found, key=lambda due: (due.day, due.survivor.code))


def needs(user: User) -> Iterator[Need]:
    """What was due before today first, then what is due today, and cases that others gave."""
    page = reverse("cases:list")
    due = due_of(open_cases(user))
    late = sum(one.overdue for one in due)
    if late:
        say = ngettext(
            "{count} thing to do in your cases is overdue", "{count} things to do in your cases are overdue", late
        )
        yield Need(say.format(count=late), page, urgent=True)
    if len(due) > late:
        count = len(due) - late
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
