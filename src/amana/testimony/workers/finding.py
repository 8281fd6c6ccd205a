"""A community worker is found by name, by those who may see the workers."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.search.findable import Findable, Hit, Section, Words
from amana.testimony.workers.models import Worker

if TYPE_CHECKING:
    from amana.desk.models import User


def seen(user: "User") -> QuerySet[Worker]:
    """All, or none."""
    return Worker.objects.all() if may(user, "worker.read") else Worker.objects.none()


def show(user: "User", rows: Collection[Any]) -> Iterator[Hit]:
    """Each by name."""
    return (Hit(reverse("workers:worker", args=[row.pk]), str(row)) for row in rows)


FINDABLE = Findable(
    sections=(Section("workers", _("Community workers"), Worker, ("pk",), seen, show, action="worker.read"),),
    words=(Words("worker.name", "workers", _("in the name"), Worker, seen, lambda row: [row.name]),),
)
