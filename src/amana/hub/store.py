"""The hub's one state: an object store, and what its objects are called.

    cards/DESK/SERIAL                        a desk's signed card; the highest serial is the card
    files/DESK/SHA256                        what the card names
    earlier/DESK/MAILBOX                     a card that named another mailbox, which still takes drops
    mailboxes/MAILBOX/ENVELOPE               a whole envelope
    letters/MAILBOX                          a mailbox's one letter
    unfinished/MAILBOX/ENVELOPE/N-of-COUNT   a part of one that is not whole yet
    odk/MAILBOX/MARK                         a mark of what an ODK client sent

A folder is the default; S3-compatible, Google and Azure stores by their URL. Every object but a letter has its name
from what it holds or is only ever added beside others, and of letters the newest is as good as any, so any number of
hubs can stand before one store without a lock.
"""

import shutil
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.store import HTTPStore, LocalStore, MemoryStore, from_url

from amana.errors import Problem
from amana.hub.durable import Folder

if TYPE_CHECKING:
    from obstore.store import ObjectStore

READ = 256 * 1024
TOGETHER = 1000


def envelope_name(mailbox: str, envelope: str = "") -> str:
    """Where a whole envelope is; without one, where all of a mailbox are."""
    return f"mailboxes/{mailbox}/{envelope}"


def part_name(mailbox: str, envelope: str = "", part: str = "") -> str:
    """Where a part is; without one, where all of an envelope or of a mailbox are."""
    return "/".join(filter(None, ("unfinished", mailbox, envelope, part)))


def earlier_name(desk: str, mailbox: str = "") -> str:
    """Where the card is that named an earlier mailbox of `desk`; without them, where all of a desk or of all are."""
    return "/".join(filter(None, ("earlier", desk, mailbox)))


def letter_name(mailbox: str) -> str:
    """Where a mailbox's letter is; without one, where all are."""
    return f"letters/{mailbox}"


@dataclass(frozen=True)
class Entry:
    """One object: the last piece of its name is `base`; `size` in bytes; `day` is when it was kept."""

    name: str
    size: int
    day: date

    @property
    def base(self) -> str:
        """What stands after the last slash."""
        return self.name.rpartition("/")[2]


class Store:
    """What is at `place`: a folder's path or a URL that obstore knows. Raises `hub.bad_store`."""

    def __init__(self, place: str) -> None:
        self._folder: Folder | None = None
        self._objects: ObjectStore
        if "://" not in place or place.startswith("file://"):
            self._folder = Folder(Path(place.removeprefix("file://")).absolute())
            self._objects = LocalStore(self._folder.root, automatic_cleanup=True)
            return
        try:
            self._objects = from_url(place)
        except (ValueError, obstore.exceptions.BaseError):
            raise Problem("hub.bad_store") from None
        if isinstance(self._objects, MemoryStore | HTTPStore):
            raise Problem("hub.bad_store")

    async def keep(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`. When this returns, it outlives a power cut."""
        if self._folder:
            await self._folder.keep(name, data)
        else:
            await obstore.put_async(self._objects, name, data, use_multipart=False)

    async def settle(self, name: str) -> None:
        """Make sure that what was seen under `name` outlives a power cut, whoever put it there."""
        if self._folder:
            await self._folder.settle(name)

    async def entry(self, name: str) -> Entry | None:
        """What is under `name`, or None."""
        try:
            meta = await obstore.head_async(self._objects, name)
        except FileNotFoundError:
            return None
        return Entry(name, meta["size"], meta["last_modified"].astimezone(UTC).date())

    async def read(self, name: str) -> bytes | None:
        """The bytes under `name`, or None."""
        try:
            return bytes(await (await obstore.get_async(self._objects, name)).bytes_async())
        except FileNotFoundError:
            return None

    async def stream(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to `end` under `name`, piece by piece. Raises `FileNotFoundError`."""
        found = await obstore.get_async(self._objects, name, options={"range": (start, end)})
        async for piece in found.stream(min_chunk_size=READ):
            yield bytes(piece)

    async def entries(self, folder: str, after: str = "") -> AsyncIterator[Entry]:
        """All under `folder`, in no promised order; with `after`, those whose last piece of name is greater."""
        offset = f"{folder.rstrip('/')}/{after}" if after else None
        async for some in obstore.list(self._objects, folder, offset=offset, chunk_size=TOGETHER):
            for meta in some:
                yield Entry(meta["path"], meta["size"], meta["last_modified"].astimezone(UTC).date())

    async def forget(self, names: Iterable[str]) -> None:
        """Remove what is under `names`; what is not there is no fault."""
        names = list(names)
        try:
            await obstore.delete_async(self._objects, names)
        except FileNotFoundError:
            for name in names if len(names) > 1 else []:
                await self.forget([name])

    async def forget_old(self, name: str, before: date) -> None:
        """Remove what is under `name`, unless it has been kept anew, on `before` or later, since it was listed."""
        entry = await self.entry(name)
        if entry and entry.day < before:
            await self.forget([name])

    def bytes_left(self) -> int | None:
        """How much the folder's disk can still take; None where that is not known."""
        return shutil.disk_usage(self._folder.root).free if self._folder else None

    def clear(self, today: date) -> None:
        """Remove what was left half written."""
        if self._folder:
            self._folder.clear(today)
