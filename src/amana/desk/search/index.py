"""The index itself: which tokens which words have, kept in the transaction of what it indexes (spec/search.md).

It is made of other tables and can be made of them anew, so no backup has it. How it is kept so that it tells nothing
depends on the database: `fts` in SQLCipher's encrypted file, `sealed` in PostgreSQL's readable ones.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from types import ModuleType
from typing import Any, Protocol

from django.db import connection

from amana.desk.gathering import later
from amana.desk.search import fts, sealed
from amana.desk.search.tokens import Groups, facet, tokens

VERSION = "2"
"""Of what a token is, and of which words stand in the index: another one makes it anew."""


def create(of: Any) -> None:
    """Make the empty index in a database, as a migration does."""
    _run(of, _engine(of).CREATE)


def add_written(of: Any) -> None:
    """Let PostgreSQL's table say by which transaction a row was written."""
    if of.vendor != "sqlite":
        _run(of, sealed.WITH_WRITTEN)


def drop(of: Any) -> None:
    """Take it away, as undoing the migration does."""
    _run(of, _engine(of).DROP)


def _run(of: Any, statements: Iterable[str]) -> None:
    with of.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def hold(kind: str, keys: Iterable[str]) -> None:
    """Until the transaction ends, nobody else puts in these rows' words: what is read from now on is the newest."""
    _engine().hold(kind, sorted(keys))


def keep(kind: str, key: str, texts: Iterable[str], facets: Iterable[str] = ()) -> None:
    """Let a row's words of one kind, and what it is narrowed by, be these and no others."""
    later(_write, (kind, key, tokens(texts) | {facet(one) for one in facets}))


def remove(kind: str, keys: Collection[str]) -> None:
    """Let rows have no words of one kind."""
    later(_write, *((kind, key, None) for key in keys))


class Matching(Protocol):
    """What of one kind has, of each group of tokens, one."""

    def few(self, most: int) -> list[str] | None:
        """The keys of its rows, if there are no more than that; None if there are."""

    def among(self, keys: Sequence[str]) -> set[str]:
        """Which of these keys are of such rows."""


def matching(kind: str, groups: Groups) -> Matching:
    """What of one kind has, of each group, one token: in any hands, so it passes the policy before all else."""
    found: Matching = _engine().Matching(kind, groups)
    return found


def learn(kinds: Iterable[str]) -> None:
    """Be ready for the first question."""
    for kind in kinds:
        _engine().learn(kind)


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


def _write(rows: list[tuple[str, str, frozenset[bytes] | None]]) -> None:
    """Of a row that is written more than once, the last alone counts."""
    last = {(kind, key): kept for kind, key, kept in rows}
    gone: dict[str, list[str]] = defaultdict(list)
    for (kind, key), kept in last.items():
        if kept is None:
            gone[kind].append(key)
    for kind, keys in gone.items():
        _engine().remove(kind, keys)
    if rest := [(kind, key, kept) for (kind, key), kept in last.items() if kept is not None]:
        _engine().keep(rest)


def _engine(of: Any = connection) -> ModuleType:
    return fts if of.vendor == "sqlite" else sealed
