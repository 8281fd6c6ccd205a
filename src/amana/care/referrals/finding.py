"""By which words a referral is found: the code that comes back on a slip, where to, what was asked and heard."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.care.referrals.models import Answer, Referral
from amana.care.referrals.showing import MISSING, TURNED_AWAY, shown
from amana.desk.search.findable import Findable, Hit, Section, Words
from amana.testimony.cases import policy

if TYPE_CHECKING:
    from amana.desk.models import User


def texts(row: Referral) -> Iterator[str]:
    """Its code, the service's name, and what was written freely."""
    yield from (row.code, row.to, row.purpose)
    yield from (one.heard for one in row.answers.all())


def facets(row: Referral) -> Iterator[str]:
    """The kind of help and how urgent it is; that it was not to be had, or that the service last said no."""
    yield from (f"kind {row.kind}", f"urgency {row.urgency}")
    if row.outcome == MISSING:
        yield f"lacking {row.kind}"
    latest = [*row.answers.all()][-1:]
    if latest and latest[0].answer == TURNED_AWAY:
        yield f"refused {row.kind}"


def seen(user: "User") -> QuerySet[Referral]:
    """Those of the cases that somebody may open."""
    cases = policy.readable(user).filter(pk=OuterRef("survivor"))
    return Referral.objects.none() if cases.query.is_empty() else Referral.objects.filter(Exists(cases))


def show(user: "User", rows: Collection[Referral]) -> Iterator[Hit]:
    """Each by its own code, with the kind of help and how far it has come."""
    for row in rows:
        each = shown(row)
        beside = (each["kind"], each["state"] or each["outcome"])
        yield Hit(reverse("referrals:referral", args=[row.pk]), row.code, beside, code=True)


FINDABLE = Findable(
    sections=(Section("referrals", _("Referrals"), Referral, ("code",), seen, show, action="case.read"),),
    words=(
        Words(
            "referral",
            "referrals",
            _("in a referral"),
            Referral,
            seen,
            texts,
            parts={Answer: lambda answer: [answer.referral_id]},
            facets=facets,
        ),
    ),
)
