"""The room's place in the menu, and the drafts that wait for a second person."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from amana.desk.policy import may
from amana.desk.room import Deed, Entry, Need, Room, Turn

if TYPE_CHECKING:
    from amana.desk.models import User


class Releases(Room):
    """Releases."""

    name = "amana.release"
    label = "release"
    navigation = (Entry(_("Releases"), "release:list", "release.read"),)

    def needs(self, user: "User") -> Iterable[Need]:
        """Drafts that this person could approve."""
        from amana.release.models import Release

        if may(user, "release.approve"):
            waiting = Release.objects.filter(approved_by=None).exclude(made_by=user.pk).count()
            if waiting:
                say = ngettext(
                    "{count} draft waits for a second person", "{count} drafts wait for a second person", waiting
                ).format(count=waiting)
                yield Need(say, reverse("release:list"), turn=Turn.TODAY)

    def done(self, person: str, testimonies: Collection[str]) -> Iterable[Deed]:
        """Which approved releases counted these accounts, and to whom they went."""
        from amana.release.models import Release

        for release in Release.objects.filter(counted__testimony__in=testimonies).exclude(approved_at=None).distinct():
            if release.approved_at:
                yield Deed(release.approved_at.date(), "counted", {"recipient": release.recipient})

    def forget(self, testimonies: Collection[str]) -> None:
        """What is remembered of texts, in which something of these may have been looked for."""
        from django.db import transaction

        from amana.release import vault

        transaction.on_commit(vault.forget)
