"""A log that was put back, or cut off after its last checkpoint, is found, told at once, and stays so until noted."""

import pytest
from django.db import connection

from amana.testimony.custody import mark
from amana.testimony.custody.guards import guard, unguard
from amana.testimony.custody.keeping import audit, make_due_checkpoint
from amana.testimony.custody.models import Row

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(write, clock):
    write(5)
    clock.pass_days(1)
    make_due_checkpoint()
    write(4)
    mark.move_on()


def remove(condition):
    unguard(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM custody_{condition}")
    guard(connection)


def test_a_log_that_only_grew_is_not_rewound(kept, write):
    assert mark.rewound() is None
    write(3)
    assert mark.rewound() is None
    mark.move_on()
    assert mark.rewound() is None


def test_a_tail_cut_off_after_the_last_checkpoint_is_found(kept):
    remove('row WHERE "index" >= 258')
    assert list(audit()) == []
    assert mark.rewound() == 260


def test_a_tail_written_anew_is_found_even_when_it_is_longer(kept, write):
    remove('row WHERE "index" >= 258')
    write(9)
    assert mark.rewound() == 260
    mark.move_on()
    assert mark.rewound() == 260


def test_a_last_checkpoint_that_was_taken_away_is_found(kept):
    remove("signed")
    assert mark.rewound() == 260


def test_a_mark_that_was_changed_is_found(kept):
    path = mark._path()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    remove("row")
    assert mark.rewound() is not None


def test_it_is_told_on_the_first_page_and_noted_with_a_reason(kept, signed_in):
    remove('row WHERE "index" >= 258')
    client = signed_in("administrator")
    assert "was put back or cut off" in client.get("/").content.decode()
    page = client.post("/custody/check").content.decode()
    assert "260 entries" in page and "The log is whole" not in page
    assert client.post("/custody/check", {"do": "note", "reason": " "}).status_code == 422
    client.post("/custody/check", {"do": "note", "reason": "a backup of May was put back"})
    assert mark.rewound() is None
    last = Row.objects.order_by("-index")[0].entry
    assert (last.action, last.detail) == ("custody.rewind_noted", {"reason": "a backup of May was put back"})
    assert "was put back or cut off" not in client.get("/").content.decode()
