"""The room's places in the menu, and care that is still in its window."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amana.desk.room import Entry, Need, Room

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Care(Room):
    """The service directory."""

    name = "amana.care"
    label = "care"
    navigation = (Entry(_("Services"), "care:directory", "care.read"),)

    def needs(self, user: "User") -> Iterable[Need]:
        """Testimonies that nobody took in hand, or that she has, while some care is in its window."""
        from amana.care.urgent import needs

        return needs(user)

    def closing(self, rows: "QuerySet[Any]") -> Mapping[str, timedelta]:
        """Those for which some care is in a window that closes within five days."""
        from amana.care.urgent import closing

        return closing(rows)

    def forget(self, testimonies: Collection[str]) -> None:
        """When care closes for what was told is kept in memory: no longer, once that is erased."""
        from amana.care import urgent

        transaction.on_commit(urgent.forget)

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On a testimony's page: which care is still in its window."""
        from amana.care.urgent import panel

        return panel(user, thing)

    def findable(self) -> "Findable":
        """See amana.care.finding."""
        from amana.care.finding import FINDABLE

        return FINDABLE
