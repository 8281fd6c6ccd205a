"""Bringing back what a backup holds: into the desk's database, or into one that is there only to verify it."""

import hashlib
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction

from amana.desk.backup import database, rows
from amana.desk.backup.folder import Folder, Reader
from amana.desk.backup.making import our_reader, read_backup
from amana.errors import Problem

LONGEST = 6 * 3600
"""Seconds after which a database to verify with is one that was left behind by a process that was killed."""
ASIDE = "desk.before"
"""The database that lay in a desk's home when another was restored there."""


def verify(root: Path, stamp: str | None = None, reader: Reader | None = None) -> int:
    """Restore a backup beside the desk, encrypted by its key, compare all of it, and remove it. How many rows it has.

    The newest one, by the desk's own key, unless said otherwise. Raises `backup.broken`, or `backup.differs`.
    """
    for left in settings.DESK_HOME.glob("verifying-*.db"):
        if time.time() - left.stat().st_mtime > LONGEST:
            remove_database(left)
    folder, reader = Folder(root), reader or our_reader()
    backup = read_backup(folder, stamp_of(folder, root, stamp), reader)
    path = settings.DESK_HOME / f"verifying-{secrets.token_hex(4)}.db"
    try:
        with database.beside(sqlcipher_at(path)):
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous = OFF")
            return fill_from(folder, backup, reader)
    finally:
        remove_database(path)


def fill_from(folder: Folder, backup: dict[str, Any], reader: Reader) -> int:
    """Make the schema that `backup` names in the empty database, fill it, and compare. How many rows it has."""
    models = database.make_schema([(app, name) for app, name in backup["migrations"]])
    by_label = {model._meta.label_lower: model for model in models}
    with database.filling(models):
        for table in backup["tables"]:
            database.fill(by_label[table["model"]], table["columns"], _rows(folder, table, reader))
        for table in backup["tables"]:
            digest = hashlib.sha256()
            for row in database.rows_of(by_label[table["model"]]):
                digest.update(rows.encode(row))
            if digest.hexdigest() != table["sha256"]:
                raise Problem("backup.differs", table=table["model"])
    return sum(table["rows"] for table in backup["tables"])


def restore_database(folder: Folder, backup: dict[str, Any], reader: Reader) -> int:
    """Fill the desk's own database: all of it, or nothing. How many rows it has.

    SQLCipher's file that was there is put aside; PostgreSQL's must be empty (`desk.database_not_empty`).
    """
    default = connections["default"]
    if default.vendor == "postgresql":
        if default.introspection.table_names():
            raise Problem("desk.database_not_empty")
        with transaction.atomic():
            return fill_from(folder, backup, reader)
    path = Path(str(default.settings_dict["NAME"]))
    new = path.with_suffix(".restoring")
    remove_database(new)
    with database.beside(sqlcipher_at(new)):
        count = fill_from(folder, backup, reader)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if path.exists():
        aside = path.with_name(ASIDE)
        remove_database(aside)
        for end in ("", "-wal", "-shm"):
            old = path.with_name(path.name + end)
            if old.exists():
                old.replace(aside.with_name(aside.name + end))
    remove_database(path)
    new.replace(path)
    return count


def stamp_of(folder: Folder, root: Path, wanted: str | None) -> str:
    """The backup that is `wanted`, or the newest. `desk.nothing_to_restore` or `backup.no_such` if there is none."""
    stamps = folder.stamps()
    if not stamps:
        raise Problem("desk.nothing_to_restore", file=root)
    if wanted and wanted not in stamps:
        raise Problem("backup.no_such", stamp=wanted, there=", ".join(stamps[-5:]))
    return wanted or stamps[-1]


def sqlcipher_at(path: Path) -> dict[str, Any]:
    """Settings of an encrypted database at `path`."""
    from amana.desk.database import choose_database

    return {**connections["default"].settings_dict, **choose_database("sqlcipher", path.parent), "NAME": path}


def remove_database(path: Path) -> None:
    """Remove a database file and those beside it."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _rows(folder: Folder, table: dict[str, Any], reader: Reader) -> Iterator[list[Any]]:
    for name in table["pieces"]:
        yield from rows.decode(folder.read_piece(name, reader))
