"""SQLCipher: a seized folder shows nothing, no other key opens it, and no connection outlives the lock."""

import uuid
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection

from amana.desk.actions import add_person
from amana.desk.lock import lock
from amana.errors import Problem

PLANTED = "Tabaski-quince-Ouedane"


@contextmanager
def other_connection():
    """A connection beside the test's own, as another thread has it."""
    other = connection.copy()
    try:
        yield other
    finally:
        other.close()


@pytest.mark.parametrize(
    "pragma, value",
    [("journal_mode", "wal"), ("temp_store", 2), ("secure_delete", 1), ("synchronous", 2), ("foreign_keys", 1)],
)
def test_every_connection_is_set_up_so_that_nothing_is_left_in_the_open(transactional_db, pragma, value):
    with other_connection() as other, other.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


def test_a_seized_folder_shows_no_plain_text(transactional_db, opened_desk):
    for _ in range(40):
        add_person(None, f"{PLANTED} {uuid.uuid4()}", ["analyst"], "a first password 77")
    folder = connection.settings_dict["NAME"].parent
    files = [path for path in folder.rglob("*") if path.is_file()]
    seen = b"".join(path.read_bytes() for path in files)
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in files)
    for plain in (PLANTED, "desk_user", "SQLite format", "analyst", "person.added", "a first password"):
        assert plain.encode() not in seen
        assert plain.encode("utf-16-le") not in seen


def test_the_wrong_key_opens_nothing(transactional_db, monkeypatch):
    with monkeypatch.context() as patch, other_connection() as other:
        patch.setattr(lock, "_keys", replace(lock.keys, database=bytes(32)))
        with pytest.raises(DatabaseError):
            other.cursor()


def test_a_closed_lock_makes_and_uses_no_connection(transactional_db, monkeypatch):
    with monkeypatch.context() as patch, other_connection() as made, other_connection() as new:
        made.cursor().close()
        patch.setattr(lock, "_keys", None)
        for connected in (made, new):
            with pytest.raises(Problem, match="locked"):
                connected.cursor()


def test_a_connection_does_not_outlive_the_opening_it_was_made_in(transactional_db, monkeypatch):
    with monkeypatch.context() as patch, other_connection() as other:
        other.cursor().close()
        patch.setattr(lock, "opening", lock.opening + 1)
        with pytest.raises(Problem, match="locked"):
            other.cursor()
