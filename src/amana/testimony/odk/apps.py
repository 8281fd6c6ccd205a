"""What came by ODK Collect: what is missing, what was refused, and that nothing shows who sent it."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User


class Odk(Room):
    """Phones with ODK Collect and KoboCollect."""

    name = "amana.testimony.odk"
    label = "odk"
    navigation = (Entry(_("ODK phones"), "odk:phones", "testimony.sync", aside=True),)

    def forget(self, testimonies: Collection[str]) -> None:
        """Let go of every post of the submissions that are being erased."""
        from amana.testimony.odk.erasing import forget

        forget(testimonies)

    def needs(self, user: "User") -> Iterable[Need]:
        """Submissions that are not whole, and phones that sent something unencrypted."""
        from amana.testimony.odk.panels import needs

        return needs() if may(user, "testimony.sync") else ()

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On a testimony's page: that it came so, and that nothing shows who sent it."""
        from amana.testimony.odk.panels import beside

        return beside(thing)
