"""A release: what is to leave, why and to whom; and, once approved, the very bytes that left.

Everything but the fact that there is one is sealed in the column. The files of an
approved release are never written again.
"""

from django.conf import settings
from django.db import models

from amana.counting.models import Estimation
from amana.desk.fields import EncryptedBytes, EncryptedText
from amana.events.models import Place
from amana.testimony.erases import Erases
from amana.testimony.models import KeptForGood, Testimony, random_id


class Release(models.Model):
    """A draft until a second person approves it. `note` signs the files with the desk's key (spec/release.md)."""

    id = models.CharField(primary_key=True, max_length=26, default=random_id, editable=False)
    purpose = models.CharField(max_length=40)
    recipient = EncryptedText()
    outline = EncryptedText()
    with_accounts = models.BooleanField(default=False)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    note = models.BinaryField(default=b"")

    @property
    def approved(self) -> bool:
        """Whether it has left, or may."""
        return self.approved_by_id is not None


class File(KeptForGood):
    """One file of an approved release, as it left."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    name = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = EncryptedBytes()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="one_file_a_name")]


class Counted(models.Model):
    """That an account was counted in what left, so that the person it is of can be told. It is in no file of it."""

    erases = {"testimony": Erases.ROW}
    release = models.ForeignKey(Release, models.PROTECT, related_name="counted")
    testimony = models.ForeignKey(Testimony, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "testimony"], name="counted_once")]


class Quoted(models.Model):
    """That what left quotes an estimation, which stays for as long as somebody could ask how it was made."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="quoted")
    estimation = models.ForeignKey(Estimation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "estimation"], name="quoted_once")]


class Resolution(KeptForGood):
    """That a hit of the leak check is no leak: who says so, and why. `key` stands for the hit in that very text."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="resolutions")
    key = models.CharField(max_length=64)
    why = EncryptedText()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="one_resolution_a_hit")]
