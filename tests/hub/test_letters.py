"""A mailbox with a letter and one without cannot be told apart by status, headers, size or time."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hubkit import Client, Desk, code

from amana.hub import letters
from amana.hub.letters import KEPT_DAYS, LETTER, PLAIN, STEP, Letters
from amana.hub.store import Store
from amana.sealing import age, keys
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox

SOMEONE = keys.new_identity()


def letter(said: bytes = b"") -> bytes:
    return age.seal_bytes([SOMEONE[1]], said.ljust(PLAIN, b"\0"))


def path(box: Mailbox) -> str:
    return f"/v1/mailboxes/{box.id}/letter"


def test_the_newest_letter_is_there_whole(hub: Client, desk: Desk) -> None:
    box = Mailbox(secrets.token_bytes(32))
    for said in (b"first", b"second"):
        assert hub.ask("PUT", path(box), letter(said), seed=desk.seed).status == 204
    got = hub.ask("GET", path(box), seed=box.seed)
    assert age.open_bytes([SOMEONE[0]], got.data).rstrip(b"\0") == b"second"
    assert hub.list(box) == [], "a letter is in no list"


def test_with_and_without_a_letter_the_answer_looks_the_same(hub: Client, desk: Desk) -> None:
    written, never = Mailbox(secrets.token_bytes(32)), Mailbox(secrets.token_bytes(32))
    assert hub.ask("PUT", path(written), letter(), seed=desk.seed).status == 204
    seen = []
    for box in (written, never):
        answer = hub.ask("GET", path(box), seed=box.seed)
        seen.append((answer.status, len(answer.data), {k: v for k, v in answer.headers.items() if k != "date"}))
    assert seen[0] == seen[1] and seen[0][:2] == (200, LETTER)


@pytest.mark.parametrize("read", [0.0, 0.013, 0.049, 0.051, 1.304], ids="{} s".format)
@pytest.mark.parametrize("found", [b"a letter", None], ids=["with", "without"])
def test_with_and_without_a_letter_the_answer_takes_whole_steps(
    monkeypatch: pytest.MonkeyPatch, found: bytes | None, read: float
) -> None:
    """By a clock that only reading and waiting move: a real one would show what else this machine does."""
    clock = SimpleNamespace(now=100.0, monotonic=lambda: clock.now)

    async def pass_by(seconds: float, given: bytes | None = None) -> bytes | None:
        clock.now += seconds
        return given

    monkeypatch.setattr(letters, "time", clock)
    monkeypatch.setattr(asyncio, "sleep", pass_by)
    store = SimpleNamespace(read=lambda name: pass_by(read, found))
    asyncio.run(Letters(store).fetch("m" * 52))
    steps = (clock.now - 100.0) / STEP
    assert steps == pytest.approx(round(steps), abs=1e-6) and 0 < steps - read / STEP < 1.001


def test_only_its_holder_fetches_and_only_a_desk_puts(hub: Client, desk: Desk) -> None:
    box = Mailbox(secrets.token_bytes(32))
    assert code(hub.ask("GET", path(box))) == "sealing.not_signed"
    assert code(hub.ask("GET", path(box), seed=desk.seed)) == "hub.not_yours"
    assert code(hub.ask("PUT", path(box), letter())) == "sealing.not_signed"
    assert code(hub.ask("PUT", path(box), letter(), seed=box.seed)) == "hub.not_yours"


def test_what_is_no_letter_leaves_the_one_that_is_there(hub: Client, desk: Desk) -> None:
    box = Mailbox(secrets.token_bytes(32))
    there = letter(b"there")
    assert hub.ask("PUT", path(box), there, seed=desk.seed).status == 204
    two = age.seal_bytes([SOMEONE[1], desk.recipient], bytes(PLAIN))
    shorter = age.seal_bytes([SOMEONE[1]], bytes(PLAIN - 1024))
    plain = there[:1700] + b"words " * ((LETTER - 1700) // 6 + 1)
    for wrong in (b"", b"words", shorter, plain[:LETTER], secrets.token_bytes(LETTER)):
        assert code(hub.ask("PUT", path(box), wrong, seed=desk.seed)) == "hub.no_letter"
    assert code(hub.ask("PUT", path(box), two, seed=desk.seed)) == "hub.too_large"
    assert hub.ask("GET", path(box), seed=box.seed).data == there


def test_nothing_is_dropped_into_a_mailbox_that_is_no_desks(hub: Client, desk: Desk) -> None:
    box, sealed = Mailbox(secrets.token_bytes(32)), desk.seal()
    for seed in (None, desk.seed):
        assert code(hub.put_part(box.id, id_of(sealed), 0, 1, sealed, seed=seed)) == "hub.not_found"


def test_an_old_letter_is_forgotten(hub: Client, desk: Desk, place: str) -> None:
    box = Mailbox(secrets.token_bytes(32))
    there = letter()
    assert hub.ask("PUT", path(box), there, seed=desk.seed).status == 204
    today = datetime.now(UTC).date()
    asyncio.run(Letters(Store(place)).forget_old(today + timedelta(days=KEPT_DAYS)))
    assert hub.ask("GET", path(box), seed=box.seed).data == there
    asyncio.run(Letters(Store(place)).forget_old(today + timedelta(days=KEPT_DAYS + 2)))
    assert hub.ask("GET", path(box), seed=box.seed).data != there
