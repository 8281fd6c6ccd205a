"""The index in PostgreSQL, whose files are readable to whoever has the disk: each row's tokens, sealed together.

Nothing in it shows that two rows share a word, how often a word stands anywhere, or which. A question is answered by
opening what was sealed, here in the desk's memory.
"""

import secrets
from collections.abc import Collection, Sequence

import numpy
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.db import connection

from amana.desk.search.tokens import SIZE, key_for

CREATE = (
    "CREATE TABLE search_document (id bigserial PRIMARY KEY, kind varchar(40) NOT NULL, key varchar(80) NOT NULL, "
    "tokens bytea NOT NULL, UNIQUE (kind, key))",
    "CREATE TABLE search_state (name varchar(80) PRIMARY KEY, value varchar(80) NOT NULL)",
)
DROP = ("DROP TABLE search_document", "DROP TABLE search_state")
AT_ONCE = 2_000
NONCE = 12
TOKEN = f">u{SIZE}"


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


def matching(kind: str, groups: Sequence[Collection[bytes]]) -> tuple[str, list[object]]:
    """A condition on search_document, and its values."""
    seal = _seal()
    wanted = [numpy.array([int.from_bytes(token) for token in group], TOKEN) for group in groups]
    found: list[int] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, key, tokens FROM search_document WHERE kind = %s", [kind])
        while rows := cursor.fetchmany(AT_ONCE):
            for document, key, value in rows:
                value = bytes(value)
                held = numpy.frombuffer(seal.decrypt(value[:NONCE], value[NONCE:], _place(kind, key)), TOKEN)
                if all(numpy.isin(one, held).any() for one in wanted):
                    found.append(document)
    return "id = ANY(%s)", [found]


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
