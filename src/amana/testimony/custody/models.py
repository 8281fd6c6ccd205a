"""Entries and checkpoints as kept. The database itself refuses to change or remove either (migrations/0002)."""

from django.db import models

from amana.desk.fields import EncryptedBytes
from amana.testimony.custody.entry import Entry

SALT = 32


class Row(models.Model):
    """One entry: its commitment in the open, its salt and bytes sealed."""

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField()
    opening = EncryptedBytes()

    class Meta:
        db_table = "custody_row"

    def __str__(self) -> str:
        return f"entry {self.index}"

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
