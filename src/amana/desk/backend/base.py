"""Django's SQLite backend, with SQLCipher's module in the place of Python's own.

The key is the lock's raw 32 bytes, never in settings. A connection serves one
opening of the lock: once the desk is closed it answers nothing more, even if the
desk is opened again. Pages, write-ahead log and journal are encrypted; sorting and
temporary tables stay in memory; what is deleted is overwritten.
"""

import datetime
import decimal
import weakref
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.db.backends.sqlite3 import base as sqlite
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as Database

from amana.desk.backend import at_undo
from amana.desk.lock import lock
from amana.errors import Problem

Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", lambda stored: parse_date(stored.decode()))
Database.register_converter("time", lambda stored: parse_time(stored.decode()))
Database.register_converter("datetime", lambda stored: parse_datetime(stored.decode()))
Database.register_converter("timestamp", lambda stored: parse_datetime(stored.decode()))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, lambda day: day.isoformat())
Database.register_adapter(datetime.datetime, lambda moment: moment.isoformat(" "))

_connections: "weakref.WeakSet[Any]" = weakref.WeakSet()


class Connection(Database.Connection):  # type: ignore[misc]
    """A connection that can be remembered weakly, so that closing the lock can interrupt it."""


class Cursor(Database.Cursor):  # type: ignore[misc]
    """Turns Django's `%s` and `%(name)s` into SQLite's `?` and `:name`."""

    convert_query = sqlite.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> "Cursor":
        """Run one statement."""
        if params is None:
            return super().execute(query)  # type: ignore[no-any-return]
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)  # type: ignore[no-any-return]

    def executemany(self, query: str, rows: Iterable[Any]) -> "Cursor":
        """Run one statement for each row."""
        rows = iter(rows)
        first = next(rows, None)
        names = list(first) if isinstance(first, Mapping) else None
        rows = chain(() if first is None else (first,), rows)
        return super().executemany(self.convert_query(query, param_names=names), rows)  # type: ignore[no-any-return]


class DatabaseWrapper(sqlite.DatabaseWrapper):
    """One encrypted file, opened with the lock's key."""

    Database = Database

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """A keyed connection. `desk.locked` when the desk is closed, a database error when the key is another's."""
        key = lock.keys.database
        self.opening = lock.opening
        connection: Connection = Database.connect(**conn_params, factory=Connection)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "temp_store = MEMORY",
            "secure_delete = ON",
            "foreign_keys = ON",
            "legacy_alter_table = OFF",
            # KiB, of a connection: each page of the file that is not in it has to be decrypted again.
            "cache_size = -16384",
        ):
            connection.execute(f"PRAGMA {setting}")
        register_functions(connection)
        _connections.add(connection)
        return connection

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A cursor, unless the lock was closed since this connection was made."""
        if not lock.is_open or self.opening != lock.opening:
            raise Problem("desk.locked")
        return self.connection.cursor(factory=Cursor)  # type: ignore[no-any-return]

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        _undone()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        _undone()

    def _close(self) -> None:
        # With a transaction that is not over, it is undone.
        super()._close()  # type: ignore[misc]
        _undone()


def _undone() -> None:
    for one in at_undo:
        one()


def interrupt_all() -> None:
    """Stop what every connection is doing; each thread then closes its own, as SQLite demands."""
    for connection in list(_connections):
        try:
            connection.interrupt()
        except Database.ProgrammingError:
            continue


lock.at_close.append(interrupt_all)
