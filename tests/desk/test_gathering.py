"""What is gathered is written together, in its order, and never where it was rolled back."""

import pytest
from django.db import connection

from amana.desk.gathering import later, once, remember, together, undoable

written: list[list[str]] = []


@pytest.fixture(autouse=True)
def nothing_written(db):
    written.clear()


def test_outside_a_run_each_is_written_at_once():
    later(written.append, "a", "b")
    later(written.append)
    assert written == [["a", "b"]]


def test_within_a_run_all_is_written_together_before_its_transaction_ends():
    def write(items):
        assert connection.in_atomic_block
        written.append(items)

    with together():
        later(write, "a")
        with undoable():
            later(write, "b")
        assert written == []
    assert written == [["a", "b"]]


def test_what_is_rolled_back_is_not_written():
    with together():
        later(written.append, "a")
        with pytest.raises(ValueError), undoable():
            later(written.append, "b")
            with undoable():
                later(written.append, "c")
            raise ValueError
        later(written.append, "d")
    assert written == [["a", "d"]]


def test_of_a_run_that_fails_nothing_is_written():
    with pytest.raises(ValueError), together():
        later(written.append, "a")
        raise ValueError
    later(written.append, "b")
    assert written == [["b"]]


def test_what_is_the_same_throughout_a_run_is_asked_once():
    asked = iter(range(10))
    assert [once("key", lambda: next(asked)) for _ in range(2)] == [0, 1]
    with together():
        assert [once("key", lambda: next(asked)) for _ in range(2)] == [2, 2]
        remember("key", 9)
        assert once("key", lambda: next(asked)) == 9
    assert once("key", lambda: next(asked)) == 3
