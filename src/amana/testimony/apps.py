"""The room's place in the menu, and what waits in the inbox."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User


class Testimony(Room):
    """What was told."""

    name = "amana.testimony"
    label = "testimony"
    navigation = (
        Entry(_("Inbox"), "testimony:inbox", "testimony.handle"),
        Entry(_("Testimonies"), "testimony:countable", "testimony.analyse"),
    )

    def needs(self, user: "User") -> Iterable[Need]:
        """What nobody has taken in hand, what is new in hers, and who waits for a second person."""
        from amana.testimony.waiting import needs

        return needs(user) if may(user, "testimony.handle") else ()
