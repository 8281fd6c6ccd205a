"""Which referrals are open, and of which it is time to ask how they went. On the first screen, in numbers alone."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import ngettext

from amana.care.referrals.models import Referral
from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.testimony.cases import policy
from amana.testimony.consents import today

ORDER = ("ask_on", "at", "pk")
"""That with the nearest day first; of what nobody set a day for, the oldest, last."""


def still_open(user: User, action: str, *, others: bool = False) -> QuerySet[Referral]:
    """Of the open cases on which `user` may do `action`, or those of them that `others` have: what is awaited."""
    cases = policy.among(user, action).filter(closed_on=None, pk=OuterRef("survivor"))
    cases = cases.exclude(handler=user) if others else cases
    rows = Referral.objects.filter(Exists(cases), ended_on=None).prefetch_related("survivor__handler")
    return rows.annotate(ask_on=Coalesce("reply_on", date.max)).order_by(*ORDER)


def awaits(person: str) -> Iterator[str]:
    """What a case that is closed reminds nobody of any more."""
    count = Referral.objects.filter(survivor=person, ended_on=None).count()
    if count:
        yield ngettext(
            "{count} referral is still open: once the case is closed, nobody is reminded to ask how it went.",
            "{count} referrals are still open: once the case is closed, nobody is reminded to ask how they went.",
            count,
        ).format(count=count)


def needs(user: User) -> Iterator[Need]:
    """Days to ask that went by, then those of today."""
    if not may(user, "referral.make"):
        return
    page = reverse("referrals:list")
    rows = still_open(user, "referral.make")
    late = rows.filter(reply_on__lt=today()).count()
    if late:
        say = ngettext(
            "{count} referral of yours should have been asked after by now",
            "{count} referrals of yours should have been asked after by now",
            late,
        )
        yield Need(say.format(count=late), page, urgent=True)
    due = rows.filter(reply_on=today()).count()
    if due:
        say = ngettext(
            "Ask today how {count} referral of yours went", "Ask today how {count} referrals of yours went", due
        )
        yield Need(say.format(count=due), page, turn=Turn.TODAY)
