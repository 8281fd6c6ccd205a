"""The index in PostgreSQL, whose files are readable to whoever has the disk: each row's tokens, sealed together.

Nothing in it shows that two rows share a word, how often a word stands anywhere, or which. It is opened in the desk's
memory alone, where questions are answered (`memory`).
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.db import connection

from amana.desk.search.memory import Document, Ids, memory
from amana.desk.search.tokens import Groups, key_for

CREATE = (
    "CREATE TABLE search_document (id bigserial PRIMARY KEY, kind varchar(40) NOT NULL, key varchar(80) NOT NULL, "
    "tokens bytea NOT NULL, UNIQUE (kind, key))",
    "CREATE TABLE search_state (name varchar(80) PRIMARY KEY, value varchar(80) NOT NULL)",
)
WITH_WRITTEN = (
    "ALTER TABLE search_document ADD COLUMN written xid8 NOT NULL DEFAULT pg_current_xact_id()",
    "CREATE INDEX search_written ON search_document (kind, written)",
    "CREATE INDEX search_in_order ON search_document (kind, id)",
)
"""By which transaction a row was written: what a desk's memory has not seen yet is found by it."""
DROP = ("DROP TABLE search_document", "DROP TABLE search_state")
AT_ONCE = 2_000
NONCE = 12


def hold(kind: str, keys: list[str]) -> None:
    """As `index.hold`."""
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

    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_document (kind, key, tokens) VALUES (%s, %s, %s) ON CONFLICT (kind, key) "
            "DO UPDATE SET id = excluded.id, tokens = excluded.tokens, written = excluded.written",
            [(kind, key, sealed(kind, key, tokens)) for kind, key, tokens in rows],
        )


def remove(kind: str, keys: list[str]) -> None:
    """As `index.remove`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE kind = %s AND key = ANY(%s)", [kind, keys])


class Matching:
    """As `index.Matching`, by the desk's memory."""

    def __init__(self, kind: str, groups: Groups) -> None:
        self.kind = kind
        self.ids: Ids = memory.having(kind, groups, _written)

    def few(self, most: int) -> list[str] | None:
        """As `index.Matching.few`."""
        if len(self.ids) > most:
            return None
        if not len(self.ids):
            return []
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT key FROM search_document WHERE kind = %s AND id = ANY(%s)", [self.kind, self.ids.tolist()]
            )
            return [key for [key] in cursor.fetchall()]

    def among(self, keys: Sequence[str]) -> set[str]:
        """As `index.Matching.among`."""
        if not len(self.ids):
            return set()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, key FROM search_document WHERE kind = %s AND key = ANY(%s)", [self.kind, list(keys)]
            )
            rows = cursor.fetchall()
        at = self.ids.searchsorted([pk for pk, _ in rows])
        return {
            key for (pk, key), place in zip(rows, at, strict=True) if place < len(self.ids) and self.ids[place] == pk
        }


def learn(kind: str) -> None:
    """As `index.learn`."""
    memory.learn(kind, _written)


def overwrite() -> None:
    """Let memory go of what is not there any more. For the table itself see `index.tables`."""

    def kept(kind: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM search_document WHERE kind = %s", [kind])
            return [pk for [pk] in cursor.fetchall()]

    memory.only(kept)


def empty() -> None:
    """As `index.empty`."""
    memory.forget()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document")


def _seal() -> ChaCha20Poly1305:
    return ChaCha20Poly1305(key_for(b"seal"))


def _place(kind: str, key: str) -> bytes:
    return f"search_document {kind} {key}".encode()


def _written(kind: str, since: int, but: Iterable[int]) -> tuple[int, Iterator[list[Document]]]:
    """As `memory.Written`. A transaction that is not over yet may still show rows: from the oldest of these on is asked
    again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        [oldest] = cursor.fetchone()
    return oldest, _opened(kind, since, list(but))


def _opened(kind: str, since: int, but: list[int]) -> Iterator[list[Document]]:
    seal, last = _seal(), 0
    since_then = "AND written >= %s::text::xid8 AND NOT id = ANY(%s)" if since else ""
    values: list[str | list[int]] = [str(since), but] if since else []
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, written::text::bigint, key, tokens FROM search_document "  # noqa: S608  # nosec B608
                f"WHERE kind = %s AND id > %s {since_then} ORDER BY id LIMIT %s",
                [kind, last, *values, AT_ONCE],
            )
            rows = cursor.fetchall()
        yield [
            (pk, transaction, seal.decrypt(value[:NONCE], value[NONCE:], _place(kind, key)))
            for pk, transaction, key, value in ((pk, by, key, bytes(value)) for pk, by, key, value in rows)
        ]
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][0]
