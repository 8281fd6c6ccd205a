"""The room's place in the menu, and what waits in the inbox."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Testimony(Room):
    """What was told."""

    name = "amana.testimony"
    label = "testimony"
    navigation = (
        Entry(_("Inbox"), "testimony:inbox", "testimony.handle"),
        Entry(_("Testimonies"), "testimony:countable", "testimony.analyse"),
    )

    def needs(self, user: "User") -> Iterable[Need]:
        """What nobody has taken in hand, what is new in hers, who waits for a second person; backups to let go of."""
        from amana.testimony.waiting import needs, upkeep

        if may(user, "testimony.handle"):
            yield from needs(user)
        if may(user, "desk.keys"):
            yield from upkeep()

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """Beside the desk's keys, its earlier mailboxes."""
        from amana.testimony.pages_mailboxes import beside

        return beside(user, thing)

    def called(self, user: "User", subjects: Collection[str]) -> dict[str, tuple[str, str]]:
        """Testimonies by their code, for who may open them."""
        from amana.testimony.policy import readable

        wanted = [thing.partition(":")[2] for thing in subjects if thing.startswith("testimony:")]
        rows = readable(user).filter(pk__in=wanted).values_list("pk", "code")
        return {f"testimony:{pk}": (code, reverse("testimony:testimony", args=[pk])) for pk, code in rows}

    def findable(self) -> "Findable":
        """See amana.testimony.finding."""
        from amana.testimony.finding import FINDABLE

        return FINDABLE
