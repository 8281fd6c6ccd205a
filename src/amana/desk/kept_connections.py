"""Database connections that outlive a request, and never the lock.

A connection knows the key. So when the lock closes, those that nobody uses are closed there and then, by whoever closes
it; those in use are interrupted (backend), and closed by their own threads as soon as they have answered.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections

from amana.desk.lock import lock
from amana.desk.pause import pause


class Kept:
    """Which of the connections that are kept are in use, and which are idle."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._idle: set[Any] = set()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """The thread's own connection is in use within, and kept for its next request if the lock is open still."""
        mine: Any = connections["default"]
        with self._turn:
            self._idle.discard(mine)
        renew()
        try:
            yield
        finally:
            mine.close_if_unusable_or_obsolete()
            with self._turn:
                if _is_over(mine):
                    mine.close()
                elif mine.connection is not None:
                    self._idle.add(mine)

    def close_idle(self) -> None:
        """Close those that nobody uses. One that is in use a moment later is made anew."""
        with self._turn:
            for idle in self._idle:
                idle.inc_thread_sharing()
                try:
                    idle.close()
                finally:
                    idle.dec_thread_sharing()
            self._idle.clear()


def renew() -> None:
    """Let go of the thread's connection if it is of an earlier opening of the lock, or of an earlier key."""
    mine: Any = connections["default"]
    if mine.connection is not None and not mine.in_atomic_block and _is_over(mine):
        mine.close()


def _is_over(connection: Any) -> bool:
    """Whether the lock closed, or the key changed, since the connection was made; PostgreSQL's has no key."""
    return not lock.is_open or getattr(connection, "opening", lock.opening) != lock.opening


kept = Kept()
lock.at_close.append(kept.close_idle)
pause.when_alone.append(kept.close_idle)
