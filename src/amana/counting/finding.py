"""An estimate is found by its name and by what it says of where its lists are from, by those who see counts."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amana.counting.models import Estimation
from amana.desk.policy import may
from amana.desk.search.findable import Findable, Hit, Section, Words

if TYPE_CHECKING:
    from amana.desk.models import User


def seen(user: "User") -> QuerySet[Estimation]:
    """All, or none."""
    return Estimation.objects.all() if may(user, "count.read") else Estimation.objects.none()


def show(user: "User", rows: Collection[Any]) -> Iterator[Hit]:
    """Each by its name, with its day; no figure stands without its interval, so none stands here."""
    for row in rows:
        made = gettext("made {day}").format(day=date_format(row.at, "j F Y"))
        yield Hit(reverse("counting:estimate", args=[row.pk]), row.name, (made,))


FINDABLE = Findable(
    sections=(
        Section(
            "estimates",
            _("Estimates"),
            Estimation,
            ("-pk",),
            seen,
            show,
            period=("at__date", "at__date"),
            action="count.read",
        ),
    ),
    words=(Words("estimate", "estimates", _("in its name"), Estimation, seen, lambda row: [row.name, row.origin]),),
)
