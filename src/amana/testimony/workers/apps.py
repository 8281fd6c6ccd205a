"""The place of community workers in the menu, what waits with them, and who listened, beside a testimony."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Deed, Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Workers(Room):
    """People who listen for the desk elsewhere."""

    name = "amana.testimony.workers"
    label = "workers"
    navigation = (Entry(_("Community workers"), "workers:list", "worker.read", aside=True),)

    def forget(self, testimonies: Collection[str]) -> None:
        """Take what is being erased off every list, with what phones said of visits."""
        from amana.testimony.workers.forgetting import forget

        forget(testimonies)

    def needs(self, user: "User") -> Iterable[Need]:
        """Phones that answered an invitation, and envelopes of ended keys that wait for a decision."""
        from amana.testimony.workers.panels import needs

        return needs(user) if may(user, "worker.read") else ()

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On a testimony's page: who listened, and on whose list it stands."""
        from amana.testimony.workers.panels import beside

        return beside(user, thing)

    def done(self, person: str, testimonies: Collection[str]) -> Iterable[Deed]:
        """That community workers have a visit on their lists; on which day it came there is not kept."""
        from amana.testimony.workers.models import Case

        for case in Case.objects.filter(testimony__in=testimonies, next__isnull=False):
            if case.next:
                yield Deed(case.next, "on_list")

    def findable(self) -> "Findable":
        """See amana.testimony.workers.finding."""
        from amana.testimony.workers.finding import FINDABLE

        return FINDABLE
