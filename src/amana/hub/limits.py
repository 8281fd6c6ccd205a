"""How much is enough. Never by address: a whole camp may share one.

Counts are derived from what is stored, looked at again every so often, and kept in memory between; none is written.
No drop waits long for a count, however much is stored: where that takes a while, drops go by what has been counted so
far, and the count takes a small share of the process's time. Meanwhile, and where several processes stand before one
store, a little more may thus pass than the quota.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from amana.errors import Problem
from amana.hub.store import Entry, Store, envelope_name, part_name

PARTS = 512
FILE = 1 << 20
UNFINISHED_DAYS = 7
DISK = 64 << 20
"""Bytes that are always left free on the disk."""
HOUR = 3_600
RECOUNT = 60.0
RECOUNT_BEFORE_REFUSING = 1.0
PATIENCE = 0.5
"""Seconds that a drop waits for a count."""
TURN, REST, APART = 1_000, 4, 20
"""After so many objects a count that has gone on for `PATIENCE` rests so many times as long as they took; and the next
one is so many times as far away as it took."""


@dataclass
class Count:
    """What one mailbox holds: `size` bytes, and envelopes that are not whole.

    Counted from `at` on, in `took` seconds of work; until it is `whole`, more may be stored than that.
    """

    size: int
    unfinished: set[str]
    at: float
    took: float = 0.0
    whole: bool = False


class Room:
    """Whether there is room for one more drop in a mailbox."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counts: dict[str, Count] = {}
        self._counting: dict[str, asyncio.Future[None]] = {}

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

    def give_back(self, mailbox: str, size: int) -> None:
        """Count `size` bytes out that were removed."""
        count = self._counts.get(mailbox)
        if count:
            count.size = max(0, count.size - size)

    async def _count(self, mailbox: str, oldest: float) -> Count:
        """What the mailbox holds; counted anew where that is older than `oldest` seconds and counting is quick."""
        now, count = time.monotonic(), self._counts.get(mailbox)
        if count and count.whole and now - count.at < max(oldest, APART * count.took):
            return count
        counting = self._counting.get(mailbox)
        if counting is None:
            counting = self._counting[mailbox] = asyncio.ensure_future(self._recount(mailbox))
        if count and count.whole and oldest == RECOUNT:
            return count
        patience = PATIENCE if count is None or count.whole else PATIENCE - (now - count.at)
        if patience > 0:
            await asyncio.wait([counting], timeout=patience)
        if counting.done():
            counting.result()
        return self._counts[mailbox]

    async def _recount(self, mailbox: str) -> None:
        found = Count(0, set(), time.monotonic())
        self._counts.setdefault(mailbox, found)
        try:
            async for entry in self._slowly(found, envelope_name(mailbox)):
                found.size += entry.size
            async for entry in self._slowly(found, part_name(mailbox)):
                found.size += entry.size
                found.unfinished.add(entry.name.split("/")[2])
            found.whole = True
            self._counts[mailbox] = found
        finally:
            if not self._counts[mailbox].whole:
                del self._counts[mailbox]
            del self._counting[mailbox]

    async def _slowly(self, found: Count, folder: str) -> AsyncIterator[Entry]:
        """All under `folder`; `found` is told how long it takes. Once that is long, most time is left to others."""
        number, turn = 0, time.monotonic()
        async for entry in self._store.entries(folder):
            yield entry
            number += 1
            if number % TURN == 0:
                took = time.monotonic() - turn
                found.took += took
                if found.took > PATIENCE:
                    await asyncio.sleep(REST * took)
                turn = time.monotonic()
        found.took += time.monotonic() - turn


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
