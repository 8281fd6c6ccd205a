"""The desk's own place in the menu."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amana import language
from amana.desk.room import Entry, Room


class Desk(Room):
    """Home, and the people who work here."""

    name = "amana.desk"

    navigation = (
        Entry(_("Home"), "desk:home", "desk.use"),
        Entry(_("People"), "desk:people", "people.manage", aside=True),
        Entry(_("Keys"), "desk:keys", "desk.keys", aside=True),
    )

    def ready(self) -> None:
        """Errors and labels speak the language of the request."""
        language.ask(lambda: get_language() or "en")
