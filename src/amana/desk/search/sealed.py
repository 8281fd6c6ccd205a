"""The index on the disk, in either database: of each row the tokens of its words, sealed together.

Nothing in it shows that two rows share a word, how often a word stands anywhere, or which. It is opened in the desk's
memory alone, where questions are answered (`memory`).
"""

import secrets
import threading
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.db import connection, transaction
from numpy.typing import NDArray

from amana.desk.backend import at_undo
from amana.desk.search.memory import Document, Everything, Ids, memory
from amana.desk.search.tokens import Groups, key_for

KEEP = {
    "sqlite": "INSERT OR REPLACE INTO search_document (kind, key, tokens) VALUES (%s, %s, %s)",
    "postgresql": "INSERT INTO search_document (kind, key, tokens) VALUES (%s, %s, %s) ON CONFLICT (kind, key) "
    "DO UPDATE SET id = excluded.id, tokens = excluded.tokens, written = excluded.written",
}
"""Either gives what changes a new id, higher than all before."""
AT_ONCE = 2_000
NONCE = 12
_mine = threading.local()


def hold(kind: str, keys: list[str]) -> None:
    """As `index.hold`. Whoever writes in SQLite is alone."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"search {kind} {key}"])


def keep(rows: Sequence[tuple[str, str, frozenset[bytes]]]) -> None:
    """Let rows, each by kind and key and once, have these tokens and no others.

    What changes has a new id: what memory knows of the old one is of no row.
    """
    seal = _seal()

    def sealed(kind: str, key: str, tokens: frozenset[bytes]) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        return nonce + seal.encrypt(nonce, b"".join(sorted(tokens)), _place(kind, key))

    _writing()
    with connection.cursor() as cursor:
        cursor.executemany(
            KEEP[connection.vendor], [(kind, key, sealed(kind, key, tokens)) for kind, key, tokens in rows]
        )


def remove(kind: str, keys: list[str]) -> None:
    """As `index.remove`."""
    _writing()
    for some in _cut(keys):
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM search_document WHERE kind = %s AND key IN ({_marks(some)})",  # noqa: S608  # nosec B608
                [kind, *some],
            )


class Matching:
    """What of one kind has, of each group of tokens, one, and is not of what answers better."""

    def __init__(self, of: Everything, kind: str, groups: Groups, better: "Matching | None" = None) -> None:
        self.kind = kind
        self.ids: Ids = of.having(kind, groups)
        if better is not None:
            self.ids = self.ids[~better._has(self.ids)]

    def __len__(self) -> int:
        """How many documents, with such as are not there any more: nothing to show to anybody."""
        return len(self.ids)

    def keys(self) -> list[str]:
        """The keys of its rows: for where there are few."""
        return [key for some in _cut(self.ids.tolist()) for _, key in self._rows("id", some)]

    def among(self, keys: Sequence[str]) -> set[str]:
        """Which of these keys are of such rows."""
        if not len(self.ids):
            return set()
        rows = [row for some in _cut(keys) for row in self._rows("key", some)]
        has = self._has(np.array([pk for pk, _ in rows], np.int64))
        return {key for (_, key), one in zip(rows, has, strict=True) if one}

    def _has(self, ids: Ids) -> NDArray[np.bool_]:
        if not len(self.ids):
            return np.zeros(len(ids), bool)
        found: NDArray[np.bool_] = self.ids[np.minimum(self.ids.searchsorted(ids), len(self.ids) - 1)] == ids
        return found

    def _rows(self, column: str, values: Sequence[Any]) -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, key FROM search_document WHERE kind = %s AND {column} IN ({_marks(values)})",  # noqa: S608  # nosec B608
                [self.kind, *values],
            )
            return list(cursor.fetchall())


def everything() -> Everything:
    """All that is in the index, as of now, in memory."""
    if getattr(_mine, "wrote", False):
        _mine.asked = True
    return memory.as_of_now(_written)


def overwrite() -> None:
    """Let memory go of what is not there any more. For PostgreSQL's table itself see `index.tables`."""

    def kept(kind: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM search_document WHERE kind = %s", [kind])
            return [pk for [pk] in cursor.fetchall()]

    memory.only(kept)


def empty() -> None:
    """As `index.empty`."""
    _writing()
    memory.forget()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document")


def _writing() -> None:
    _mine.wrote = True
    transaction.on_commit(_kept)


def _kept() -> None:
    _mine.wrote = _mine.asked = False


def _undone() -> None:
    """SQLite gives the ids of what was undone to others. Whoever asked before it was has them in memory."""
    if getattr(_mine, "asked", False):
        memory.forget()
        _mine.asked = False
    if not connection.in_atomic_block:
        _mine.wrote = False  # all of it is undone: whoever asks from now on sees no such id


at_undo.append(_undone)


def _seal() -> ChaCha20Poly1305:
    return ChaCha20Poly1305(key_for(b"seal"))


def _place(kind: str, key: str) -> bytes:
    return f"search_document {kind} {key}".encode()


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _cut(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _written(since: int, but: Collection[int]) -> tuple[int, Iterator[list[Document]]]:
    """As `memory.Written`. In PostgreSQL a transaction that is not over yet may still show rows: from the oldest of
    these on is asked again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(max(id), 0) FROM search_document")
            [newest] = cursor.fetchone()
        newer = "id, id, kind, key, tokens FROM search_document WHERE id <= %s"
        return max(since, newest + 1), _opened(newer, [newest], since - 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        [oldest] = cursor.fetchone()
    newer = "id, written::text::bigint, kind, key, tokens FROM search_document WHERE"
    if not since:
        return oldest, _opened(f"{newer} true", [])
    return oldest, _opened(f"{newer} written >= %s::text::xid8 AND NOT id = ANY(%s)", [str(since), list(but)])


def _opened(rows: str, values: list[Any], last: int = 0) -> Iterator[list[Document]]:
    seal = _seal()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {rows} AND id > %s ORDER BY id LIMIT %s", [*values, last, AT_ONCE])  # nosec B608
            found = cursor.fetchall()
        yield [
            (kind, pk, by, seal.decrypt(value[:NONCE], value[NONCE:], _place(kind, key)))
            for pk, by, kind, key, value in ((pk, by, kind, key, bytes(held)) for pk, by, kind, key, held in found)
        ]
        if len(found) < AT_ONCE:
            return
        last = found[-1][0]
