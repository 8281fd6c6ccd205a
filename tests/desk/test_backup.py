"""Backups: what comes back is all that was kept, only changes cost space, and no kill and no theft costs anything."""

import hashlib
import os
import random
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.desk.actions import add_person
from amana.desk.backup import actions, database, rows
from amana.desk.backup.folder import Folder, reader_of_recovery
from amana.desk.backup.making import back_up, forget_older, our_reader, read_backup
from amana.desk.backup.restoring import verify
from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing import age, keys
from amana.testimony import actions as testimony
from amana.testimony import erasing
from amana.testimony.cases import actions as cases
from amana.testimony.custody.models import Row
from amana.testimony.models import Survivor
from deskkit import PLANTED, digits, keep, reply_to, sealed, sign_in
from tableskit import TEMPLATE, a_database

HOME = Path(os.environ["AMANA_DESK_HOME"])
IDENTITY, RECIPIENT = keys.new_identity()

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(),
    st.binary(max_size=300),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.recursive(st.dictionaries(st.text(), st.one_of(st.none(), st.integers(), st.text())), st.lists, max_leaves=5),
)


@pytest.fixture
def desk(transactional_db, opened_desk, monkeypatch):
    """The desk of the tests, with a recovery key."""
    monkeypatch.setattr(lock, "_keys", replace(lock.keys, recovery=RECIPIENT))
    return lock


@pytest.fixture(scope="module")
def schemas():
    return {}


@pytest.fixture
def tables_at_once(schemas, monkeypatch):
    """Migrations, which take most of the time of verifying, are run once for each schema; then the file is copied."""
    make = database.make_schema

    def copied(migrations):
        path, key = connection.settings_dict["NAME"], tuple(migrations)
        if key in schemas:
            connection.close()
            path.write_bytes(schemas[key][1])
        else:
            models = make(migrations)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            schemas[key] = models, path.read_bytes()
        return schemas[key][0]

    monkeypatch.setattr(database, "make_schema", copied)


def problem_of(call, *args, **more):
    with pytest.raises(Problem) as raised:
        call(*args, **more)
    return raised.value.code


@settings(max_examples=50)
@given(st.lists(st.lists(values, max_size=6), max_size=8))
def test_rows_come_back_as_they_were(table):
    found = [row for piece in rows.pieces(map(rows.encode, table)) for row in rows.decode(piece)]
    assert found == table


@given(st.binary(max_size=200))
def test_strange_bytes_are_no_piece(data):
    assert problem_of(list, rows.decode(data)) == "backup.broken" or not data


def test_a_new_row_changes_the_piece_that_it_is_in_and_no_other():
    drawn = random.Random(7)
    table = [rows.encode([n, drawn.randbytes(4000)]) for n in range(2000)]
    before = {hashlib.sha256(piece).digest() for piece in rows.pieces(table)}
    after = {
        hashlib.sha256(piece).digest()
        for piece in rows.pieces([*table[:700], rows.encode([7000, b"new"]), *table[700:]])
    }
    assert len(before) > 40 and len(after - before) <= 3


def fill_desk(person):
    caseworker = person("caseworker", name="Salma of the hill")
    row = keep(sealed(back=reply_to(digits()), files={"a.ogg": ("audio/ogg", b"OggS invented" * 5000)}))
    testimony.take_in_hand(caseworker, row)
    testimony.write_identity(caseworker, row, "Invented Name", "Invented Number", "")
    for _ in range(5):
        keep(sealed())
    return caseworker, row


def files(root):
    return {path.relative_to(root) for path in root.rglob("*.age")}


def test_all_that_is_kept_comes_back_and_only_changes_are_written_again(desk, tables_at_once, person, tmp_path):
    fill_desk(person)
    first = back_up(tmp_path)
    assert first.rows > 100
    before = files(tmp_path)
    add_person(None, "Somebody new", ["analyst"], "a first password 77")
    second = back_up(tmp_path)
    assert second.stamp > first.stamp and second.older == 1
    new = files(tmp_path) - before
    # The person, the log's entry, and the backup itself.
    assert len(new) == 3, new
    assert verify(tmp_path, first.stamp) == first.rows
    assert not list(HOME.glob("verifying-*"))


def test_any_age_opens_it_with_the_recovery_key_and_nothing_does_without(desk, tables_at_once, person, tmp_path):
    fill_desk(person)
    back_up(tmp_path)
    whole = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for plain in (PLANTED, "Salma of the hill", "desk_user", "testimony", lock.keys.card.hex()):
        assert plain.encode() not in whole
    opened = b"".join(age.open_bytes([IDENTITY], path.read_bytes()) for path in sorted(tmp_path.rglob("*.age")))
    assert b"testimony.envelope" in opened and PLANTED.encode() not in opened, "sealed columns stay sealed within"
    assert verify(tmp_path, reader=reader_of_recovery([IDENTITY])) > 100
    other = reader_of_recovery([keys.new_identity()[0]])
    assert problem_of(verify, tmp_path, reader=other) == "backup.not_yours"
    assert {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")} == {0}


def test_names_of_pieces_cannot_be_guessed_from_what_is_in_them(desk, person, tmp_path, monkeypatch):
    fill_desk(person)
    back_up(tmp_path / "one")
    monkeypatch.setattr(lock, "_keys", replace(lock.keys, backup=bytes(32)))
    back_up(tmp_path / "two")
    one, two = ({path.name for path in files(tmp_path / part) if path.parts[0] == "pieces"} for part in ("one", "two"))
    assert len(one) == len(two) > 5 and not one & two


@pytest.mark.parametrize("harm", ["change", "cut", "remove", "exchange"])
def test_a_harmed_piece_is_found(desk, tables_at_once, person, tmp_path, harm):
    fill_desk(person)
    back_up(tmp_path)
    pieces = sorted((tmp_path / "pieces").rglob("*.age"))
    one, data = pieces[0], pieces[0].read_bytes()
    match harm:
        case "change":
            one.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        case "cut":
            one.write_bytes(data[:-20])
        case "remove":
            one.unlink()
        case "exchange":
            one.write_bytes(pieces[1].read_bytes())
    assert problem_of(verify, tmp_path) == "backup.broken"


def test_what_is_written_meanwhile_is_whole_or_not_in_it(desk, person, tmp_path, monkeypatch):
    """Another connection writes while the tables are read: the backup is as the desk was when it began."""
    fill_desk(person)
    count = Row.objects.count()
    real, other = database.rows_of, connection.copy()

    def write(model):
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO testimony_erased (id) VALUES (%s)", [f"{model._meta.label_lower}"[:52]])
        return real(model)

    monkeypatch.setattr(database, "rows_of", write)
    made = back_up(tmp_path)
    monkeypatch.undo()
    other.close()
    backup = read_backup(Folder(tmp_path), made.stamp, our_reader())
    counts = {table["model"]: table["rows"] for table in backup["tables"]}
    assert counts["testimony.erased"] == 0 and counts["custody.row"] == count
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM testimony_erased")


def test_what_was_erased_is_in_no_later_backup_and_older_ones_can_be_forgotten(desk, tables_at_once, person, tmp_path):
    caseworker, row = fill_desk(person)
    copies = {}
    with connection.cursor() as cursor:
        for table, column, pk in (
            ("testimony_envelope", "sealed", row.envelope_id),
            ("testimony_testimony", "told", row.pk),
            ("testimony_attachment", "content", row.attachments.get().pk),
            ("testimony_survivor", "name", row.survivor_id),
        ):
            cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
            copies[table] = bytes(cursor.fetchone()[0])
    # The first line is every age file's.
    copies["testimony_envelope"] = copies["testimony_envelope"][64:]

    def held(*stamps):
        """The tables of which any part is in what these backups, or the whole folder, give to the recovery key."""
        folder, reader = Folder(tmp_path), reader_of_recovery([IDENTITY])
        names = [name for stamp in stamps for t in read_backup(folder, stamp, reader)["tables"] for name in t["pieces"]]
        found = [folder.read_piece(name, reader) for name in names]
        found += [] if stamps else [age.open_bytes([IDENTITY], path.read_bytes()) for path in tmp_path.rglob("*.age")]
        whole = b"".join(found)
        parts = {
            table: [value[at : at + 24] for at in range(0, len(value) - 23, 24)] for table, value in copies.items()
        }
        return {table for table in parts if any(part in whole for part in parts[table])}

    back_up(tmp_path)
    assert held() == set(copies)
    erasing.erase(caseworker, row)
    made = back_up(tmp_path)
    assert not held(made.stamp), "of all that there was, the next backup has nothing"
    assert held() == set(copies) and made.older == 1, "the older one still has it, and is told of"
    (tmp_path / "pieces" / "aa").mkdir(exist_ok=True)
    (tmp_path / "pieces" / "aa" / "begun.new").write_bytes(b"half")
    forget_older(tmp_path, made)
    assert not held() and Folder(tmp_path).stamps() == [made.stamp]
    assert not list(tmp_path.rglob("*.new"))
    verify(tmp_path)


def test_older_backups_are_offered_for_removal_on_the_first_screen_after_an_erasure(
    desk, person, signed_in, tmp_path, settings
):
    settings.DESK_BACKUP = tmp_path
    caseworker, row = fill_desk(person)
    alone = cases.open_case(caseworker)
    keeper, said = signed_in("administrator", name="Keeper"), "older backups still hold"
    back_up(tmp_path)
    assert said not in keeper.get("/").content.decode()
    for erase, what in ((erasing.erase, row), (erasing.erase_person, alone)):
        erase(caseworker, what)
        page = keeper.get("/").content.decode()
        assert said in page and 'href="/backup?forget"' in page
        assert said not in sign_in(caseworker).get("/").content.decode(), "who cannot let go of them is not asked to"
        assert " checked" in keeper.get("/backup?forget").content.decode()
        back_up(tmp_path)
        assert said in keeper.get("/").content.decode(), "the new one is without it; the older is still there"
        actions.make_backup(None, tmp_path, verified=False, forget=True)
        assert said not in keeper.get("/").content.decode()


def test_what_was_put_aside_here_is_forgotten_with_the_older_ones(desk, tmp_path):
    (HOME / "desk.before").write_bytes(b"an older database")
    back_up(HOME / "before-upgrade")
    actions.make_backup(None, tmp_path, verified=False)
    assert (HOME / "desk.before").exists() and (HOME / "before-upgrade").exists()
    actions.make_backup(None, tmp_path, verified=False, forget=True)
    assert not (HOME / "desk.before").exists() and not (HOME / "before-upgrade").exists()


def test_verifying_never_touches_the_desk_itself(desk, person, tmp_path):
    """Migrations that change rows are run on the database that is there to verify with, and on no other."""
    fill_desk(person)
    back_up(tmp_path)
    before = [(row.pk, row.code) for row in Survivor.objects.order_by("pk")]
    assert before
    verify(tmp_path)
    assert [(row.pk, row.code) for row in Survivor.objects.order_by("pk")] == before
    assert back_up(tmp_path).rows == verify(tmp_path)


def test_two_at_once_are_one(desk, tmp_path):
    with Folder(tmp_path).alone():
        assert problem_of(back_up, tmp_path) == "backup.busy"


def test_a_folder_that_is_none_is_told(desk, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert problem_of(back_up, tmp_path / "file" / "below") == "backup.no_folder"


def test_it_is_logged_and_one_is_made_each_day(desk, tables_at_once, tmp_path, settings, monkeypatch):
    settings.DESK_BACKUP = tmp_path
    begun = []
    monkeypatch.setattr(actions, "begin", lambda actor: begun.append(actor))
    actions.begin_if_due()
    assert begun == [None] and actions.is_late()
    actions.make_backup(None, tmp_path)
    assert Row.objects.order_by("-index").first().entry.action == "backup.made"
    actions.begin_if_due()
    assert begun == [None] and not actions.is_late()


def test_a_failure_is_told_to_who_keeps_the_keys(signed_in, opened_desk, tmp_path, settings, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    settings.DESK_BACKUP = tmp_path / "file"
    actions._one.acquire()
    actions._run(None, tmp_path / "file", False)
    try:
        client = signed_in("administrator")
        assert "has not been backed up" in client.get("/").content.decode()
        assert "cannot be written" in client.get("/backup").content.decode()
        other = signed_in("caseworker", name="Awa")
        assert "backed up" not in other.get("/").content.decode()
        settings.DESK_BACKUP = None
        assert "No folder is set for daily backups" in client.get("/").content.decode()
        assert "daily backups" not in other.get("/").content.decode()
    finally:
        actions._failed.clear()


def test_a_button_begins_one(signed_in, opened_desk, tmp_path, settings, monkeypatch):
    client, begun = signed_in("administrator"), []
    assert "AMANA_DESK_BACKUP" in client.get("/backup").content.decode()
    settings.DESK_BACKUP = tmp_path
    monkeypatch.setattr(actions, "begin", lambda actor, forget: begun.append(forget))
    assert client.post("/backup", {}).status_code == 302
    assert client.post("/backup", {"forget": "on"}).status_code == 302
    assert begun == [False, True]


@pytest.mark.database
def test_killed_at_random_every_backup_is_whole_and_the_lost_desk_comes_back(django_db_setup, tmp_path):
    here = Path(__file__).parent
    where = {"AMANA_DESK_HOME": str(tmp_path / "home"), "AMANA_DESK_DATABASE": a_database("backed_up", TEMPLATE)}
    done = subprocess.run(
        [sys.executable, here / "backed_up.py", tmp_path / "backups", a_database("restored")],
        capture_output=True,
        text=True,
        env=os.environ | where,
    )
    looks = [line for line in done.stdout.splitlines() if line.startswith("whole")]
    assert len(looks) == 6, (done.stdout, done.stderr[-3000:])
    kept, restored = (re.search(rf"^{word} (\d+)$", done.stdout, re.MULTILINE) for word in ("kept", "restored"))
    assert restored and kept and restored[1] == kept[1] == str(6 + 6 * 6), (done.stdout, done.stderr[-3000:])
