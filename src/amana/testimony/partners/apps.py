"""The place of partner desks in the menu, what waits with them, and what was shared, beside a testimony."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Deed, Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Partners(Room):
    """Other organisations' desks."""

    name = "amana.testimony.partners"
    label = "partners"
    navigation = (Entry(_("Partner desks"), "partners:list", "partner.read", aside=True),)

    def needs(self, user: "User") -> Iterable[Need]:
        """Digits that wait to be compared, and ends of which a partner desk does not know yet."""
        from amana.testimony.partners.panels import needs

        return needs(user) if may(user, "partner.read") else ()

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On a testimony's page: from whom it came and on what terms, and with whom it was shared."""
        from amana.testimony.partners.panels import beside

        return beside(user, thing)

    def deliver(self, today: date) -> Iterable[bool]:
        """What holds of shares, answers, greetings."""
        from amana.testimony.partners.delivering import deliver

        return deliver(today)

    def hasten(self, today: date) -> Iterable[bool]:
        """What ends or pauses the use of what was shared."""
        from amana.testimony.partners.delivering import hasten

        return hasten(today)

    def called(self, user: "User", subjects: Collection[str]) -> dict[str, tuple[str, str]]:
        """Partner desks by their name, for who may see them."""
        from amana.testimony.partners.models import Partner

        wanted = [thing.partition(":")[2] for thing in subjects if thing.startswith("partner:")]
        rows = Partner.objects.filter(pk__in=wanted) if may(user, "partner.read") else Partner.objects.none()
        return {f"partner:{row.pk}": (str(row.name), reverse("partners:partner", args=[row.pk])) for row in rows}

    def done(self, person: str, testimonies: Collection[str]) -> Iterable[Deed]:
        """With which partner desks these were shared, and where that has ended."""
        from amana.testimony.partners.models import Share

        for share in Share.objects.filter(testimony__in=testimonies, of=None).select_related("partner"):
            yield Deed(share.on, "shared", {"recipient": str(share.partner.name)})
            if share.ended_on:
                yield Deed(share.ended_on, "share_ended", {"recipient": str(share.partner.name)})

    def findable(self) -> "Findable":
        """See amana.testimony.partners.finding."""
        from amana.testimony.partners.finding import FINDABLE

        return FINDABLE
