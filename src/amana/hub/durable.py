"""Keep bytes in a folder so that a power cut cannot take them back.

A file gets its name only after its bytes are on the disk, and is acknowledged only after the folders that lead to it
are: whatever the moment of a cut, a name stands for a whole file or is not there. Everything that waits while a group
is being synced goes into the next group, so one sync of a folder serves many. Files and folders carry the day as their
time, never the hour.
"""

import asyncio
import os
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

ARRIVING = "arriving"
WRITERS = 8
LEFT_AFTER = timedelta(days=2)
PATIENCE = 1000
"""How often a folder that others keep removing is made anew: each time someone has come between two system calls."""


@dataclass(frozen=True)
class Waiting:
    """One caller: what is to be kept under `name` (nothing, where only the folders are to be synced)."""

    name: str
    data: bytes | None
    done: asyncio.Future[None]


class Folder:
    """The folder `root`, made if it is not there, for one event loop; other processes may write to it as well."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        (root / ARRIVING).mkdir(mode=0o700, exist_ok=True)
        self._waiting: list[Waiting] = []
        self._working: asyncio.Task[None] | None = None
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="writer")

    async def keep(self, name: str, data: bytes) -> None:
        """Have `data` on the disk under `name` (`a/b/c`), whole, in place of what was there. Raises `OSError`."""
        await self._wait(name, data)

    async def settle(self, name: str) -> None:
        """Have the folders above `name` on the disk: it may have been named by a process that died before its sync."""
        await self._wait(name, None)

    def clear(self, today: date) -> None:
        """Remove what a process that died left half written."""
        before = _midnight(today - LEFT_AFTER)
        for path in (self.root / ARRIVING).iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before:
                    path.unlink()

    async def _wait(self, name: str, data: bytes | None) -> None:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._waiting.append(Waiting(name, data, done))
        if self._working is None or self._working.done():
            self._working = loop.create_task(self._work())
        await done

    async def _work(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            outcomes = await asyncio.to_thread(self._commit, group)
            for waiting, error in zip(group, outcomes, strict=True):
                if waiting.done.cancelled():
                    continue
                if error is None:
                    waiting.done.set_result(None)
                else:
                    waiting.done.set_exception(error)

    def _commit(self, group: list[Waiting]) -> list[OSError | None]:
        """What became of each: first all files, then, once each, the folders above them."""
        outcomes = list(self._writers.map(self._write, group))
        try:
            _sync_folders({folder for waiting in group for folder in self._above(waiting.name)})
        except OSError as error:
            return [outcome or error for outcome in outcomes]
        return outcomes

    def _write(self, waiting: Waiting) -> OSError | None:
        if waiting.data is None:
            return None
        arriving = self.root / ARRIVING / secrets.token_hex(16)
        try:
            _write_synced(arriving, waiting.data)
            self._name(arriving, self.root / waiting.name)
        except OSError as error:
            with suppress(OSError):
                arriving.unlink(missing_ok=True)
            return error
        return None

    def _name(self, arriving: Path, final: Path) -> None:
        """Give the synced file its name. Another process may at any moment remove a folder that is still empty."""
        for _ in range(PATIENCE):
            with suppress(FileNotFoundError, FileExistsError):
                final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                arriving.rename(final)
                return
            if not arriving.exists():
                break
        raise FileNotFoundError(str(ARRIVING))

    def _above(self, name: str) -> Iterator[Path]:
        for folder in (self.root / name).parents:
            yield folder
            if folder == self.root:
                return


def _write_synced(path: Path, data: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        day = _midnight(datetime.now(UTC).date())
        os.utime(file, (day, day))
        os.fsync(file)
    finally:
        os.close(file)


def _sync_folders(paths: set[Path]) -> None:
    """Sync folders; one that is gone had in it only what has been removed since, by whoever may.

    Their times are all set before the first sync, so that the file system has one thing to write and not many.
    """
    with ExitStack() as opened:
        folders = []
        for path in paths:
            with suppress(FileNotFoundError):
                folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                opened.callback(os.close, folder)
                folders.append(folder)
        day = _midnight(datetime.now(UTC).date())
        for folder in folders:
            if os.fstat(folder).st_mtime != day:
                os.utime(folder, (day, day))
        for folder in folders:
            os.fsync(folder)


def _midnight(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
