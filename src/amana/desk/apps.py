"""The desk's own place in the menu."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amana import language
from amana.desk.policy import may
from amana.desk.room import Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User


class Desk(Room):
    """Home, and the people who work here."""

    name = "amana.desk"

    navigation = (
        Entry(_("Home"), "desk:home", "desk.use"),
        Entry(_("Search"), "desk:search", "search.use"),
        Entry(_("People"), "desk:people", "people.manage", aside=True),
        Entry(_("Keys"), "desk:keys", "desk.keys", aside=True),
    )

    def called(self, user: "User", subjects: Collection[str]) -> dict[str, tuple[str, str]]:
        """People by their names here; where they are kept, for who may."""
        from amana.desk.models import User

        ids = (thing.partition(":")[2] for thing in subjects if thing.startswith("user:"))
        wanted = [int(pk) for pk in ids if pk.isascii() and pk.isdigit()]
        opens = may(user, "people.manage")
        people = User.objects.filter(pk__in=wanted)
        return {
            f"user:{one.pk}": (str(one.name), reverse("desk:person", args=[one.pk]) if opens else "") for one in people
        }

    def needs(self, user: "User") -> Iterable[Need]:
        """A backup that is late, or that nobody wants each day, to who can make one."""
        from amana.desk.backup.actions import is_late

        if not may(user, "desk.keys"):
            return
        if is_late():
            yield Need(gettext("This desk has not been backed up for days."), reverse("desk:backup"), urgent=True)
        elif settings.DESK_BACKUP is None:
            yield Need(gettext("No folder is set for daily backups of this desk."), reverse("desk:backup"))

    def ready(self) -> None:
        """Errors and labels speak the language of the request; what is kept is put into the index."""
        from amana.desk.search import keeping

        language.ask(lambda: get_language() or "en")
        keeping.connect()
