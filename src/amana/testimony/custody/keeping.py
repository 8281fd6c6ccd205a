"""Keeping the log: padding and checkpoints on their schedule, and the check of all that is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing import ed25519
from amana.testimony.custody import checkpoint, merkle
from amana.testimony.custody.entry import PADDING, Entry, commit, stamp
from amana.testimony.custody.log import make_row, take_turn
from amana.testimony.custody.models import SALT, Row, Signed


def make_due_checkpoint() -> Signed | None:
    """Pad and sign if a day has ended since the last checkpoint; None if none has, or nothing was ever logged."""
    yesterday = timezone.now().date() - timedelta(days=1)
    if Signed.objects.filter(day__gte=yesterday).exists():
        return None
    return _make_checkpoint(yesterday)


@transaction.atomic
def _make_checkpoint(yesterday: date) -> Signed | None:
    count = take_turn()
    last = Signed.objects.order_by("-size").first()
    if count == 0:
        return None
    covered = last.day if last else _first_day() - timedelta(days=1)
    days = (yesterday - covered).days
    if days < 1:
        return None
    size = checkpoint.next_size(last.size if last else 0, days, count)
    now = stamp(timezone.now())
    Row.objects.bulk_create(
        [make_row(Entry(index, now, "desk", PADDING)) for index in range(count, size)], batch_size=1000
    )
    note = checkpoint.sign(size, merkle.root(leaves(size)), lock.keys.card)
    return Signed.objects.create(size=size, day=yesterday, note=note)


def commitments(size: int) -> list[bytes]:
    """The first `size` commitments, in order."""
    rows = Row.objects.filter(index__lt=size).order_by("index").values_list("commitment", flat=True)
    return [bytes(commitment) for commitment in rows.iterator()]


def leaves(size: int) -> list[bytes]:
    """The leaf hashes of the first `size` entries."""
    return [merkle.leaf_hash(commitment) for commitment in commitments(size)]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was: from which entry to which (both included), and what."""

    first: int
    last: int
    problem: Problem


def audit() -> Iterator[Finding]:
    """Everything in the kept log that was changed, removed, added or moved, as narrowly as can be told.

    An entry that disagrees with its commitment, or stands at another's place, is named itself. Where somebody who holds
    the field key changed both, the checkpoints still tell between which two of them.
    """
    expected = 0
    hashes: list[bytes] = []
    named: set[int] = set()
    for row in Row.objects.order_by("index").iterator():
        if row.index != expected:
            yield Finding(expected, row.index - 1, Problem("custody.missing"))
            named.update(range(expected, row.index))
        fault = _fault(row)
        if fault:
            yield Finding(row.index, row.index, fault)
            named.add(row.index)
        hashes.append(merkle.leaf_hash(bytes(row.commitment)))
        expected = row.index + 1
    key = ed25519.public_key(lock.keys.card)
    sound = 0
    for signed in Signed.objects.order_by("size"):
        try:
            head = checkpoint.read(bytes(signed.note), key)
        except Problem:
            yield Finding(sound, signed.size - 1, Problem("custody.checkpoint_changed"))
            continue
        if head.size != signed.size or merkle.root(hashes[: head.size]) != head.root or len(hashes) < head.size:
            if not named & set(range(sound, head.size)):
                yield Finding(sound, head.size - 1, Problem("custody.differs_from_checkpoint"))
            return
        sound = head.size


def _fault(row: Row) -> Problem | None:
    try:
        opening = row.opening
        if commit(opening[:SALT], opening[SALT:]) != bytes(row.commitment):
            return Problem("custody.changed")
        return None if Entry.from_bytes(opening[SALT:]).index == row.index else Problem("custody.moved")
    except (ValueError, Problem):
        return Problem("custody.changed")


def _first_day() -> date:
    return date.fromisoformat(Row.objects.order_by("index")[0].entry.at[:10])
