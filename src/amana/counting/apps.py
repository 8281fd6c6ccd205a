"""The room's place in the menu."""

from django.utils.translation import gettext_lazy as _

from amana.desk.room import Entry, Room


class Counting(Room):
    """Counts."""

    name = "amana.counting"
    navigation = (Entry(_("Counts"), "counting:counts", "count.read"),)
