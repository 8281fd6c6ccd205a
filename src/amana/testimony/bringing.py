"""What waits at the hub, brought home a few at a time: while some are kept, the next are fetched and the last removed.

The order is the promise (sync.py): an envelope is removed at the hub only once the transaction that keeps it has
ended. Others write in the meantime, so a transaction lasts a moment, and then lets them have their turn.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import DatabaseError

from amana.desk.gathering import Undone, together
from amana.desk.pause import pause
from amana.errors import Problem
from amana.sealing.envelope import LONGEST, Opened
from amana.sealing.mailbox import Mailbox
from amana.testimony.actions import keep, look_up, open_ahead
from amana.testimony.hub_client import AT_ONCE, Hub, Waiting
from amana.testimony.models import Envelope

TOGETHER = 16
"""Envelopes of one transaction."""
HEAVY = 4 << 20
"""Bytes of one transaction: the memory of a run is a few times as much, however much waits."""
TURN = 0.01
"""Seconds between two transactions for whoever else waits to write."""


@dataclass(frozen=True)
class Brought:
    """What became of an envelope: kept here now or before, or `left` at the hub, which gave other bytes for it."""

    kept: Envelope | None
    left: bool = False


def bring_home(hub: Hub, mailbox: Mailbox) -> Iterator[Brought]:
    """Keep everything that waits in `mailbox`, and remove it there. Raises as `Hub` does once it is away."""
    with ThreadPoolExecutor(AT_ONCE) as lines:

        def ask(some: Sequence[Waiting]) -> list[Future[bytes]]:
            return [lines.submit(hub.fetch, mailbox, one.id, min(one.size, LONGEST)) for one in some]

        removing: list[Future[None]] = []
        pieces = _pieces(hub.waiting(mailbox))
        some = next(pieces, [])
        asked = ask(some)
        try:
            while some:
                following = next(pieces, [])
                coming, asked = asked, ask(following)
                there = [(one, sealed) for one, call in zip(some, coming, strict=True) if (sealed := _got(call))]
                kept = _keep(there)
                for removed in removing:
                    removed.result()
                removing = [lines.submit(hub.remove, mailbox, one.id) for one, _ in there]
                yield from (Brought(envelope) for envelope in kept)
                yield from (Brought(None, left=True) for _ in range(len(some) - len(there)))
                some = following
            for removed in removing:
                removed.result()
        finally:
            lines.shutdown(cancel_futures=True)


def _pieces(waiting: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    """As many as are kept together."""
    some: list[Waiting] = []
    for one in waiting:
        if some and (len(some) == TOGETHER or sum(other.size for other in some) + one.size > HEAVY):
            yield some
            some = []
        some.append(one)
    if some:
        yield some


def _got(call: Future[bytes]) -> bytes | None:
    """The envelope; None where the hub gave other bytes for it. Raises `testimony.hub_unreachable`."""
    try:
        return call.result()
    except Problem as problem:
        if problem.code == "testimony.hub_unreachable":
            raise
        return None


def _keep(there: Sequence[tuple[Waiting, bytes]]) -> list[Envelope | None]:
    """Keep these in one transaction or, where the database cannot, each in its own.

    First as if all were in order, which is cheap; where one of them is not, and kept aside, all once more.
    """
    ids = [one.id for one, _ in there]
    opened = [(sealed, _day(one.day), open_ahead(sealed)) for one, sealed in there]

    def keep_one(sealed: bytes, day: date, inside: Opened | None) -> Envelope | None:
        return keep(sealed, Envelope.Way.HUB, day, opened=inside)

    def keep_all(*, whole: bool) -> list[Envelope | None]:
        with together(whole=whole):
            look_up(ids)
            return [keep_one(*one) for one in opened]

    time.sleep(TURN)
    with pause.work():
        try:
            try:
                return keep_all(whole=True)
            except Undone:
                return keep_all(whole=False)
        except DatabaseError:
            return [keep_one(*one) for one in opened]


def _day(said: str) -> date:
    """The hub's day, or today where it says none that can be."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return datetime.now(UTC).date()
