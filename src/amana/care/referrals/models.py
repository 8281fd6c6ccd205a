"""What is kept of each time that a service was spoken of with a person: where to, what it may know, what came of it.

In clear stands only on which day somebody should ask how it went, and on which nothing more is awaited. All else is
sealed in the column. A refusal is kept like a yes.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amana.desk.fields import EncryptedJSON, EncryptedText
from amana.testimony.cases.models import OfHers
from amana.testimony.erases import Erases
from amana.testimony.models import Coded, Survivor, random_id


class Referral(Coded, OfHers):
    """One kind of service, spoken of with one person on one day, and its outcome: referred, or why not.

    The code is what the service calls it: another than the case's, so that no page leads to an account.
    """

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="referrals")
    kind = EncryptedText()
    outcome = EncryptedText()
    service = EncryptedText(blank=True)
    """The id of the directory's entry; empty where it is not in the directory. The entry may go; this stays."""
    to = EncryptedText(blank=True)
    """The service or organisation by the name by which it was agreed to; empty where there was no referral."""
    urgency = EncryptedText(blank=True)
    way = EncryptedText(blank=True)
    shared = EncryptedJSON(default=list)
    """Codes of vocabulary/referral_shares.yaml: what the service may know."""
    purpose = EncryptedText(blank=True)
    """What is asked of the service; where there was no referral, a note on why."""
    reply_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(OfHers.Meta):
        indexes: ClassVar = [
            models.Index(fields=["ended_on", "reply_on", "at", "id", "survivor"], name="referrals_awaited")
        ]


class Answer(models.Model):
    """What was heard of a referral, from the service or from the person. The latest holds; all are kept."""

    erases: ClassVar = {"referral": Erases.ROW}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = EncryptedText()
    """A code of vocabulary/referral_answers.yaml."""
    heard = EncryptedText(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]


class Since(OfHers):
    """About when it was, as the person told a listener: for the hours that are left, where no account says it.

    The latest holds.
    """

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="since")
    said = EncryptedJSON()
    """An answer to "about when" (spec/form.md, A date), given on the day of `at`."""
