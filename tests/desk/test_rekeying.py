"""New keys: nothing that is kept opens with the old ones, work goes on, and a kill at any step costs nothing."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.conf import settings
from django.db import connection

from amana.desk import rekeying, resealing
from amana.desk.actions import add_person
from amana.desk.doors import Cost, new_passphrase_door
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.pause import Pause
from amana.errors import Problem
from amana.testimony.custody.keeping import audit
from deskkit import PLANTED, digits, keep, reply_to, sealed
from tableskit import TEMPLATE, a_database

PASSPHRASE = "seven quiet herons over water"
CHEAP = Cost(64, 1, 1)


@pytest.fixture
def desk(transactional_db, opened_desk):
    """The desk of the tests, whose keys may be replaced: it has its own again afterwards."""
    keyring = settings.DESK_HOME / "keyring.json"
    before, database = keyring.read_bytes(), lock.keys.database
    connection.close()
    lock.open(keyring, PASSPHRASE)
    yield lock
    connection.close()
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and lock.keys.database != database:
        rekeying._encrypt_anew(path, lock.keys.database, database)
    keyring.write_bytes(before)
    lock.open(keyring, PASSPHRASE)


def values():
    """Every sealed value of the database, with its place."""
    for table in resealing.tables():
        columns = list(table.places)
        for rows in resealing._pages(table, columns):
            for row in rows:
                yield from zip(row[1:], table.places.values(), strict=True)


def opens(key, value, place):
    try:
        ChaCha20Poly1305(key).decrypt(bytes(value)[:12], bytes(value)[12:], place.encode())
    except InvalidTag:
        return False
    return True


def test_all_that_is_kept_opens_with_the_new_keys_alone(desk):
    row = keep(sealed(back=reply_to(digits()), files={"a.ogg": ("audio/ogg", b"OggS invented" * 99)}))
    for number in range(5):
        add_person(None, f"Invented {number}", ["analyst"], "a first password 77")
    before, receipt = desk.keys, row.receipt
    kept = [pair for pair in values() if pair[0] is not None]
    assert len({place for _, place in kept}) >= 5 and all(opens(before.field, *pair) for pair in kept)
    rekeying.rekey(new_passphrase_door("eight quiet herons over water", CHEAP), identity=True)
    after = desk.keys
    assert {before.database, before.field, before.backup, before.identity}.isdisjoint(
        {after.database, after.field, after.backup, after.identity}
    )
    assert (after.card, after.index) == (before.card, before.index)
    assert not after.earlier_database and not after.earlier_field and after.earlier_identity == (before.identity,)
    kept = [pair for pair in values() if pair[0] is not None]
    assert all(opens(after.field, *pair) for pair in kept) and not any(opens(before.field, *pair) for pair in kept)
    assert User.objects.get_by_natural_key("Invented 3").name == "Invented 3"
    row = type(row).objects.get(pk=row.pk)
    assert row.told["answers"]["own_words"] == PLANTED and row.receipt == receipt
    assert not list(audit())
    # What was sealed to the identity of before still comes in.
    lock_keys = desk._keys
    desk._keys = replace(after, identity=before.identity)
    envelope = sealed()
    desk._keys = lock_keys
    assert keep(envelope).told["answers"]["own_words"] == PLANTED
    desk.close()
    with pytest.raises(Problem):
        desk.open(settings.DESK_HOME / "keyring.json", PASSPHRASE)
    desk.open(settings.DESK_HOME / "keyring.json", "eight quiet herons over water")


def test_what_is_kept_for_good_stays_guarded_afterwards(desk):
    from django.db import DatabaseError, transaction

    keep(sealed())
    rekeying.rekey()
    for statement in (
        "DELETE FROM testimony_testimony",
        "DELETE FROM custody_row",
        "UPDATE custody_row SET sealed = ''",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_keyring_that_another_program_changed_is_not_written_over(desk):
    keyring = settings.DESK_HOME / "keyring.json"
    keyring.write_bytes(keyring.read_bytes() + b"\n")
    with pytest.raises(Problem) as raised:
        rekeying.rekey()
    assert raised.value.code == "desk.keyring_changed"


def test_work_waits_for_the_moment_and_the_moment_for_work():
    pause, seen = Pause(), []

    def work(name, seconds):
        with pause.work():
            seen.append(f"{name} begins")
            time.sleep(seconds)
            seen.append(f"{name} ends")

    first = threading.Thread(target=work, args=("first", 0.2))
    first.start()
    while not seen:
        time.sleep(0.01)
    later = threading.Thread(target=work, args=("later", 0))
    with pause.alone():
        seen.append("alone")
        later.start()
        time.sleep(0.1)
        seen.append("no more")
    later.join()
    assert seen == ["first begins", "first ends", "alone", "no more", "later begins", "later ends"]


@pytest.mark.database
def test_killed_at_any_step_it_opens_and_is_whole(django_db_setup, tmp_path):
    where = {"AMANA_DESK_HOME": str(tmp_path / "home"), "AMANA_DESK_DATABASE": a_database("rekeyed", TEMPLATE)}
    script = Path(__file__).with_name("rekeyed.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, env=os.environ | where)
    lines = done.stdout.splitlines()
    assert lines[1::3] == ["killed"] * 8 and lines[2::3] == ["whole"] * 8, (done.stdout, done.stderr[-3000:])
