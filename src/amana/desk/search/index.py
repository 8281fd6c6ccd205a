"""The index itself: which tokens which words have, kept in the transaction of what it indexes (spec/search.md).

It is made of other tables and can be made of them anew, so no backup has it. `sealed` keeps it so that it tells
nothing, `memory` answers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection

from amana.desk.gathering import later
from amana.desk.search import sealed
from amana.desk.search.memory import Everything
from amana.desk.search.tokens import facet, tokens

VERSION = "2"
"""Of what a token is, and of which words stand in the index: another one makes it anew."""


def hold(kind: str, keys: Iterable[str]) -> None:
    """Until the transaction ends, nobody else puts in these rows' words: what is read from now on is the newest."""
    sealed.hold(kind, sorted(keys))


def keep(kind: str, key: str, texts: Iterable[str], facets: Iterable[str] = ()) -> None:
    """Let a row's words of one kind, and what it is narrowed by, be these and no others."""
    later(_write, (kind, key, tokens(texts) | {facet(one) for one in facets}))


def remove(kind: str, keys: Collection[str]) -> None:
    """Let rows have no words of one kind."""
    later(_write, *((kind, key, None) for key in keys))


def as_of_now() -> Everything:
    """All that is in it, to be asked: in any hands, so what it finds passes the policy before all else."""
    return sealed.everything()


def overwrite() -> None:
    """Have the index let go of what was removed. PostgreSQL does it when it writes `tables` anew."""
    sealed.overwrite()


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
    sealed.empty()
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
        sealed.remove(kind, keys)
    if rest := [(kind, key, kept) for (kind, key), kept in last.items() if kept is not None]:
        sealed.keep(rest)
