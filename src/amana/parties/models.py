"""Parties by name, and conclusions that a described perpetrator is one of them.

A conclusion is never written over: who concluded it, how sure, why and when stay, and
the latest of an act holds. All parties are rows of one table.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amana.desk.fields import EncryptedText
from amana.events import claims
from amana.events.models import Act, Entry
from amana.testimony.erases import Erases
from amana.testimony.models import KeptForGood


class Party(Entry):
    """An armed force, group or unit."""

    shape = claims.Party


class Conclusion(KeptForGood):
    """That an act is said to be a party's doing. No party: that it cannot be said whose."""

    class Sure(models.TextChoices):
        """How sure."""

        STATED = "stated", _("stated by those who told")
        LIKELY = "likely", _("likely")
        POSSIBLE = "possible", _("possible (never counted)")

    erases = {"act": Erases.ROOM}
    act = models.ForeignKey(Act, models.PROTECT, related_name="conclusions")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="conclusions")
    sure = models.CharField(max_length=8, choices=Sure.choices)
    why = EncryptedText()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
