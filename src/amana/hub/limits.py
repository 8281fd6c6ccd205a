"""How much is enough. Never by address: a whole camp may share one.

Counts are derived from what is stored, looked at again every so often, and kept in memory between; none is written.
Several processes before one store may thus together let a little more pass than one would.
"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from amana.errors import Problem
from amana.hub.store import Store, envelope_name, part_name

PARTS = 512
FILE = 1 << 20
UNFINISHED_DAYS = 7
DISK = 64 << 20
"""Bytes that are always left free on the disk."""
HOUR = 3_600
RECOUNT = 60.0
RECOUNT_BEFORE_REFUSING = 1.0


@dataclass
class Count:
    """What one mailbox holds: `size` bytes, and envelopes that are not whole; `at` is when this was counted."""

    size: int
    unfinished: set[str]
    at: float


class Room:
    """Whether there is room for one more drop in a mailbox."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counts: dict[str, Count] = {}
        self._counting: dict[str, asyncio.Future[Count]] = {}

    async def take(self, mailbox: str, envelope: str, size: int, quota: int, *, whole: bool) -> None:
        """Count `size` bytes of `envelope` in, or raise `hub.full`."""
        left = self._store.bytes_left()
        if left is not None and left < DISK + size:
            raise Problem("hub.full")
        count = await self._count(mailbox, RECOUNT)
        if count.size + size > quota:
            count = await self._count(mailbox, RECOUNT_BEFORE_REFUSING)
            if count.size + size > quota:
                raise Problem("hub.full")
        count.size += size
        if not whole:
            count.unfinished.add(envelope)

    async def share(self, mailbox: str, quota: int) -> tuple[float, int]:
        """The share of `quota` that is taken, and how many envelopes are not whole."""
        count = await self._count(mailbox, RECOUNT)
        return count.size / max(quota, 1), len(count.unfinished)

    def finish(self, mailbox: str, envelope: str) -> None:
        """Count `envelope` as whole: it has the size of its parts."""
        count = self._counts.get(mailbox)
        if count:
            count.unfinished.discard(envelope)

    async def _count(self, mailbox: str, oldest: float) -> Count:
        """What the mailbox holds; counted anew where that is older than `oldest` seconds.

        A mailbox of a million envelopes takes seconds to count: while that is done, drops go by the count before.
        """
        count = self._counts.get(mailbox)
        if count and time.monotonic() - count.at < oldest:
            return count
        counting = self._counting.get(mailbox)
        if counting is None:
            counting = self._counting[mailbox] = asyncio.ensure_future(self._recount(mailbox))
        return count if count and oldest == RECOUNT else await asyncio.shield(counting)

    async def _recount(self, mailbox: str) -> Count:
        try:
            at = time.monotonic()
            size, unfinished = 0, set()
            async for entry in self._store.entries(envelope_name(mailbox)):
                size += entry.size
            async for entry in self._store.entries(part_name(mailbox)):
                size += entry.size
                unfinished.add(entry.name.split("/")[2])
            count = self._counts[mailbox] = Count(size, unfinished, at)
            return count
        finally:
            del self._counting[mailbox]


class Tokens:
    """How many envelopes were begun with each drop token today, in this process."""

    def __init__(self) -> None:
        self._day = date.min
        self._begun: Counter[str] = Counter()

    def allow(self, sha256: str, per_day: int, *, begins: bool) -> None:
        """Count one more envelope if one `begins`, or raise `hub.too_many`."""
        now = datetime.now(UTC)
        if now.date() != self._day:
            self._day, self._begun = now.date(), Counter()
        if not begins:
            return
        if self._begun[sha256] >= per_day:
            midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
            raise Problem("hub.too_many", retry_after=int((midnight - now).total_seconds()) + 1)
        self._begun[sha256] += 1
