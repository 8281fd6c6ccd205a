"""Only the holder of a mailbox's key lists, fetches and removes; what never was and what is no more look the same."""

import secrets
import time

import pytest
from hubkit import Client, Desk, code
from hypothesis import given
from hypothesis import strategies as st

from amana.errors import Problem
from amana.hub.ranges import chosen
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.signatures import sign_request


def test_a_mailbox_that_never_was_is_answered_as_an_empty_one(hub: Client, desk: Desk) -> None:
    sealed = desk.seal()
    assert hub.drop(desk.mailbox.id, sealed) == 201
    assert hub.remove(desk.mailbox, id_of(sealed)) == 204
    never = Mailbox(secrets.token_bytes(32))
    for path in ("", f"/{id_of(sealed)}", f"/after/{id_of(sealed)}"):
        answers = [
            hub.ask("GET", f"/v1/mailboxes/{box.id}/envelopes{path}", seed=box.seed) for box in (desk.mailbox, never)
        ]
        was, was_not = ((a.status, a.data, {k: v for k, v in a.headers.items() if k != "date"}) for a in answers)
        assert was == was_not
    assert hub.list(never) == []
    assert hub.remove(never, id_of(sealed)) == 204
    assert hub.parts(never.id, id_of(sealed)) == hub.parts(desk.mailbox.id, id_of(sealed))


def test_nobody_else_reads_or_removes(hub: Client, desk: Desk) -> None:
    sealed = desk.seal()
    assert hub.drop(desk.mailbox.id, sealed) == 201
    base = f"/v1/mailboxes/{desk.mailbox.id}/envelopes"
    for method, path in [("GET", base), ("GET", f"{base}/{id_of(sealed)}"), ("DELETE", f"{base}/{id_of(sealed)}")]:
        assert code(hub.ask(method, path)) == "sealing.not_signed"
        assert code(hub.ask(method, path, seed=desk.seed)) == "hub.not_yours"
        for wrong in (("GET" if method == "DELETE" else "DELETE", path), (method, base + "/x")):
            signed = sign_request(wrong[0], hub.address, wrong[1], b"", desk.mailbox.seed, int(time.time()))
            assert code(hub.pool.request(method, path, headers=signed)) == "sealing.bad_request_signature"
        other_hub = sign_request(method, "hub.example", path, b"", desk.mailbox.seed, int(time.time()))
        assert code(hub.pool.request(method, path, headers=other_hub)) == "sealing.bad_request_signature"
    assert len(hub.list(desk.mailbox)) == 1


def test_a_wrong_clock_is_told_the_time(hub: Client, desk: Desk) -> None:
    path = f"/v1/mailboxes/{desk.mailbox.id}/envelopes"
    late = sign_request("GET", hub.address, path, b"", desk.mailbox.seed, int(time.time()) - 400)
    answer = hub.pool.request("GET", path, headers=late)
    assert answer.status == 401 and code(answer) == "hub.clock" and answer.headers["date"]


def test_a_long_mailbox_is_listed_page_by_page(hub: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amana.hub.mailboxes.PAGE", 4)
    box = desk.mailbox
    assert hub.list(box) == []
    sealed = [desk.seal() for _ in range(40)]
    for some in sealed:
        assert hub.drop(box.id, some) == 201
    found = hub.list(box)
    assert [entry["id"] for entry in found] == sorted(id_of(some) for some in sealed)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert {(entry["size"], entry["day"]) for entry in found} == {(len(sealed[0]), today)}


def test_ranges_are_honoured(hub: Client, desk: Desk) -> None:
    sealed = desk.seal(size=100_000)
    name, size = id_of(sealed), len(sealed)
    assert hub.drop(desk.mailbox.id, sealed) == 201
    for header, start, end in [
        ("bytes=0-0", 0, 1),
        ("bytes=100-70000", 100, 70_001),
        (f"bytes={size - 1}-", size - 1, size),
        (f"bytes=5-{size * 3}", 5, size),
        ("bytes=-10", size - 10, size),
        (f"bytes=-{size * 3}", 0, size),
    ]:
        answer = hub.fetch(desk.mailbox, name, range=header)
        assert answer.status == 206 and answer.data == sealed[start:end], header
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{size}"
        assert hub.fetch(desk.mailbox, name, range=header, if_range=f'"{name}"').status == 206
        assert hub.fetch(desk.mailbox, name, range=header, if_range='"other"').data == sealed
    for header in (f"bytes={size}-", "bytes=-0"):
        answer = hub.fetch(desk.mailbox, name, range=header)
        assert answer.status == 416 and code(answer) == "hub.range"
        assert answer.headers["content-range"] == f"bytes */{size}"
    for ignored in ("bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=-", "bytes=²-"):
        answer = hub.fetch(desk.mailbox, name, range=ignored.encode("utf-8").decode("latin-1"))
        assert answer.status == 200 and answer.data == sealed, ignored


@given(st.one_of(st.text(), st.from_regex(r"bytes=\d*-\d*", fullmatch=True)), st.integers(1, 1 << 24))
def test_a_range_lies_within_the_bytes(header: str, size: int) -> None:
    try:
        span = chosen(header, size)
    except Problem as problem:
        assert problem.code == "hub.range"
    else:
        assert span is None or 0 <= span[0] < span[1] <= size
