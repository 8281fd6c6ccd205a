"""The room's place in the menu, and what it shows beside an act or a claim."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from amana.desk.room import Entry, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Parties(Room):
    """Parties by name."""

    name = "amana.parties"
    label = "parties"
    navigation = (Entry(_("Parties"), "parties:list", "source.read"),)

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """Beside an act or a claim: which party it is concluded to be, and concluding it."""
        from amana.parties.panel import panel

        return panel(user, thing)

    def beside_each(self, user: "User", things: Sequence[Any]) -> Iterable[Iterable[tuple[str, dict[str, Any]]]]:
        """As `beside`, asking the database once for all."""
        from amana.parties.panel import panels

        return panels(user, things)

    def forget(self, testimonies: Collection[str]) -> None:
        """What was concluded about acts that rest on these testimonies alone."""
        from amana.events.forgetting import acts_of
        from amana.parties.models import Conclusion

        Conclusion.objects.filter(act__in=acts_of(testimonies)).delete()

    def findable(self) -> "Findable":
        """See amana.parties.finding."""
        from amana.parties.finding import FINDABLE

        return FINDABLE
