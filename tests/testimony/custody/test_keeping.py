"""Checkpoints come by the calendar and tell nothing else; every way of tampering is found, and where."""

from itertools import pairwise

import pytest
from django.db import connection

from amana.sealing import ed25519
from amana.testimony.custody import checkpoint, merkle
from amana.testimony.custody.entry import Entry, commit
from amana.testimony.custody.guards import guard, unguard
from amana.testimony.custody.keeping import audit, commitments, leaves, make_due_checkpoint
from amana.testimony.custody.log import make_row
from amana.testimony.custody.models import SALT, Row, Signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(write, clock):
    """Three days of entries, each with its checkpoint, and one day without."""
    for count in (5, 0, 3):
        write(count)
        clock.pass_days(1)
        make_due_checkpoint()
    write(4)


@pytest.fixture
def hand():
    """The hand of someone who owns the database and takes the guards off."""
    unguard(connection)

    def act(statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    yield act
    guard(connection)


def found():
    return [(finding.first, finding.last, finding.problem.code) for finding in audit()]


def test_sizes_follow_the_calendar_whatever_happened(write, clock):
    sizes = []
    for count, days in ((1, 1), (200, 1), (0, 1), (7, 3)):
        write(count)
        clock.pass_days(days)
        sizes.append(make_due_checkpoint().size)
    assert sizes == [256, 512, 768, 1536]
    assert make_due_checkpoint() is None


def test_a_day_with_too_many_entries_doubles_the_step(write, clock):
    write(600)
    clock.pass_days(1)
    assert make_due_checkpoint().size == 1024


def test_no_checkpoint_before_anything_happened(db, clock, opened_desk):
    assert make_due_checkpoint() is None


def test_checkpoints_verify_and_each_adds_to_the_one_before(kept, opened_desk):
    key = ed25519.public_key(opened_desk.keys.card)
    heads = [checkpoint.read(bytes(signed.note), key) for signed in Signed.objects.order_by("size")]
    for before, after in pairwise(heads):
        proof = merkle.prove_consistency(leaves(after.size), before.size)
        assert merkle.check_consistency(before.size, after.size, proof, before.root, after.root)


def test_a_whole_log_has_no_findings(kept):
    assert found() == []


@pytest.mark.parametrize("column", ["commitment", "sealed"])
def test_a_changed_entry_is_named(kept, hand, column):
    row = Row.objects.get(index=258)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {column} FROM custody_row WHERE "index" = 258')
        value = bytearray(bytes(cursor.fetchone()[0]))
    value[20] ^= 1
    hand(f'UPDATE custody_row SET {column} = %s WHERE "index" = %s', bytes(value), row.index)
    assert found() == [(258, 258, "custody.changed")]


@pytest.mark.parametrize("index", [0, 3, 300, 767])
def test_a_removed_entry_is_named(kept, hand, index):
    hand('DELETE FROM custody_row WHERE "index" = %s', index)
    assert found() == [(index, index, "custody.missing")]


def test_entries_that_changed_places_are_both_named(kept, hand):
    for old, new in ((2, -1), (4, 2), (-1, 4)):
        hand('UPDATE custody_row SET "index" = %s WHERE "index" = %s', new, old)
    assert found() == [(2, 2, "custody.moved"), (4, 4, "custody.moved")]


def test_an_inserted_entry_moves_all_after_it(kept, hand):
    hand('DELETE FROM custody_row WHERE "index" = %s', 1)
    make_row(Entry(1, "2031-05-01T09:30:00Z", "desk", "test.forged")).save(force_insert=True)
    assert found() == [(0, 255, "custody.differs_from_checkpoint")]


def test_an_entry_rewritten_with_its_commitment_is_found_between_two_checkpoints(kept, hand):
    row = Row.objects.get(index=258)
    opening = row.opening[:SALT] + Entry(258, "2031-05-02T09:30:00Z", "desk", "test.forged").to_bytes()
    Row.of(258, commit(opening[:SALT], opening[SALT:]), opening).save()
    assert found() == [(256, 511, "custody.differs_from_checkpoint")]


def test_a_removed_tail_is_found(kept, hand):
    hand('DELETE FROM custody_row WHERE "index" >= 700')
    assert found() == [(512, 767, "custody.differs_from_checkpoint")]


def test_a_changed_checkpoint_is_named(kept, hand):
    note = bytearray(bytes(Signed.objects.get(size=512).note))
    note[40] ^= 1
    hand("UPDATE custody_signed SET note = %s WHERE size = 512", bytes(note))
    assert found() == [(256, 511, "custody.checkpoint_changed")]


def test_a_checkpoint_by_a_foreign_key_is_named(kept, hand):
    forged = checkpoint.sign(512, merkle.root(leaves(512)), b"\x05" * 32)
    hand("UPDATE custody_signed SET note = %s WHERE size = 512", forged)
    assert found() == [(256, 511, "custody.checkpoint_changed")]


def test_a_checkpoint_that_who_holds_the_key_made_of_another_log_is_found(kept, hand, opened_desk):
    forged = checkpoint.sign(512, b"r" * 32, opened_desk.keys.card)
    hand("UPDATE custody_signed SET note = %s WHERE size = 512", forged)
    assert found() == [(256, 511, "custody.differs_from_checkpoint")]


def test_an_entry_that_was_added_by_who_has_no_key_is_named(kept, hand):
    row = Row.objects.get(index=5)
    hand('INSERT INTO custody_row ("index", commitment, sealed) VALUES (772, %s, %s)', row.commitment, b"x" * 300)
    assert found() == [(772, 772, "custody.changed")]


def test_an_entry_that_was_copied_to_another_place_is_named(kept, hand):
    row = Row.objects.get(index=5)
    hand('INSERT INTO custody_row ("index", commitment, sealed) VALUES (772, %s, %s)', row.commitment, row.sealed)
    assert found() == [(772, 772, "custody.moved")]


def test_padding_cannot_be_told_from_entries(kept):
    told = commitments(256)
    assert len(set(told)) == 256
    assert {len(commitment) for commitment in told} == {32}
    # Nor by who has the database without its keys, unless an entry says much.
    assert len({len(bytes(row.sealed)) for row in Row.objects.filter(index__lt=256)}) == 1
