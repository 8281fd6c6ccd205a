"""The cases in the menu, what is due today, and a testimony's case beside it."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amana.desk.policy import may
from amana.desk.room import Entry, Need, Room

if TYPE_CHECKING:
    from amana.desk.models import User
    from amana.desk.search.findable import Findable


class Cases(Room):
    """Survivors, as caseworkers help them."""

    name = "amana.testimony.cases"
    label = "cases"
    navigation = (Entry(_("Cases"), "cases:list", "case.read"),)

    def needs(self, user: "User") -> Iterable[Need]:
        """Tasks and reviews that are due, and cases that were handed over."""
        from amana.testimony.cases.waiting import needs

        return needs(user) if may(user, "case.read") else ()

    def beside(self, user: "User", thing: Any) -> Iterable[tuple[str, dict[str, Any]]]:
        """On a testimony's page: whose case it is part of, or making one."""
        from amana.testimony.cases.panel import beside

        return beside(user, thing)

    def called(self, user: "User", subjects: Collection[str]) -> dict[str, tuple[str, str]]:
        """Cases by their code, for who may open them."""
        from amana.testimony.cases.policy import readable

        wanted = [thing.partition(":")[2] for thing in subjects if thing.startswith("survivor:")]
        rows = readable(user).filter(pk__in=wanted).values_list("pk", "code")
        return {f"survivor:{pk}": (code, reverse("cases:case", args=[pk])) for pk, code in rows}

    def findable(self) -> "Findable":
        """See amana.testimony.cases.finding."""
        from amana.testimony.cases.finding import FINDABLE

        return FINDABLE
