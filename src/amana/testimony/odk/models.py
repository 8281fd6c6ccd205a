"""Submissions of ODK clients as the desk knows them: which envelopes are of one, and what is still missing.

What an instance id, a form or a file is called is sealed in the column or kept as a blind index alone.
"""

from django.db import models

from amana.desk.fields import EncryptedJSON, EncryptedText
from amana.testimony.erases import Erases
from amana.testimony.models import Envelope, Testimony


class Submission(models.Model):
    """One filled form, in as many posts as the phone needed. Its testimony is there once nothing is missing."""

    erases = {"testimony": Erases.ROOM}
    instance = models.CharField(primary_key=True, max_length=64)
    """Blind index of the instance id."""
    manifest = models.CharField(max_length=64)
    """SHA-256 of the manifest, which holds a fresh random key."""
    form = EncryptedText()
    missing = EncryptedJSON()
    """Names of the files that have not come yet."""
    day = models.DateField()
    testimony = models.OneToOneField(Testimony, models.PROTECT, null=True, related_name="odk")


class Post(models.Model):
    """An envelope that holds some of a submission's files."""

    erases = {"envelope": Erases.ROOM, "submission": Erases.ROOM}
    envelope = models.OneToOneField(Envelope, models.PROTECT, primary_key=True, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="posts")


class Refusal(models.Model):
    """The hub's word that it refused a form which a phone sent partly unencrypted. It kept nothing of it."""

    erases = {"envelope": Erases.STAYS}
    envelope = models.OneToOneField(Envelope, models.PROTECT, primary_key=True, related_name="+")
    form = EncryptedText(blank=True)
    day = models.DateField()
    seen = models.BooleanField(default=False)
