"""A release of accounts to one partner desk: a draft until a second person approves it.

What leaves, and what is said after it, is in `amana.testimony.partners`; here stand who chose, who said what of a hit
of the leak check, and who approved. What has been approved is never changed.
"""

from django.conf import settings
from django.db import models

from amana.desk.fields import EncryptedJSON, EncryptedText
from amana.testimony.erases import Erases
from amana.testimony.models import Testimony, random_id
from amana.testimony.partners.models import Partner, Share


class Sharing(models.Model):
    """For which purpose, with whom, how much of each account, and with whom it may be shared in turn."""

    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="sharings")
    purpose = models.CharField(max_length=40)
    extent = models.CharField(max_length=10)
    """A code of vocabulary/share_extents.yaml."""
    why = EncryptedText(blank=True)
    """Why the files must go as they came, where they do."""
    counted = models.BooleanField(default=False)
    """Whether the partner may count the accounts that agreed to be counted."""
    onward = EncryptedJSON(default=list)
    """Names of those with whom the partner may share them in its turn, where that was agreed to as well."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    @property
    def approved(self) -> bool:
        """Whether the accounts have left, or leave when the hub is next reached."""
        return self.approved_by_id is not None


class Chosen(models.Model):
    """That somebody chose an account for a release of accounts."""

    erases = {"testimony": Erases.ROW}
    sharing = models.ForeignKey(Sharing, models.PROTECT, related_name="chosen")
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sharing", "testimony"], name="chosen_once")]


class Stays(models.Model):
    """That somebody read what was added to a shared account, and leaves it here: nobody is reminded of it any more."""

    erases = {"testimony": Erases.ROW, "share": Erases.STAYS}
    share = models.ForeignKey(Share, models.PROTECT, related_name="+")
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["share", "testimony"], name="stays_once")]


class Settled(models.Model):
    """That a hit of the leak check is no leak: who says so, and why. `key` stands for the hit in that very text."""

    erases = {"chosen": Erases.ROW}
    chosen = models.ForeignKey(Chosen, models.PROTECT, related_name="settled")
    key = models.CharField(max_length=64)
    why = EncryptedText()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chosen", "key"], name="settled_once")]
