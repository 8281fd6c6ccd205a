"""Referrals in the menu, what is to be asked today, and a person's referrals on the page of her case."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from amana.desk.room import Deed, Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Referrals(Room):
    """Where people were sent, and what came of it."""

    name = "amana.care.referrals"
    label = "referrals"
    navigation = (Entry(_("Referrals"), "referrals:list", "referral.make"),)

    def needs(self, user: "User") -> Iterable[Need]:
        """Referrals of hers of which it is time to ask how they went."""
        from amana.care.referrals.waiting import needs

        return needs(user)

    def awaits(self, person: str) -> Iterable[str]:
        """Referrals of which nothing was heard that ends them."""
        from amana.care.referrals.waiting import awaits

        return awaits(person)

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On a case's page: where this person was sent, what was not wished, and making a referral."""
        from amana.care.referrals.panel import beside

        return beside(user, thing)

    def done(self, person: str, testimonies: Collection[str]) -> Iterable[Deed]:
        """To whom she was referred, and what they may know."""
        from amana.care.referrals.told import deeds

        return deeds(person)

    def findable(self) -> "Findable":
        """See amana.care.referrals.finding."""
        from amana.care.referrals.finding import FINDABLE

        return FINDABLE
