"""What SQLite knows of how long its tables are and how often a value stands in them; PostgreSQL sees to it by itself.

By its guesses alone it reads all of a long table for a page that needs fifty rows. What it notes of values are samples
from its indexes (codes, days, keys), so it forgets them with whatever is erased, and notes them anew when the desk is
next opened.
"""

from django.db import connection

from amana.desk.search import keeping

LONG = 1_000
"""Rows of a table from which on it matters which index leads to those that are asked for."""
ANEW = 0x10002
"""`PRAGMA optimize`: of every table, connected or not to what was asked so far, of which nothing is known, or which is
ten times as long as it was."""


def know_lengths() -> None:
    """Note anew what is not known, or not any more, once a table is long: some 10 µs a row, seldom."""
    if connection.vendor != "sqlite":
        return
    if any(section.model._base_manager.order_by()[LONG:].exists() for section in keeping.sections().values()):
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA optimize = {ANEW}")


def forget_lengths() -> None:
    """Let nothing stay of what was noted. Whoever has a connection goes on with what it knows until it ends."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat1', 'sqlite_stat4')")
        for [table] in cursor.fetchall():
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # nosec B608
