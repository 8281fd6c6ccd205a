"""The desk's own place in the menu."""

from amana.desk.room import Entry, Room


class Desk(Room):
    """Home, and the people who work here."""

    name = "amana.desk"

    navigation = (Entry("Home", "desk:home", "desk.use"), Entry("People", "desk:people", "people.manage", aside=True))
