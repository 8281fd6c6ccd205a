"""The place of shared accounts in the menu, and the drafts that wait for a second person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amana.desk.policy import may
from amana.desk.room import Entry, Need, Room, Turn

if TYPE_CHECKING:
    from amana.desk.models import User


class Sharings(Room):
    """Accounts shared with partner desks."""

    name = "amana.release.sharing"
    label = "sharing"
    navigation = (Entry(_("Sharing"), "sharing:list", "sharing.draft"),)

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On an account's page, and on that of what was added to it: that it was shared, and the addition was not."""
        from amana.release.sharing.additions import beside

        return beside(user, thing)

    def needs(self, user: "User") -> Iterable[Need]:
        """What was added to shared accounts in her hands, to be decided on; drafts that this person could approve."""
        from amana.release.sharing.additions import needs
        from amana.release.sharing.models import Sharing

        yield from needs(user)

        if may(user, "sharing.approve"):
            waiting = Sharing.objects.filter(approved_by=None, chosen__isnull=False).exclude(made_by=user.pk)
            count = waiting.exclude(chosen__by=user.pk).distinct().count()
            if count:
                say = ngettext(
                    "{count} draft of accounts to share waits for a second person",
                    "{count} drafts of accounts to share wait for a second person",
                    count,
                ).format(count=count)
                yield Need(say, reverse("sharing:list"), turn=Turn.TODAY)
