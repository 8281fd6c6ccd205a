"""The log at the desk: read, checked, and handed out as files that verify elsewhere, which is itself logged."""

import pytest
from django.db import connection

from amana.cli import main
from amana.sealing import ed25519
from amana.sealing.ids import id_of
from amana.testimony.custody.guards import guard, unguard
from amana.testimony.custody.keeping import make_due_checkpoint
from amana.testimony.custody.models import Row, Signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(signed_in, write, clock):
    """An investigator, and a log of two days with a checkpoint between them."""
    client = signed_in("investigator")
    write(3)
    clock.pass_days(1)
    make_due_checkpoint()
    write(1)
    return client


def body(answer):
    return answer.content.decode()


def test_entries_are_shown_with_names_and_without_padding(reader):
    page = body(reader.get("/custody/"))
    assert page.count("test.done") == 4
    assert "Salma" in page
    assert "custody.padding" not in page
    assert "after midnight" in page


def test_older_entries_stand_on_their_own_page(reader):
    page = body(reader.get("/custody/?before=4"))
    assert page.count("test.done") < 4


@pytest.mark.parametrize("before", ["x", "-1", "٣", "1; DROP TABLE"])
def test_a_strange_place_shows_the_newest(reader, before):
    assert body(reader.get("/custody/", {"before": before})).count("test.done") == 4


def test_what_is_handed_out_verifies_elsewhere_and_is_logged(reader, tmp_path, opened_desk):
    desk = id_of(ed25519.public_key(opened_desk.keys.card))
    size = Signed.objects.get().size
    for address in (f"/custody/checkpoint/{size}/custody.log", "/custody/entry/2.tlog-proof"):
        answer = reader.get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        (tmp_path / "file").write_bytes(answer.content)
        assert main(["verify", str(tmp_path / "file"), "--desk", desk]) == 0
    done = [row.entry.action for row in Row.objects.order_by("-index")[:2]]
    assert done == ["custody.proof_exported", "custody.log_exported"]


def test_a_checkpoint_alone_can_be_handed_out(reader):
    size = Signed.objects.get().size
    assert f"\n{size}\n" in body(reader.get(f"/custody/checkpoint/{size}/checkpoint.txt"))


def test_an_entry_that_no_checkpoint_covers_has_no_proof_yet(reader):
    answer = reader.get(f"/custody/entry/{Row.objects.count() - 1}.tlog-proof")
    assert (answer.status_code, "after midnight" in body(answer)) == (409, True)


def test_the_check_says_that_the_log_is_whole_or_where_it_is_not(reader):
    assert "The log is whole" in body(reader.post("/custody/check"))
    unguard(connection)
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM custody_row WHERE "index" = 2')
    guard(connection)
    page = body(reader.post("/custody/check"))
    assert "not as it was" in page
    assert "These entries are gone" in page


def test_a_broken_entry_does_not_hide_the_others(reader):
    unguard(connection)
    with connection.cursor() as cursor:
        cursor.execute('UPDATE custody_row SET sealed = commitment WHERE "index" = 2')
    guard(connection)
    page = body(reader.get("/custody/"))
    assert "custody.changed" in page
    assert "test.done" in page


@pytest.mark.parametrize("role", ["caseworker", "analyst", "publisher"])
@pytest.mark.parametrize("path", ["/custody/", "/custody/checkpoint/256/checkpoint.txt", "/custody/entry/0.tlog-proof"])
def test_who_may_not_read_it_gets_nothing_of_it(reader, signed_in, role, path):
    assert signed_in(role, name="Awa").get(path).status_code == 403
