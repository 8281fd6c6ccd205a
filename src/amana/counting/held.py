"""Files of lists between being chosen and what their columns are being said: in memory alone, never on the disk.

One for each person, for half an hour at most. Closing the lock forgets all of them, with the rest of the cache.
"""

import secrets
from dataclasses import dataclass

from django.core.cache import cache

from amana.counting.columns_csv import Column, columns_of
from amana.counting.records_csv import read_records
from amana.desk.models import User
from amana.errors import Problem

LARGEST = 4 * 1024 * 1024
SECONDS = 30 * 60


@dataclass(frozen=True)
class Upload:
    """A file that was uploaded; it is never written to the disk."""

    name: str
    data: bytes

    def read_bytes(self) -> bytes:
        """All of it."""
        return self.data


@dataclass(frozen=True)
class Held:
    """What was uploaded, and what its columns may be: none, where `pairs` says that they are records to be linked."""

    mark: str
    file: Upload
    pairs: Upload | None
    columns: tuple[Column, ...]
    rows: int


def hold(user: User, file: Upload, pairs: Upload | None) -> Held:
    """Read them, and hold them in the place of what the same person uploaded before. Raises Problem."""
    if max(len(one.data) for one in (file, pairs) if one) > LARGEST:
        raise Problem("counting.large_file", most=LARGEST // 2**20)
    columns, rows = ([], len(read_records(file, pairs).on)) if pairs else columns_of(file)
    made = Held(secrets.token_hex(8), file, pairs, tuple(columns), rows)
    cache.set(_key(user), made, SECONDS)
    return made


def held(user: User, mark: str) -> Held:
    """What was held under that mark. Raises `counting.lists_gone` where it is no more."""
    found: Held | None = cache.get(_key(user))
    if found is None or found.mark != mark:
        raise Problem("counting.lists_gone")
    return found


def let_go(user: User) -> None:
    """Hold nothing of that person's any more."""
    cache.delete(_key(user))


def _key(user: User) -> str:
    return f"counting.held.{user.pk}"
