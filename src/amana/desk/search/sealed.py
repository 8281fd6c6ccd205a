"""The index in PostgreSQL, whose files are readable to whoever has the disk: each row's tokens, sealed together.

Nothing in it shows that two rows share a word, how often a word stands anywhere, or which. A question is answered by
opening what was sealed, here in the desk's memory.
"""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from amana.desk.search.tokens import SIZE, Groups, key_for

CREATE = (
    "CREATE TABLE search_document (id bigserial PRIMARY KEY, kind varchar(40) NOT NULL, key varchar(80) NOT NULL, "
    "tokens bytea NOT NULL, UNIQUE (kind, key))",
    "CREATE TABLE search_state (name varchar(80) PRIMARY KEY, value varchar(80) NOT NULL)",
)
DROP = ("DROP TABLE search_document", "DROP TABLE search_state")
AT_ONCE = 2_000
NONCE = 12


def hold(kind: str, keys: list[str]) -> None:
    """As `index.hold`."""
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"search {kind} {key}"])


def keep(kind: str, key: str, tokens: frozenset[bytes]) -> None:
    """As `index.keep`."""
    nonce = secrets.token_bytes(NONCE)
    value = nonce + _seal().encrypt(nonce, b"".join(sorted(tokens)), _place(kind, key))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_document (kind, key, tokens) VALUES (%s, %s, %s) "
            "ON CONFLICT (kind, key) DO UPDATE SET tokens = excluded.tokens",
            [kind, key, value],
        )


def remove(kind: str, keys: list[str]) -> None:
    """As `index.remove`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document WHERE kind = %s AND key = ANY(%s)", [kind, keys])


def matching(kind: str, seen: QuerySet[Any], asked: Sequence[Groups]) -> list[tuple[str, list[object]]]:
    """Conditions on search_document, each with its values. Opened are the tokens of what may be seen alone, once."""
    found: list[list[int]] = [[] for _ in asked]
    seal = _seal()
    for document, key, value in _documents(kind, seen):
        held = seal.decrypt(value[:NONCE], value[NONCE:], _place(kind, key))
        for groups, documents in zip(asked, found, strict=True):
            if all(any(_has(held, token) for token in group) for group in groups):
                documents.append(document)
    return [("id = ANY(%s)", [documents]) for documents in found]


def overwrite() -> None:
    """Nothing: see `index.tables`."""


def empty() -> None:
    """As `index.empty`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_document")


def _seal() -> ChaCha20Poly1305:
    return ChaCha20Poly1305(key_for(b"seal"))


def _place(kind: str, key: str) -> bytes:
    return f"search_document {kind} {key}".encode()


def _documents(kind: str, seen: QuerySet[Any]) -> Iterator[tuple[int, str, bytes]]:
    try:
        which, values = seen.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return
    documents = "SELECT id, key, tokens FROM search_document WHERE kind = %s"
    among = f"key IN (SELECT pk::text FROM ({which}) AS seen (pk))"  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"{documents} AND {among}", [kind, *values])
        while rows := cursor.fetchmany(AT_ONCE):
            for document, key, value in rows:
                yield document, key, bytes(value)


def _has(held: bytes, token: bytes) -> bool:
    """Whether a token is one of those that stand one after the other."""
    at = held.find(token)
    while at % SIZE and at > 0:
        at = held.find(token, at + 1)
    return at >= 0
