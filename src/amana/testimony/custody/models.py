"""Entries and checkpoints as kept. The database itself refuses to change or remove either (migrations/0002)."""

from django.db import models

from amana.desk.fields import open_value, seal_value
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
