"""The letters of a day: one to every receipt and community worker whose day it is, whether there is news or not.

They go in one batch, in the order of their mailboxes. A receipt counts as written to only once the hub has its
letter; a run that is cut short goes on where it ended.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.db.models import QuerySet

from amana.desk.gathering import once
from amana.errors import Problem
from amana.sealing.envelope import seal
from amana.sealing.inside import Inside, ReplyTo
from amana.testimony import consents
from amana.testimony.hub_client import AT_ONCE, Hub
from amana.testimony.letters import schedule
from amana.testimony.letters.writing import Message, compose
from amana.testimony.models import Receipt, Reply, Testimony
from amana.testimony.workers import letters as to_workers
from amana.testimony.workers.models import Worker

PIECE = 64


def heard_from(receipt: str, reply_to: ReplyTo, language: str) -> None:
    """Something came with a receipt: its letters begin, or begin anew."""
    today, next_day = datetime.now(UTC).date(), once("next go", next_go)
    row = Receipt.objects.filter(pk=receipt).first()
    if row:
        row.came, row.next = today, min(row.next, next_day)
        row.save(update_fields=["came", "next"])
    else:
        address = {**reply_to.model_dump(), "language": language}
        row = Receipt(pk=receipt, address=address, came=today, next=next_day)
        Receipt.objects.bulk_create([row], ignore_conflicts=True)  # whoever came first has heard the same today


def next_go() -> date:
    """The day of the next letter to whom none was due: today, unless today's letters have gone already."""
    today = datetime.now(UTC).date()
    midnight = datetime.combine(today, time(), UTC)
    return schedule.first(today, written_today=Receipt.objects.filter(written__gte=midnight).exists())


def due(today: date) -> QuerySet[Receipt]:
    """The receipts that get a letter on `today`."""
    return Receipt.objects.filter(next__lte=today)


def write_letters(hub: Hub, today: date) -> Iterator[bool]:
    """Write today's letters; says of each whether the hub has it. Once the hub is away, the others are not tried."""
    rows: list[Receipt | Worker] = [*due(today), *to_workers.due(today)]
    rows.sort(key=lambda row: str(row.address["mailbox"]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for start in range(0, len(rows), PIECE):
            piece = rows[start : start + PIECE]
            letters = [(row.address, _letter(row, today)) for row in piece]
            sent = list(pool.map(lambda pair: _send(hub, *pair), letters))
            _note([row for row, done in zip(piece, sent, strict=True) if done], today)
            yield from sent
            if not any(sent):
                yield from (False for _ in rows[start + PIECE :])
                return


def _send(hub: Hub, address: dict[str, str], letter: Inside) -> bool:
    try:
        hub.put_letter(address["mailbox"], seal(letter, [], [address["recipient"]]))
    except Problem:
        return False
    return True


@transaction.atomic
def _note(rows: Iterable[Receipt | Worker], today: date) -> None:
    """These have their letter of today; those whose last it was are forgotten."""
    now = datetime.now(UTC)
    for row in rows:
        if isinstance(row, Worker):
            to_workers.note_written(row, today)
            continue
        following = schedule.following(today, row.came)
        if following is None:
            row.delete()
        else:
            row.written, row.next = now, following
            row.save(update_fields=["written", "next"])


def _letter(row: Receipt | Worker, today: date) -> Inside:
    if isinstance(row, Worker):
        return to_workers.letter_for(row, today)
    same = Testimony.objects.filter(receipt=row.pk)
    accounts = list(same.filter(kind=Testimony.Kind.ACCOUNT).defer("told"))
    if not same.exists():
        state = "erased"
    elif accounts and not same.filter(seen=False).exists():
        state = "read"
    else:
        state = "received"
    return compose(state, _messages(row), agreed(accounts), row.address["language"], today.isoformat())


def agreed(accounts: Iterable[Testimony]) -> dict[str, str]:
    """What holds for all of these accounts, as a letter says it: what was taken back or has run out is a no."""
    held: dict[str, str] = {}
    for account in accounts:
        for purpose, consent in consents.holding(account).items():
            yes = consents.holds(consent) and held.get(purpose) != "no"
            held[purpose] = "yes" if yes else "no"
    return held


def _messages(row: Receipt) -> list[Message]:
    """Both sides' words, oldest first; of one day, the question before the answer."""
    said = [
        Message("you", addition.day.isoformat(), str(addition.told["text"]))
        for addition in Testimony.objects.filter(receipt=row.pk, kind=Testimony.Kind.ADDITION).order_by("day", "pk")
        if addition.told["text"]
    ]
    for reply in Reply.objects.filter(testimony__receipt=row.pk).order_by("at"):
        said.append(Message("desk", reply.at.date().isoformat(), str(reply.text)))
    return sorted(said, key=lambda message: message.day)
