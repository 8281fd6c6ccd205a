"""The room's place in the menu."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Entry, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Counting(Room):
    """Counts."""

    name = "amana.counting"
    navigation = (Entry(_("Counts"), "counting:counts", "count.read"),)

    def called(self, user: "User", subjects: Collection[str]) -> dict[str, tuple[str, str]]:
        """Estimations by their name, for who may see counts."""
        from amana.counting.models import Estimation

        if not may(user, "count.read"):
            return {}
        wanted = [pk for kind, _, pk in (thing.partition(":") for thing in subjects) if kind == "estimation"]
        rows = Estimation.objects.filter(pk__in=[pk for pk in wanted if pk.isdecimal()])
        return {f"estimation:{row.pk}": (row.name, reverse("counting:estimate", args=[row.pk])) for row in rows}

    def findable(self) -> "Findable":
        """See amana.counting.finding."""
        from amana.counting.finding import FINDABLE

        return FINDABLE
