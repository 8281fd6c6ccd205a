"""The custody log's place in the menu."""

from django.utils.translation import gettext_lazy as _

from amana.desk.room import Entry, Room


class Custody(Room):
    """The log and its checkpoints."""

    name = "amana.testimony.custody"
    label = "custody"
    navigation = (Entry(_("Custody log"), "custody:log", "custody.read", aside=True),)
