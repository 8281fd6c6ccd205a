"""What the holder of a mailbox's key may do: list, fetch, remove. What never was and what is no more look the same."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from heapq import nsmallest

from amana.errors import Problem
from amana.hub.ranges import chosen
from amana.hub.store import Entry, Store, envelope_name

PAGE = 1000


@dataclass(frozen=True)
class Fetch:
    """The bytes from `start` up to `end` of an envelope of `size` bytes; `partial` where a range was asked for."""

    size: int
    start: int
    end: int
    partial: bool
    pieces: AsyncIterator[bytes]


class Mailboxes:
    """The whole envelopes in `store`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def list(self, mailbox: str, after: str = "") -> tuple[list[Entry], bool]:
        """At most `PAGE` envelopes with ids greater than `after`, sorted, and whether there are more."""
        page: list[Entry] = []
        async for entry in self._store.entries(envelope_name(mailbox), after):
            page.append(entry)
            if len(page) > 8 * PAGE:
                page = _first(page)
        page = _first(page)
        return page[:PAGE], len(page) > PAGE

    async def fetch(self, mailbox: str, envelope: str, asked: str | None) -> Fetch:
        """The envelope, or the range that the header `asked` names. Raises `hub.not_found`, `hub.range`."""
        name = envelope_name(mailbox, envelope)
        entry = await self._store.entry(name)
        if entry is None:
            raise Problem("hub.not_found")
        span = chosen(asked, entry.size)
        start, end = span or (0, entry.size)
        return Fetch(entry.size, start, end, span is not None, self._store.stream(name, start, end))

    async def remove(self, mailbox: str, envelope: str) -> int:
        """Forget the envelope, if it is there; gives the bytes that it took."""
        entry = await self._store.entry(envelope_name(mailbox, envelope))
        if entry:
            await self._store.forget([entry.name])
        return entry.size if entry else 0


def _first(entries: list[Entry]) -> list[Entry]:
    return nsmallest(PAGE + 1, entries, key=lambda entry: entry.name)
