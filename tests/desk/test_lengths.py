"""SQLite knows how long its tables are, and nothing that it noted of them outlives what is erased."""

import pytest
from django.db import connection

from amana.desk import lengths
from amana.testimony import actions, erasing
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db(transaction=True)


def noted():
    """All that SQLite's notes hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")
        tables = [name for [name] in cursor.fetchall()]
        rows = [cursor.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
    return b" ".join(
        one if isinstance(one, bytes) else str(one).encode() for some in rows for row in some for one in row
    )


def test_what_was_noted_of_a_table_goes_with_an_account_that_is_erased(monkeypatch, person):
    if connection.vendor != "sqlite":
        lengths.know_lengths()
        lengths.forget_lengths()
        return
    ines = person("caseworker", name="Ines")
    rows = [actions.take_in_hand(ines, keep(sealed())) for _ in range(4)]
    lengths.know_lengths()
    assert noted() == b"", "of short tables nothing need be known"
    monkeypatch.setattr(lengths, "LONG", 3)
    lengths.know_lengths()
    assert b"testimony_newest" in noted() and rows[0].code.encode() in noted()
    erasing.erase(ines, rows[0])
    assert noted() == b""
