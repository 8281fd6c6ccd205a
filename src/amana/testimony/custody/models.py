"""Entries and checkpoints as kept, and what other desks and services said of checkpoints.

The database itself refuses to change or remove any of these (guards.py).
"""

from django.db import models

from amana.desk.fields import EncryptedText, open_value, seal_value
from amana.testimony.custody.entry import Entry

SALT = 32
PLACE = "custody_row.sealed"


class Row(models.Model):
    """One entry: its commitment in the open, its salt and bytes sealed.

    It is opened only when asked for, so that one broken entry does not hide all others.
    """

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField()
    sealed = models.BinaryField()
    sealed_by_hand = {"sealed": PLACE}

    class Meta:
        db_table = "custody_row"

    def __str__(self) -> str:
        return f"entry {self.index}"

    @classmethod
    def of(cls, index: int, commitment: bytes, opening: bytes) -> "Row":
        """A row for salt and entry, not yet kept."""
        return cls(index=index, commitment=commitment, sealed=seal_value(opening, PLACE))

    @property
    def opening(self) -> bytes:
        """Salt and entry; `desk.sealed_value_broken` if they were changed."""
        return open_value(bytes(self.sealed), PLACE)

    @property
    def entry(self) -> Entry:
        """The entry; ValueError if what is sealed is none."""
        return Entry.from_bytes(self.opening[SALT:])


class Signed(models.Model):
    """A checkpoint: the note, by the tree's size."""

    size = models.BigIntegerField(primary_key=True)
    day = models.DateField(help_text="The last day that it covers.")
    note = models.BinaryField()

    class Meta:
        db_table = "custody_signed"

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"


class Cosigner(models.Model):
    """Another desk that countersigns this one's checkpoints: what it is called here, and its verifier key."""

    label = EncryptedText()
    key = models.TextField(unique=True)

    class Meta:
        db_table = "custody_cosigner"


class Lodged(models.Model):
    """That a checkpoint is known outside: a cosigner's signature line or, without one, a time-stamp."""

    signed = models.ForeignKey(Signed, models.PROTECT, related_name="lodged")
    cosigner = models.ForeignKey(Cosigner, models.PROTECT, null=True, related_name="lodged")
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "custody_lodged"
        constraints = [
            models.UniqueConstraint(fields=["signed", "cosigner"], name="cosigned_once"),
            models.UniqueConstraint(fields=["signed"], condition=models.Q(cosigner=None), name="stamped_once"),
        ]


class OtherLog(models.Model):
    """Another desk whose checkpoints this one countersigns: what it is called here, and its log's verifier key."""

    label = EncryptedText()
    key = models.TextField(unique=True)

    class Meta:
        db_table = "custody_other_log"


class Seen(models.Model):
    """A checkpoint of another desk's log that was countersigned here."""

    log = models.ForeignKey(OtherLog, models.PROTECT, related_name="seen")
    size = models.BigIntegerField()
    note = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "custody_seen"
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="seen_once")]
