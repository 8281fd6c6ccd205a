"""The index in SQLCipher's file: SQLite's full-text index over keyed tokens, without a copy of what it indexes."""

from collections.abc import Iterable, Sequence

from django.db import connection

from amana.desk.search.tokens import Groups

CREATE = (
    "CREATE TABLE search_document (id integer PRIMARY KEY AUTOINCREMENT, kind text NOT NULL, key text NOT NULL, "
    "UNIQUE (kind, key))",
    "CREATE VIRTUAL TABLE search_tokens USING fts5 (tokens, content='', contentless_delete=1, detail=none, "
    "tokenize='ascii')",
    "CREATE TABLE search_state (name text PRIMARY KEY, value text NOT NULL)",
)
DROP = ("DROP TABLE search_tokens", "DROP TABLE search_document", "DROP TABLE search_state")
AT_ONCE = 500


def hold(kind: str, keys: list[str]) -> None:
    """Nothing: whoever writes in SQLite is alone."""


def keep(kind: str, key: str, tokens: frozenset[bytes]) -> None:
    """As `index.keep`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_document (kind, key) VALUES (%s, %s) "
            "ON CONFLICT (kind, key) DO UPDATE SET key = excluded.key RETURNING id",
            [kind, key],
        )
        [document] = cursor.fetchone()
        cursor.execute("DELETE FROM search_tokens WHERE rowid = %s", [document])
        cursor.execute("INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s)", [document, _written(tokens)])


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


def matching(kind: str, seen: object, asked: Sequence[Groups]) -> list[tuple[str, list[object]]]:
    """Conditions on search_document, each with its values."""
    return [("id IN (SELECT rowid FROM search_tokens WHERE search_tokens MATCH %s)", [_match(one)]) for one in asked]


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
