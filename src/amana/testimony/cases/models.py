"""What the care of one person needs to know, apart from what she told and from who she is.

What is in clear says only when something is due and who has it. All else is sealed in the column. Rows of which the
latest holds (a risk, a decision, a closing) are added to and never changed.
"""

from django.conf import settings
from django.db import models

from amana.desk.fields import EncryptedJSON, EncryptedText
from amana.testimony.erases import Erases
from amana.testimony.models import Survivor, random_id


class OfHers(models.Model):
    """A row about one person: it goes when she wishes to be forgotten."""

    erases = {"survivor": Erases.ROW}
    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["at", "id"]


class About(models.Model):
    """Whom one speaks with: what decides how. Codes of age_bands, sexes and agreement; languages as BCP 47 tags."""

    erases = {"survivor": Erases.ROW}
    survivor = models.OneToOneField(Survivor, models.PROTECT, primary_key=True, related_name="about")
    age = EncryptedText(blank=True)
    """Whole years, as she or her guardian says; empty where only a band is known, or nothing."""
    band = EncryptedText(blank=True)
    sex = EncryptedText(blank=True)
    languages = EncryptedJSON(default=list)
    """Those that she speaks, the best first."""
    assent = EncryptedText(blank=True)
    """Whether a minor herself agrees to what is done; empty where she was not asked yet."""


class Guardian(OfHers):
    """Who answers for a minor, and whether that may be the one who harmed: an answer, or that it is not known."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="guardians")
    name = EncryptedText(blank=True)
    relation = EncryptedText()
    harmed = EncryptedText()
    """A code of vocabulary/may_have_harmed.yaml."""
    contact = EncryptedText(blank=True)


class Interest(OfHers):
    """What was weighed for a minor, and the decision whether sharing is in her best interest. The latest holds."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="interests")
    weighed = EncryptedText()
    share = models.BooleanField()


class Meeting(OfHers):
    """One time when she and a listener met: what she said of herself apart from what the listener saw.

    `outcome` is how the telling went (vocabulary/telling_outcomes.yaml): to say nothing is an outcome like any other.
    """

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="meetings")
    day = models.DateField()
    how = EncryptedText()
    language = EncryptedText(blank=True)
    interpreter = EncryptedText(blank=True)
    interpreter_agreed = EncryptedText(blank=True)
    outcome = EncryptedText()
    said = EncryptedText(blank=True)
    seen = EncryptedText(blank=True)


class Risk(OfHers):
    """From whom a reprisal may come, how likely it is, and what was agreed about it. The latest holds."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="risks")
    whom = EncryptedText(blank=True)
    level = EncryptedText()
    agreed = EncryptedText(blank=True)
    review_on = models.DateField(null=True)
    hold = models.BooleanField(default=False)
    """Whether nothing of hers is shared as long as this risk stands."""

    class Meta(OfHers.Meta):
        indexes = [models.Index(fields=["review_on", "id"], name="risks_to_review")]


class Task(OfHers):
    """Something to do for her by a day; done, or no longer needed, on a day."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="tasks")
    kind = EncryptedText()
    note = EncryptedText(blank=True)
    due = models.DateField()
    ended_on = models.DateField(null=True)
    done = models.BooleanField(default=False)

    class Meta(OfHers.Meta):
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["ended_on", "due"], name="tasks_due"),
            models.Index(fields=["survivor", "ended_on", "due", "id"], name="tasks_of_a_case"),
        ]


class Handover(OfHers):
    """That a case changed hands: by whom (`by`), from whom, to whom, why, and when the receiver said so too."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="handovers")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    note = EncryptedText(blank=True)
    accepted_at = models.DateTimeField(null=True)


class Turn(OfHers):
    """That a case was closed, or opened again, and why."""

    survivor = models.ForeignKey(Survivor, models.PROTECT, related_name="turns")
    closed = models.BooleanField()
    reason = EncryptedText()
    note = EncryptedText(blank=True)
