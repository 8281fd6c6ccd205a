"""A partner desk is found by name, by those who may see the partner desks."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.search.findable import Findable, Hit, Section, Words
from amana.testimony.partners.models import Partner

if TYPE_CHECKING:
    from amana.desk.models import User


def seen(user: "User") -> QuerySet[Partner]:
    """All, or none."""
    return Partner.objects.all() if may(user, "partner.read") else Partner.objects.none()


def show(user: "User", rows: Collection[Any]) -> Iterator[Hit]:
    """Each by name."""
    return (Hit(reverse("partners:partner", args=[row.pk]), str(row)) for row in rows)


FINDABLE = Findable(
    sections=(Section("partners", _("Partner desks"), Partner, ("pk",), seen, show, action="partner.read"),),
    words=(Words("partner.name", "partners", _("in the name"), Partner, seen, lambda row: [row.name]),),
)
