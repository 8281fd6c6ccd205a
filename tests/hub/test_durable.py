"""What is acknowledged was on the disk first, seen in the system calls of a hub that runs.

In the order that a power cut cannot break: bytes synced, then named, then the folders above the name synced, then the
answer. Needs strace, which `./amana test` brings.
"""

import asyncio
import os
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hubkit import Client, Desk, serving

from amana.hub.durable import ARRIVING, Folder
from amana.sealing.ids import id_of
from amana.sealing.parts import PART

TRACED = (
    "trace=openat,open,creat,write,pwrite64,writev,fsync,fdatasync,rename,renameat,renameat2,link,linkat,sendto,sendmsg"
)
LINE = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")


@dataclass
class Call:
    """One system call: on which lines of the trace it began and ended, and its arguments with their files' names."""

    name: str
    began: int
    ended: int
    words: str


def calls(trace: str) -> list[Call]:
    """All calls that ended well."""
    found, open_calls = [], {}
    for number, line in enumerate(trace.splitlines()):
        match = LINE.match(line)
        if not match:
            continue
        thread, resumed, name, words = match.groups()
        call = open_calls.pop(thread) if resumed else Call(name, number, number, "")
        call.words += words
        call.ended = number
        if words.endswith("<unfinished ...>"):
            open_calls[thread] = call
        elif " = -1 " not in words:
            found.append(call)
    return found


def answers(trace: list[Call]) -> list[Call]:
    """The answers that acknowledge something."""
    return [call for call in trace if call.name.startswith("send") and re.search(r'"HTTP/1\.1 20[012] ', call.words)]


def renames(trace: list[Call]) -> list[tuple[Call, str, str]]:
    """Each naming of a file: the call, from and to."""
    named = [(call, re.findall(r'"([^"]+)"', call.words)) for call in trace if call.name.startswith("rename")]
    return [(call, words[0], words[-1]) for call, words in named if f"/{ARRIVING}/" in words[0]]


def synced(trace: list[Call], path: Path | str, after: int, before: int) -> bool:
    """Whether `path` was synced wholly between two lines of the trace."""
    return any(
        call.name == "fsync" and f"<{path}>" in call.words and after < call.began and call.ended < before
        for call in trace
    )


@pytest.fixture
def traced(folder: Path, tmp_path: Path, desk: Desk):
    """Run drops against a traced hub; gives its calls, from the first drop on."""
    assert shutil.which("strace"), "strace is missing: apt-get install strace"

    def run(drops) -> list[Call]:
        out = tmp_path / "trace"
        strace = ("strace", "-f", "-y", "-qq", "-s", "64", "-e", "signal=none", "-e", TRACED, "-o", str(out))
        with serving(str(folder), [desk], tmp_path / "output", *strace) as (client, _):
            client.publish(desk)
            start = len(out.read_text("utf-8", "replace").splitlines())
            drops(client)
        return [call for call in calls(out.read_text("utf-8", "replace")) if call.began > start]

    return run


def test_bytes_then_name_then_folders_then_answer(traced, folder: Path, desk: Desk) -> None:
    sealed = [desk.seal(), desk.seal(size=PART), desk.seal()]
    trace = traced(lambda client: [client.drop(desk.mailbox.id, some) for some in sealed])
    named, told = renames(trace), answers(trace)
    finals = {final for _, _, final in named}
    assert {f"{folder}/mailboxes/{desk.mailbox.id}/{id_of(some)}" for some in sealed} <= finals
    assert len(told) == 1 + 2 + 1
    for call, arriving, final in named:
        written = [c.ended for c in trace if c.name == "write" and f"<{arriving}>" in c.words]
        assert written and synced(trace, arriving, max(written), call.began), "bytes are synced before they are named"
        answer = next(c for c in told if c.began > call.ended)
        for above in Path(final).parents:
            assert synced(trace, above, call.ended, answer.began), f"{above} is synced before the answer"
            if above == folder:
                break


def test_many_drops_share_a_sync_and_each_is_synced(traced, folder: Path, desk: Desk) -> None:
    sealed = [desk.seal() for _ in range(64)]

    def drops(client: Client) -> None:
        with ThreadPoolExecutor(64) as phones:
            assert set(phones.map(lambda some: client.drop(desk.mailbox.id, some), sealed)) == {201}

    trace = traced(drops)
    box = folder / "mailboxes" / desk.mailbox.id
    safe_from = []
    for call, _, _ in renames(trace):
        syncs = [c.ended for c in trace if c.name == "fsync" and f"<{box}>" in c.words and c.began > call.ended]
        safe_from.append(min(syncs))
    for count, answer in enumerate(sorted(answers(trace), key=lambda c: c.began), start=1):
        assert sum(line < answer.began for line in safe_from) >= count, "no answer runs ahead of the disk"
    assert len([c for c in trace if c.name == "fsync" and f"<{box}>" in c.words]) < len(sealed)


def test_what_a_dead_process_left_is_no_object_and_is_cleared(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    left = tmp_path / ARRIVING / "left"
    left.write_bytes(b"half")
    today = datetime.now(UTC).date()
    folder.clear(today)
    assert left.exists(), "it may be another process's, at work now"
    folder.clear(today + timedelta(days=3))
    assert not left.exists()


def test_times_are_no_finer_than_a_day(tmp_path: Path) -> None:
    asyncio.run(Folder(tmp_path).keep("a/b/c", b"x"))
    for path in (tmp_path / "a/b/c", tmp_path / "a/b", tmp_path / "a", tmp_path):
        assert path.stat().st_mtime % 86_400 == 0, path


def test_a_disk_that_fails_is_never_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path)
    real = os.fsync
    for failing in ("file", "folder"):

        def fsync(descriptor: int, failing: str = failing) -> None:
            if Path(f"/proc/self/fd/{descriptor}").is_dir() == (failing == "folder"):
                raise OSError(5, "input/output error")
            real(descriptor)

        monkeypatch.setattr(os, "fsync", fsync)
        with pytest.raises(OSError):
            asyncio.run(folder.keep(f"a/{failing}", b"x"))
    assert not (tmp_path / "a/file").exists()
    assert list((tmp_path / ARRIVING).iterdir()) == []


def test_a_folder_that_another_hub_removes_while_it_is_empty_is_made_anew(tmp_path: Path) -> None:
    folder, ended = Folder(tmp_path), threading.Event()
    names = [f"unfinished/box/{n % 4}/{n}" for n in range(300)]

    def remove_what_is_empty() -> None:
        while not ended.is_set():
            for path in (*(tmp_path / f"unfinished/box/{n}" for n in range(4)), tmp_path / "unfinished/box"):
                with suppress(OSError):
                    path.rmdir()

    async def keep_and_forget() -> None:
        for start in range(0, len(names), 4):
            some = names[start : start + 4]
            await asyncio.gather(*(folder.keep(name, name.encode()) for name in some))
            for name in some:
                assert (tmp_path / name).read_bytes() == name.encode()
                (tmp_path / name).unlink()

    remover = threading.Thread(target=remove_what_is_empty)
    remover.start()
    try:
        asyncio.run(keep_and_forget())
    finally:
        ended.set()
        remover.join()
    assert list((tmp_path / ARRIVING).iterdir()) == []


def test_nobody_else_on_the_machine_may_look_into_the_folder(tmp_path: Path) -> None:
    asyncio.run(Folder(tmp_path / "deep" / "store").keep("mailboxes/box/envelope", b"x"))
    assert (tmp_path / "deep/store").stat().st_mode & 0o077 == 0
