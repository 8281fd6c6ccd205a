"""The room's places in the menu, and its panel on a testimony's page."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from amana.desk.room import Entry, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Events(Room):
    """Events, and published sources."""

    name = "amana.events"
    label = "events"
    navigation = (Entry(_("Events"), "events:list", "event.read"), Entry(_("Sources"), "events:sources", "source.read"))

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On a testimony's page: the events that it speaks of, and placing it in one."""
        from amana.events.panel import panel

        return panel(user, thing)

    def forget(self, testimonies: Collection[str]) -> None:
        """Victims that no other testimony tells of, with what was done to them, and events on no other ground."""
        from amana.events.forgetting import forget

        forget(testimonies)

    def findable(self) -> "Findable":
        """See amana.events.finding."""
        from amana.events.finding import FINDABLE

        return FINDABLE
