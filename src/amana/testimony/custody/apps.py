"""The custody log's place in the menu, and the alarm when it was put back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User


class Custody(Room):
    """The log and its checkpoints."""

    name = "amana.testimony.custody"
    label = "custody"
    navigation = (Entry(_("Custody log"), "custody:log", "custody.read", aside=True),)

    def needs(self, user: "User") -> Iterable[Need]:
        """That the log is not the one that this machine last saw."""
        from amana.testimony.custody import mark

        if may(user, "custody.read") and mark.rewound() is not None:
            say = _("The custody log was put back or cut off. Check all of it.")
            yield Need(say, reverse("custody:log"), urgent=True)
