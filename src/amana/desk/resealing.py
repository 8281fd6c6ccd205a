"""Sealed values, sealed anew with the newest field key while people work (spec/desk-keyring.md, "New keys").

What is kept for good is guarded by triggers, which stand aside for each small transaction: only the sealing
changes, never what is sealed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.apps import apps
from django.db import connection, transaction

from amana.desk.fields import EncryptedBytes, open_value, seal_value
from amana.desk.lock import lock
from amana.errors import Problem

AT_ONCE = 200


@dataclass(frozen=True)
class Table:
    """A table with sealed columns: each with its place, the associated data."""

    name: str
    key: str
    places: dict[str, str]


def tables() -> list[Table]:
    """Every table that has sealed columns. A model that seals by hand says which columns in `sealed_by_hand`."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        places = dict(getattr(model, "sealed_by_hand", {}))
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedBytes):
                places[str(field.column)] = field.place
        if places:
            found.append(Table(model._meta.db_table, str(model._meta.pk.column), places))
    return found


def reseal_all() -> int:
    """Pass over every sealed value until a whole pass finds none to seal anew. How many were."""
    total = 0
    while found := sum(_reseal_table(table) for table in tables()):
        total += found
    return total


def _reseal_table(table: Table) -> int:
    columns = list(table.places)
    count = 0
    for rows in _pages(table, columns):
        stale = [row[0] for row in rows if any(map(_is_stale, row[1:], table.places.values()))]
        if stale:
            with transaction.atomic(), without_triggers(table.name), connection.cursor() as cursor:
                for pk in stale:
                    count += _reseal_row(cursor, table, columns, pk)
    return count


def _pages(table: Table, columns: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    last: Any = None
    names = ", ".join(f'"{name}"' for name in (table.key, *columns))
    while True:
        where, values = (f'WHERE "{table.key}" > %s', [last]) if last is not None else ("", [])
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {names} FROM "{table.name}" {where} ORDER BY "{table.key}" LIMIT {AT_ONCE}', values)  # noqa: S608  # nosec B608
            rows = cursor.fetchall()
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _is_stale(value: Any, place: str) -> bool:
    """Whether an earlier key sealed it. What no key opens is left as it is: it shows wherever it is read."""
    if value is None or _opens(bytes(value), place):
        return False
    try:
        open_value(bytes(value), place)
    except Problem as problem:
        if problem.code == "desk.locked":
            raise
        return False
    return True


def _opens(sealed: bytes, place: str) -> bool:
    try:
        ChaCha20Poly1305(lock.keys.field).decrypt(sealed[:12], sealed[12:], place.encode())
    except (InvalidTag, ValueError):
        return False
    return True


def _reseal_row(cursor: Any, table: Table, columns: Sequence[str], pk: Any) -> int:
    """Read within the transaction, so that nobody's change is lost."""
    names = ", ".join(f'"{name}"' for name in columns)
    hold = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    cursor.execute(f'SELECT {names} FROM "{table.name}" WHERE "{table.key}" = %s{hold}', [pk])  # noqa: S608  # nosec B608
    row = cursor.fetchone()
    if row is None:
        return 0
    new = {
        name: seal_value(open_value(bytes(value), place), place)
        for (name, place), value in zip(table.places.items(), row, strict=True)
        if _is_stale(value, place)
    }
    if new:
        set_ = ", ".join(f'"{name}" = %s' for name in new)
        cursor.execute(f'UPDATE "{table.name}" SET {set_} WHERE "{table.key}" = %s', [*new.values(), pk])  # noqa: S608  # nosec B608
    return len(new)


@contextmanager
def without_triggers(table: str) -> Iterator[None]:
    """The table's triggers are off within, in the transaction that this is part of: nobody else sees them off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            yield
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, sql in triggers:
            cursor.execute(sql)
