"""`./amana keygen`, `seal` and `open` as people call them: whole files or none, one sentence for what is wrong."""

import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

AMANA = [sys.executable, "-m", "amana.cli"]


def amana(*words: object, told: bytes = b"", at: Path, pass_fds: tuple[int, ...] = ()) -> subprocess.CompletedProcess:
    command = [*AMANA, *map(str, words)]
    return subprocess.run(command, cwd=at, input=told, capture_output=True, pass_fds=pass_fds, start_new_session=True)


def refusal(done: subprocess.CompletedProcess) -> str:
    """The one sentence or two of a command that failed as it should."""
    assert done.returncode == 2
    said = done.stderr.decode()
    assert said.startswith("amana: ")
    assert "Traceback" not in said
    return said


@pytest.fixture
def recipient(tmp_path: Path) -> str:
    return amana("keygen", "-o", "desk.key", at=tmp_path).stdout.decode().strip()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["hybrid", "x25519"])
def test_files_and_pipes_go_round(tmp_path: Path, kind: str) -> None:
    made = amana("keygen", "--kind", kind, at=tmp_path).stdout
    (tmp_path / "desk.key").write_bytes(made)
    (tmp_path / "to.txt").write_bytes(made.split()[3] + b"\n")
    sealed = amana("seal", "-R", "to.txt", told=b"kept safe", at=tmp_path).stdout
    assert amana("open", "-i", "desk.key", "-", told=sealed, at=tmp_path).stdout == b"kept safe"
    (tmp_path / "in").write_bytes(b"kept safe")
    assert amana("seal", "-R", "to.txt", "-o", "in", "in", at=tmp_path).returncode == 0
    assert b"kept safe" not in (tmp_path / "in").read_bytes()
    assert amana("open", "-i", "desk.key", "-o", "out", "in", at=tmp_path).stdout == b""
    assert (tmp_path / "out").read_bytes() == b"kept safe"
    assert names(tmp_path) == ["desk.key", "in", "out", "to.txt"]


def test_a_cut_file_leaves_no_output_and_an_older_one_alone(tmp_path: Path, recipient: str) -> None:
    sealed = amana("seal", "-r", recipient, told=bytes(200000), at=tmp_path).stdout
    (tmp_path / "old").write_text("older")
    (tmp_path / "cut").write_bytes(sealed[:-1])
    for out in ("old", "new"):
        assert "changed or cut off" in refusal(amana("open", "-i", "desk.key", "-o", out, "cut", at=tmp_path))
    assert (tmp_path / "old").read_text() == "older"
    assert names(tmp_path) == ["cut", "desk.key", "old"]


def test_a_cut_pipe_is_told_by_the_exit_code(tmp_path: Path, recipient: str) -> None:
    sealed = amana("seal", "-r", recipient, told=bytes(200000), at=tmp_path).stdout
    done = amana("open", "-i", "desk.key", told=sealed[:-1], at=tmp_path)
    assert "not the whole" in refusal(done)
    assert done.stdout == bytes(3 * 65536)


def test_a_reader_that_leaves_is_no_fault(tmp_path: Path, recipient: str) -> None:
    (tmp_path / "sealed").write_bytes(amana("seal", "-r", recipient, told=bytes(3000000), at=tmp_path).stdout)
    process = subprocess.Popen([*AMANA, "open", "-i", "desk.key", "sealed"], cwd=tmp_path, stdout=-1, stderr=-1)
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert (process.wait(), process.stderr.read()) == (0, b"")


def test_passphrase_from_a_file_descriptor(tmp_path: Path) -> None:
    def ask(word: bytes, *words: str, told: bytes) -> subprocess.CompletedProcess:
        ours, theirs = os.pipe()
        os.write(theirs, word + b"\n")
        os.close(theirs)
        try:
            return amana(*words, "--passphrase-fd", ours, told=told, at=tmp_path, pass_fds=(ours,))
        finally:
            os.close(ours)

    sealed = ask(b"five words of a kind", "seal", told=b"kept safe").stdout
    assert ask(b"five words of a kind", "open", told=sealed).stdout == b"kept safe"
    assert "five" not in refusal(ask(b"five words of a knd", "open", told=sealed))
    assert "No pass-phrase" in refusal(ask(b"", "seal", told=b""))
    assert "UTF-8" in refusal(ask(b"\xff", "seal", told=b""))


def at_terminal(folder: Path, typed: list[bytes], *words: str) -> tuple[int, bytes]:
    """Exit code and screen of a command at a terminal of its own, where each of `typed` answers one prompt."""
    child, terminal = pty.fork()
    if not child:
        os.chdir(folder)
        os.execv(AMANA[0], [*AMANA, *words])
    screen = b""
    try:
        while block := os.read(terminal, 1000):
            screen += block
            if typed and block.rstrip().endswith(b":"):
                os.write(terminal, typed.pop(0) + b"\n")
    except OSError:
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), screen


def test_passphrase_at_a_terminal_is_asked_twice_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(b"kept safe")
    code, screen = at_terminal(tmp_path, [b"one way", b"another"], "seal", "-p", "-o", "s", "in")
    assert (code, b"differ" in screen) == (2, True)
    code, screen = at_terminal(tmp_path, [b"one way", b"one way"], "seal", "-p", "-o", "s", "in")
    assert (code, b"one way" in screen) == (0, False)
    code, _ = at_terminal(tmp_path, [b"one way"], "open", "-p", "-o", "out", "s")
    assert (code, (tmp_path / "out").read_bytes()) == (0, b"kept safe")


def test_a_sealed_file_is_not_thrown_at_a_terminal(tmp_path: Path, recipient: str) -> None:
    code, screen = at_terminal(tmp_path, [], "seal", "-r", recipient, "desk.key")
    assert (code, b"upset the terminal" in screen) == (2, True)


def test_faults_are_said_in_a_sentence_that_tells_no_secret(tmp_path: Path, recipient: str) -> None:
    secret = (tmp_path / "desk.key").read_text().split()[-1]
    _, older = amana("keygen", "--kind", "x25519", at=tmp_path).stdout.decode().split("\n")[0].split(": ")
    (tmp_path / "bad.key").write_text(secret[:-1])
    for expected, words in [
        ("Nobody is named", ["seal"]),
        ("not an age recipient", ["seal", "-r", secret]),
        ("cannot be mixed", ["seal", "-r", recipient, "-r", older]),
        ("never both", ["seal", "-p", "-r", recipient]),
        ("never both", ["open", "-p", "-i", "desk.key"]),
        ("Nothing is given", ["open"]),
        ("Line 1 of bad.key", ["open", "-i", "bad.key"]),
        ("not an age file", ["open", "-i", "desk.key"]),
        ("no terminal", ["seal", "-p"]),
        ("missing", ["open", "-i", "desk.key", "missing"]),
        ("nowhere/out", ["seal", "-r", recipient, "-o", "nowhere/out"]),
        ("directory", ["seal", "-r", recipient, "."]),
        ("exists", ["keygen", "-o", "desk.key"]),
        ("descriptor", ["open", "--passphrase-fd", "77"]),
    ]:
        said = refusal(amana(*words, at=tmp_path))
        assert expected in said
        assert secret[:-1] not in said
    assert names(tmp_path) == ["bad.key", "desk.key"]


def written(process: subprocess.Popen, folder: Path) -> int:
    """Bytes in the files, with or without a name, that a process has open in a folder."""
    size = 0
    for file in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            size += file.stat().st_size if str(file.readlink()).startswith(str(folder)) else 0
    return size


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGKILL])
def test_a_command_that_is_stopped_leaves_nothing_behind(tmp_path: Path, recipient: str, stop: signal.Signals) -> None:
    sealed = amana("seal", "-r", recipient, told=bytes(200000), at=tmp_path).stdout
    command = [*AMANA, "open", "-i", "desk.key", "-o", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stdin=-1)
    assert process.stdin
    process.stdin.write(sealed[:150000])
    process.stdin.flush()
    while written(process, tmp_path) < 65536:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(stop)
    assert process.wait(30) == -stop
    assert names(tmp_path) == ["desk.key"]


def test_a_file_system_without_nameless_files_is_served_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from amana.sealing.commands.streams import writing

    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY)
    with writing(str(tmp_path / "out")) as file:
        file.write(b"kept safe")
        assert len(names(tmp_path)) == 1
    assert (names(tmp_path), (tmp_path / "out").read_bytes()) == (["out"], b"kept safe")
    with pytest.raises(ValueError, match="cut"), writing(str(tmp_path / "out")) as file:
        file.write(b"other")
        raise ValueError("cut")
    assert (names(tmp_path), (tmp_path / "out").read_bytes()) == (["out"], b"kept safe")


def test_nothing_typed_at_the_prompt_is_no_passphrase(tmp_path: Path) -> None:
    code, screen = at_terminal(tmp_path, [b"\x04"], "open", "-p", "in")
    assert (code, b"No pass-phrase" in screen) == (2, True)
