"""`./amana verify`, offline, as a court would run it: what holds, what does not, and what is no such file."""

import subprocess
import sys

import pytest

from amana.cli import main
from amana.desk.actions import add_person
from amana.sealing import ed25519
from amana.sealing.ids import id_of
from amana.testimony.custody.actions import export_log, export_proof
from amana.testimony.custody.files import Log, Proof
from amana.testimony.custody.keeping import make_due_checkpoint
from amana.testimony.custody.models import Row

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path, write, clock, opened_desk):
    """An exported log, an earlier checkpoint, one proof, and the desk's fingerprint."""
    actor = add_person(None, "Salma", ["investigator"], "a first password 77")
    write(5)
    clock.pass_days(1)
    earlier = make_due_checkpoint()
    write(2)
    clock.pass_days(1)
    newest = make_due_checkpoint()
    (tmp_path / "custody.log").write_bytes(export_log(actor, newest))
    (tmp_path / "checkpoint.txt").write_bytes(bytes(earlier.note))
    (tmp_path / "entry-3.tlog-proof").write_bytes(export_proof(actor, Row.objects.get(index=3)))
    return tmp_path, id_of(ed25519.public_key(opened_desk.keys.card))


def verify(path, desk, *more):
    return main(["verify", str(path), "--desk", desk, *map(str, more)])


def test_a_log_holds_and_adds_to_the_earlier_checkpoint(files, capsys):
    folder, desk = files
    assert verify(folder / "custody.log", desk, "--earlier", folder / "checkpoint.txt") == 0
    assert "512 entries" in capsys.readouterr().out


def test_a_proof_holds_and_shows_its_entry_alone(files, capsys):
    folder, desk = files
    assert verify(folder / "entry-3.tlog-proof", desk) == 0
    said = capsys.readouterr().out
    assert "thing:2" in said
    assert "thing:1" not in said


def test_it_runs_without_django_or_a_desk(files):
    folder, desk = files
    code = (
        "import sys; from amana.cli import main; done = main(sys.argv[1:]);"
        "assert 'django' not in sys.modules; sys.exit(done)"
    )
    words = ["verify", str(folder / "custody.log"), "--desk", desk]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, env={"PATH": ""}, cwd=folder)
    assert (done.returncode, done.stderr) == (0, b"")


def test_every_changed_byte_of_a_log_is_found(files):
    folder, desk = files
    data = (folder / "custody.log").read_bytes()
    for at in range(0, len(data), 97):
        changed = bytearray(data)
        changed[at] ^= 1
        (folder / "changed").write_bytes(changed)
        assert verify(folder / "changed", desk) in (1, 2), at


def test_every_changed_byte_of_a_proof_is_found(files):
    folder, desk = files
    data = (folder / "entry-3.tlog-proof").read_bytes()
    for at in range(0, len(data), 7):
        changed = bytearray(data)
        changed[at] ^= 1
        (folder / "changed").write_bytes(changed)
        assert verify(folder / "changed", desk) in (1, 2), at


def test_removed_added_and_reordered_lines_do_not_hold(files, capsys):
    folder, desk = files
    log = Log.from_bytes((folder / "custody.log").read_bytes())
    first, second, *rest = log.commitments
    for commitments in ([second, *rest], [first, first, second, *rest], [second, first, *rest]):
        (folder / "changed").write_bytes(Log(log.key, commitments, log.note).to_bytes())
        assert verify(folder / "changed", desk) == 1
        assert "DOES NOT HOLD" in capsys.readouterr().out


def test_another_desk_and_another_history_do_not_hold(files, capsys, opened_desk):
    from amana.testimony.custody import checkpoint

    folder, desk = files
    assert verify(folder / "custody.log", id_of(b"another")) == 1
    assert "another desk" in capsys.readouterr().out
    (folder / "other.txt").write_bytes(checkpoint.sign(256, b"r" * 32, opened_desk.keys.card))
    assert verify(folder / "custody.log", desk, "--earlier", folder / "other.txt") == 1
    assert "rewritten" in capsys.readouterr().out


def test_a_proof_moved_to_another_place_does_not_hold(files):
    folder, desk = files
    proof = Proof.from_bytes((folder / "entry-3.tlog-proof").read_bytes())
    moved = Proof(proof.key, proof.salt, proof.entry, 2, proof.path, proof.note)
    (folder / "moved").write_bytes(moved.to_bytes())
    assert verify(folder / "moved", desk) == 1


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xff\xfe\n\n", b"amana-custody-log/1\n\nnote", b"c2sp.org/tlog-proof@v1\n\n"]
)
def test_what_is_no_such_file_is_said_to_be_none(files, content, capsys):
    folder, desk = files
    (folder / "none").write_bytes(content)
    assert verify(folder / "none", desk) == 2
    assert "neither a custody log" in capsys.readouterr().err


def test_a_missing_file_is_said_to_be_missing(files, capsys):
    folder, desk = files
    assert verify(folder / "nowhere", desk) == 2
    assert "no file" in capsys.readouterr().err
