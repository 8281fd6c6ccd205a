"""The index in SQLCipher's file: SQLite's full-text index over keyed tokens, without a copy of what it indexes."""

from collections.abc import Iterable, Sequence
from itertools import chain

from django.db import connection

from amana.desk.search.tokens import Groups, facet

CREATE = (
    "CREATE TABLE search_document (id integer PRIMARY KEY AUTOINCREMENT, kind text NOT NULL, key text NOT NULL, "
    "UNIQUE (kind, key))",
    "CREATE VIRTUAL TABLE search_tokens USING fts5 (tokens, content='', contentless_delete=1, detail=none, "
    "tokenize='ascii')",
    "CREATE TABLE search_state (name text PRIMARY KEY, value text NOT NULL)",
)
DROP = ("DROP TABLE search_tokens", "DROP TABLE search_document", "DROP TABLE search_state")
AT_ONCE = 500
SOME, ONE_BY_ONE = 2_000, 100
"""So many documents with the words are known by name from the first; of more, so many are looked up one by one."""


def hold(kind: str, keys: list[str]) -> None:
    """Nothing: whoever writes in SQLite is alone."""


def keep(rows: Sequence[tuple[str, str, frozenset[bytes]]]) -> None:
    """Let rows, each by kind and key and once, have these tokens and no others."""
    for start in range(0, len(rows), AT_ONCE):
        _keep(rows[start : start + AT_ONCE])


def _keep(rows: Sequence[tuple[str, str, frozenset[bytes]]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_document (kind, key) VALUES {', '.join(['(%s, %s)'] * len(rows))} "  # noqa: S608  # nosec B608
            "ON CONFLICT (kind, key) DO UPDATE SET key = excluded.key RETURNING kind, key, id",
            list(chain.from_iterable((kind, key) for kind, key, _ in rows)),
        )
        documents = {(kind, key): document for kind, key, document in cursor.fetchall()}
        which = ", ".join(["%s"] * len(rows))
        cursor.execute(f"DELETE FROM search_tokens WHERE rowid IN ({which})", list(documents.values()))  # noqa: S608  # nosec B608
        cursor.executemany(
            "INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s)",
            [(documents[kind, key], _written(tokens | {facet(f"of {kind}")})) for kind, key, tokens in rows],
        )


def remove(kind: str, keys: list[str]) -> None:
    """As `index.remove`."""
    with connection.cursor() as cursor:
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            which = f"kind = %s AND key IN ({', '.join(['%s'] * len(some))})"
            cursor.execute(
                f"DELETE FROM search_tokens WHERE rowid IN (SELECT id FROM search_document WHERE {which})",  # noqa: S608  # nosec B608
                [kind, *some],
            )
            cursor.execute(f"DELETE FROM search_document WHERE {which}", [kind, *some])  # noqa: S608  # nosec B608


class Matching:
    """As `index.Matching`. The words of a kind have a token of their own, so that no other kind's are gone through."""

    def __init__(self, kind: str, groups: Groups) -> None:
        self.kind, self.match = kind, _match([*groups, [facet(f"of {kind}")]])
        self._ids = self._found(SOME + 1)
        self._whole = len(self._ids) <= SOME

    def few(self, most: int) -> list[str] | None:
        """As `index.Matching.few`."""
        if not self._whole or len(self._ids) > most:
            return None
        if not self._ids:
            return []
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(self._ids))
            cursor.execute(f"SELECT key FROM search_document WHERE id IN ({marks})", list(self._ids))  # noqa: S608  # nosec B608
            return [key for [key] in cursor.fetchall()]

    def among(self, keys: Sequence[str]) -> set[str]:
        """As `index.Matching.among`: beside all that there are, or a few of very many one by one."""
        if not keys or not self._ids:
            return set()
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(keys))
            cursor.execute(
                f"SELECT id, key FROM search_document WHERE kind = %s AND key IN ({marks})",  # noqa: S608  # nosec B608
                [self.kind, *keys],
            )
            rows = cursor.fetchall()
            if len(rows) > ONE_BY_ONE and not self._whole:
                self._ids, self._whole = self._found(-1), True
            if self._whole:
                return {key for pk, key in rows if pk in self._ids}
            has = "SELECT 1 FROM search_tokens WHERE search_tokens MATCH %s AND rowid = %s"
            return {key for pk, key in rows if cursor.execute(has, [self.match, pk]).fetchone()}

    def _found(self, most: int) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM search_tokens WHERE search_tokens MATCH %s LIMIT %s", [self.match, most])
            return {pk for [pk] in cursor.fetchall()}


def learn(kind: str) -> None:
    """Nothing: the file is the index."""


def overwrite() -> None:
    """Merge all of the index into one tree, in which nothing stands that was removed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_tokens (search_tokens) VALUES ('optimize')")


def empty() -> None:
    """As `index.empty`."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_tokens (search_tokens) VALUES ('delete-all')")
        cursor.execute("DELETE FROM search_document")


def _written(tokens: Iterable[bytes]) -> str:
    return " ".join(sorted(token.hex() for token in tokens))


def _match(groups: Groups) -> str:
    return " AND ".join(f"({' OR '.join(sorted(token.hex() for token in group))})" for group in groups)
