"""The hub writes nothing down: not what it relays, nor who asked for what, nor when; not even in its faults.

Promise 1: after 1,000 submissions no word of any of them is on the hub's disk, in its output or in its memory.
"""

import re
import shutil
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import obstore
import pytest
from hubkit import PLANTED, Desk, code, running, serving
from obstore.store import from_url

from amana.sealing.ids import id_of
from amana.sealing.parts import PART
from odkkit import multipart, xml_part

DROPS, DROPS_ON_S3 = 1000, 200
WORDS = [
    f"{bird} {river}"
    for bird in ("sandgrouse", "honeyguide", "oxpecker")
    for river in ("Veldamont", "Ombreval", "Tisoukaro")
]
"""Each so long that hundreds of megabytes of sealed bytes do not hold it by chance, as they do one of five letters."""


def memory(process: int) -> bytes:
    """All that a process has in memory and may write to."""
    dump = []
    with Path(f"/proc/{process}/mem").open("rb", 0) as mem:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw.p", line)
            if match and "[vvar" not in line:
                start, end = (int(number, 16) for number in match.groups())
                try:
                    mem.seek(start)
                    dump.append(mem.read(end - start))
                except OSError:
                    continue
    return b"\0".join(dump)


def stored(place: str) -> dict[str, bytes]:
    """All that a store holds, by name."""
    if "://" not in place:
        return {str(path): path.read_bytes() for path in Path(place).rglob("*") if path.is_file()}
    objects = from_url(place)
    names = [meta["path"] for some in obstore.list(objects) for meta in some]
    return {name: bytes(obstore.get(objects, name).bytes()) for name in names}


def test_no_word_is_left_at_the_hub(place: str, tmp_path: Path, desk: Desk) -> None:
    output = tmp_path / "output"
    told = [f"{WORDS[n % len(WORDS)]} {n:05d}" for n in range(DROPS_ON_S3 if "://" in place else DROPS)]
    sealed = [desk.seal(text, size=PART if n % 50 == 0 else 0) for n, text in enumerate(told)]
    with serving(place, [desk], output) as (client, process), ThreadPoolExecutor(32) as phones:
        client.publish(desk)
        assert set(phones.map(lambda some: client.drop(desk.mailbox.id, some), sealed)) == {201}
        for some in sealed[:100]:
            assert client.fetch(desk.mailbox, id_of(some)).data == some
        dump = memory(process)
        open_words = " ".join(told).encode()
        refused = client.put_part(desk.mailbox.id, id_of(open_words), 0, 1, open_words)
        assert code(refused) == "hub.not_sealed"
        kept = stored(place)
    assert desk.mailbox.id.encode() in dump and id_of(sealed[-1]).encode() in b"".join(map(str.encode, kept))
    assert set(sealed) <= set(kept.values()), "the scan sees what is there"
    everything = b"\0".join([output.read_bytes(), *map(str.encode, kept), *kept.values()])
    for word in {piece for text in WORDS for piece in text.encode().split()}:
        assert word not in everything and word not in dump


def test_the_output_says_nothing_of_requests_or_faults(folder: Path, tmp_path: Path, desk: Desk) -> None:
    output = tmp_path / "output"
    box, sealed = desk.mailbox.id, desk.seal()
    name = id_of(sealed)
    with serving(str(folder), [desk], output) as (client, _):
        client.publish(desk)
        assert client.drop(box, sealed) == 201
        host, port = client.address.split(":")
        for raw in (
            b"\x00\x01 not http\r\n\r\n",
            f"PUT /v1/mailboxes/{box}/envelopes/{name}/0-of-1 HTTP/1.1\r\nContent-Length: 9000\r\n\r\nhalf".encode(),
            f"GET /v1/mailboxes/{box}/envelopes HTTP/1.1\r\nSignature: {'x' * 70_000}\r\n\r\n".encode(),
            f"GET /{'9' * 5000}-of-{'9' * 5000} HTTP/1.1\r\nHost: {client.address}\r\n\r\n".encode(),
        ):
            # It may answer, wait for more, or hang up on what is too long before all of it was sent.
            with socket.create_connection((host, int(port))) as line, suppress(TimeoutError, ConnectionError):
                line.settimeout(0.3)
                line.sendall(raw)
                line.recv(1000)
        assert client.ask("GET", f"/v1/mailboxes/{box}/{name}").status == 404
        plain, kind = multipart(xml_part(f"<data><q>{PLANTED}</q></data>".encode()))
        where = f"/odk/{desk.fingerprint}/submission?deviceID=heron"
        assert client.ask("POST", where, plain, Content_Type=kind).status == 422
        for _ in range(3):
            shutil.rmtree(folder)
            folder.write_bytes(b"a file where the store was")
            answer = client.put_part(box, name, 0, 1, sealed)
            assert code(answer) == "hub.store" and answer.headers["retry-after"]
            folder.unlink()
            folder.mkdir()
        assert code(client.put_part(box, id_of(b"x"), 0, 1, desk.seal())) == "hub.other_envelope"
    lines = output.read_text().splitlines()
    assert lines[0] == f"amana hub: http://{client.address}/"
    assert all(re.fullmatch(r"amana hub: \w+ at \w+\.py:\d+", line) for line in lines[1:]), lines
    assert len(set(lines)) == len(lines) <= 4, "a fault is told once"
    assert "Traceback" not in output.read_text() and str(folder) not in output.read_text()
    for secret in (box, name, desk.fingerprint, "Content-Length", "PUT", "GET", "heron"):
        assert secret not in output.read_text()


def test_a_fault_that_nobody_thought_of_is_answered_and_not_shown(
    folder: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("with what was told")

    monkeypatch.setattr("amana.hub.drops.Drops.state", broken)
    with running(str(folder), [desk]) as client:
        answer = client.ask("GET", f"/v1/mailboxes/{desk.mailbox.id}/envelopes/{id_of(b'x')}/parts")
    assert answer.status == 500 and code(answer) == "hub.fault"
    out, err = capfd.readouterr()
    assert out == "" and re.fullmatch(r"amana hub: RuntimeError at app\.py:\d+\n", err)
