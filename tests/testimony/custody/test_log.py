"""Entries: written with their action or not at all, in one order, by many at once, and never changed."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from amana.testimony.custody.keeping import audit
from amana.testimony.custody.log import logged, record
from amana.testimony.custody.models import Row


@logged("test.done", subject="thing", detail=("reason",))
def do(actor, thing, reason="because", fail=False):
    if fail:
        raise ValueError(thing)
    return thing


@pytest.mark.django_db
def test_an_action_and_its_entry_are_one():
    do(None, "thing:1", reason="a reason")
    (row,) = Row.objects.all()
    entry = row.entry
    assert (entry.index, entry.actor, entry.action, entry.subject) == (0, "desk", "test.done", "thing:1")
    assert entry.detail == {"reason": "a reason"}


@pytest.mark.django_db
def test_an_action_that_fails_leaves_no_entry():
    with pytest.raises(ValueError):
        do(None, "thing:1", fail=True)
    assert not Row.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(None, "test.done")


@pytest.mark.django_db(transaction=True)
def test_an_action_undone_later_in_its_transaction_leaves_no_entry():
    with pytest.raises(ValueError), transaction.atomic():
        do(None, "thing:1")
        do(None, "thing:2", fail=True)
    assert not Row.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_one_order_without_gaps():
    failures = []

    def work(number):
        try:
            for _ in range(15):
                do(None, f"thing:{number}")
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert list(Row.objects.order_by("index").values_list("index", flat=True)) == list(range(120))
    assert list(audit()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE custody_row SET commitment = sealed", "DELETE FROM custody_row", "DELETE FROM custody_signed"],
)
def test_the_database_refuses_to_change_the_log(write, statement):
    from amana.testimony.custody.models import Signed

    write(2)
    Signed.objects.create(size=256, day="2031-05-01", note=b"note")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Row.objects.count() == 2


@pytest.mark.django_db
def test_equal_entries_have_unlike_commitments_and_openings_of_one_length(write):
    write(40)
    rows = list(Row.objects.all())
    assert len({bytes(row.commitment) for row in rows}) == 40
    assert len({len(row.opening) for row in rows}) == 1
