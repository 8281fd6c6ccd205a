"""The room's place in the menu."""

from amana.desk.room import Entry, Room


class Counting(Room):
    """Counts."""

    name = "amana.counting"
    navigation = (Entry("Counts", "counting:counts", "count.read"),)
