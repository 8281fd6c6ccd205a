"""The index itself: which tokens which words have, kept in the transaction of what it indexes (spec/search.md).

It is made of other tables and can be made of them anew, so no backup has it. How it is kept so that it tells nothing
depends on the database: `fts` in SQLCipher's encrypted file, `sealed` in PostgreSQL's readable ones.
"""

from collections.abc import Collection, Iterable, Sequence
from types import ModuleType
from typing import Any

from django.db import connection
from django.db.models import AutoField, QuerySet
from django.db.models.expressions import RawSQL

from amana.desk.search import fts, sealed
from amana.desk.search.tokens import Groups, tokens

VERSION = "1"
"""Of what a token is, and of which words stand in the index: another one makes it anew."""


def create(of: Any) -> None:
    """Make the empty index in a database, as a migration does."""
    with of.cursor() as cursor:
        for statement in _engine(of).CREATE:
            cursor.execute(statement)


def drop(of: Any) -> None:
    """Take it away, as undoing the migration does."""
    with of.cursor() as cursor:
        for statement in _engine(of).DROP:
            cursor.execute(statement)


def hold(kind: str, keys: Iterable[str]) -> None:
    """Until the transaction ends, nobody else puts in these rows' words: what is read from now on is the newest."""
    _engine().hold(kind, sorted(keys))


def keep(kind: str, key: str, texts: Iterable[str]) -> None:
    """Let a row's words of one kind be these, and no others."""
    _engine().keep(kind, key, tokens(texts))


def remove(kind: str, keys: Collection[str]) -> None:
    """Let rows have no words of one kind."""
    _engine().remove(kind, list(keys))


def matching(kind: str, seen: QuerySet[Any], asked: Sequence[Groups]) -> list[RawSQL]:
    """For each of `asked`, the keys of the rows among `seen` that have the tokens: parts of queries over such rows."""
    key = "CAST(key AS bigint)" if isinstance(seen.model._meta.pk, AutoField) else "key"
    return [
        RawSQL(f"SELECT {key} FROM search_document WHERE kind = %s AND {sql}", [kind, *values])  # noqa: S608, S611  # nosec B608, B611
        for sql, values in _engine().matching(kind, seen, asked)
    ]


def overwrite() -> None:
    """Have the index let go of what was removed. PostgreSQL does it when it writes `tables` anew."""
    _engine().overwrite()


def tables() -> list[str]:
    """The tables that PostgreSQL must write anew for that."""
    return ["search_document"]


def mark(name: str, value: str) -> None:
    """Note how far the index has come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_state (name, value) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )


def marked(name: str) -> str:
    """What was noted; empty for nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM search_state WHERE name = %s", [name])
        row = cursor.fetchone()
    return row[0] if row else ""


def empty() -> None:
    """Let nothing be in it, and nothing be noted."""
    _engine().empty()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_state")


def _engine(of: Any = connection) -> ModuleType:
    return fts if of.vendor == "sqlite" else sealed
