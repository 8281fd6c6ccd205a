"""Community workers as the desk knows them.

Names, keys and addresses are sealed in the column; what is in clear says only how far each has come.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amana.desk.fields import EncryptedJSON, EncryptedText
from amana.testimony.erases import Erases
from amana.testimony.models import Coded, Envelope, Testimony, random_id

VALID_DAYS = 7


class Worker(models.Model):
    """One person with one phone, from the invitation to the end of the key. Another phone is another row."""

    class Reason(models.TextChoices):
        """Why a key ended."""

        LOST = "lost", _("the phone is lost")
        TAKEN = "taken", _("the phone was taken or searched")
        STOPPED = "stopped", _("the person no longer does this")
        OTHER = "other", _("another reason")

    erases = {"enrolment": Erases.STAYS}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    name = EncryptedText()
    invitation = models.CharField(max_length=64, unique=True)
    """SHA-256 of the invitation, hex."""
    until = models.DateField()
    """The last day on which a phone may answer."""
    enrolment = models.OneToOneField(Envelope, models.PROTECT, null=True, related_name="+")
    key = EncryptedText(blank=True)
    """Base64url of the 32 public bytes; empty until a phone answered."""
    key_index = models.CharField(max_length=64, null=True, unique=True)
    reply_to = EncryptedJSON(null=True)
    contested = models.BooleanField(default=False)
    """Whether another phone answered the same invitation."""
    confirmed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    """From this day on, what the key signs is kept aside."""
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    next_letter = models.DateField(null=True, db_index=True)
    language = models.CharField(max_length=35, blank=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def address(self) -> dict[str, str]:
        """Where letters go: `mailbox` and `recipient`."""
        return dict(self.reply_to)


class Case(Coded):
    """A testimony on a worker's list, under a pseudonym that nothing else at the desk has."""

    erases = {"testimony": Erases.ROOM, "worker": Erases.STAYS}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="cases")
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="cases")
    state = models.CharField(max_length=10)
    """A code of vocabulary/case_states.yaml."""
    next = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worker", "testimony"], name="once_on_a_list")]

    def __str__(self) -> str:
        return self.code


class Visit(models.Model):
    """How a visit went, as the worker's phone said it."""

    class How(models.TextChoices):
        """The codes that a phone may send."""

        MADE = "made", _("they have met")
        NOT_MET = "not_met", _("the person was not there, or could not come")
        NOT_SAFE = "not_safe", _("it was not safe to go")

    erases = {"envelope": Erases.ROOM, "case": Erases.ROOM}
    envelope = models.OneToOneField(Envelope, models.PROTECT, primary_key=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    how = models.CharField(max_length=8, choices=How.choices)
    day = models.DateField()


class TakenIn(models.Model):
    """An envelope of an ended key that a supervisor decided to take in all the same."""

    erases = {"envelope": Erases.ROOM}
    envelope = models.OneToOneField(Envelope, models.PROTECT, primary_key=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
