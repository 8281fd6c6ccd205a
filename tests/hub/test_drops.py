"""What a phone may drop, what it is told, and what is never kept."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hubkit import PLANTED, Client, Desk, code, running, solve

from amana.sealing import age, codec, keys
from amana.sealing.card import new_token, token_digest
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.parts import PART, split


def test_an_envelope_of_one_part_is_whole_at_once(hub: Client, desk: Desk) -> None:
    sealed = desk.seal()
    box = desk.mailbox
    assert hub.parts(box.id, id_of(sealed)) == {"whole": False, "parts": []}
    assert hub.drop(box.id, sealed) == 201
    assert hub.drop(box.id, sealed) == 200
    assert hub.parts(box.id, id_of(sealed)) == {"whole": True, "parts": []}
    assert [found["id"] for found in hub.list(box)] == [id_of(sealed)]
    assert desk.open(hub.fetch(box, id_of(sealed)).data) == PLANTED


def test_a_broken_line_goes_on_where_it_broke_off(hub: Client, desk: Desk) -> None:
    sealed = desk.seal(size=3 * PART)
    parts, name, box = split(sealed), id_of(sealed), desk.mailbox
    assert code(hub.put_part(box.id, name, 1, len(parts), parts[1])) == "hub.first_part_first"
    for n in (0, 2):
        assert hub.put_part(box.id, name, n, len(parts), parts[n]).status == 202
    assert hub.put_part(box.id, name, 2, len(parts), parts[2]).status == 202
    assert hub.parts(box.id, name) == {"whole": False, "parts": [0, 2]}
    assert hub.list(box) == []
    last = [hub.put_part(box.id, name, n, len(parts), parts[n]).status for n in (1, *range(3, len(parts)))]
    assert last[-1] == 201 and set(last[:-1]) == {202}
    assert hub.fetch(box, name).data == sealed
    assert hub.put_part(box.id, name, 1, len(parts), parts[1]).status == 200


def test_parts_that_a_dead_process_left_unjoined_are_joined_when_asked_for(
    hub: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = desk.seal(size=PART)
    parts, box = split(sealed), desk.mailbox

    async def dead(*_: object) -> bool:
        return False

    for name in (id_of(sealed), id_of(b"another")):
        with monkeypatch.context() as dying:
            dying.setattr("amana.hub.drops.Drops._join", dead)
            for n, part in enumerate(parts):
                assert hub.put_part(box.id, name, n, len(parts), part).status == 202
    assert hub.parts(box.id, id_of(sealed)) == {"whole": True, "parts": []}
    assert hub.fetch(box, id_of(sealed)).data == sealed
    assert hub.parts(box.id, id_of(b"another")) == {"whole": False, "parts": []}


def test_the_largest_envelope_is_taken_and_no_larger(folder: Path, desk: Desk) -> None:
    sealed = desk.seal(size=15 << 20)
    parts, name, box = split(sealed), id_of(sealed), desk.mailbox
    with running(str(folder), [desk]) as hub, ThreadPoolExecutor(16) as lines:
        hub.publish(desk)
        assert hub.put_part(box.id, name, 0, len(parts), parts[0]).status == 202
        send = [lines.submit(hub.put_part, box.id, name, n, len(parts), part) for n, part in enumerate(parts) if n]
        assert {sent.result().status for sent in send} <= {200, 201, 202}
        assert hub.parts(box.id, name)["whole"]
        assert hub.fetch(box, name).data == sealed
        assert code(hub.put_part(box.id, id_of(b"x"), 0, 513, sealed[:PART])) == "hub.too_large"
        assert code(hub.put_part(box.id, id_of(b"x"), 0, 1, sealed[: PART + 1])) == "hub.too_large"


X25519 = keys.new_x25519_identity()[1]


def not_sealed(desk: Desk) -> dict[str, bytes]:
    words = (PLANTED + ". ").encode() * 300
    sealed = desk.seal()
    three = [keys.new_identity()[1] for _ in range(3)]
    return {
        "words": words,
        "json": b'{"answers": {"own_words": "' + words + b'"}}',
        "an older kind of recipient": age.seal_bytes([X25519], bytes(8192)),
        "three recipients": age.seal_bytes(three, bytes(8192)),
        "a size that is not padded": age.seal_bytes([desk.recipient], bytes(8193)),
        "words after a good header": sealed[: len(sealed) - 8208] + words[:8208],
        "base64 after a good header": sealed[: len(sealed) - 8208]
        + codec.base64url(secrets.token_bytes(8208)).encode()[:8208],
        "cut": sealed[:-1],
        "armored": b"-----BEGIN AGE ENCRYPTED FILE-----\n" + secrets.token_bytes(100),
        "one byte": b"a",
    }


@pytest.mark.parametrize("what", not_sealed(Desk()))
def test_what_is_not_sealed_has_no_way_in(hub: Client, desk: Desk, what: str) -> None:
    data = not_sealed(desk)[what]
    name, box = id_of(data), desk.mailbox
    assert code(hub.put_part(box.id, name, 0, 1, data)) == "hub.not_sealed"
    first = data[:PART].ljust(PART, b" ") if what != "a size that is not padded" else b" " * PART
    assert code(hub.put_part(box.id, name, 0, 2, first)) == "hub.not_sealed"
    assert hub.parts(box.id, name) == {"whole": False, "parts": []}
    assert hub.list(box) == []


def test_words_in_a_later_part_are_not_kept(hub: Client, desk: Desk) -> None:
    sealed = desk.seal(size=2 * PART)
    parts, name, box = split(sealed), id_of(sealed), desk.mailbox
    assert hub.put_part(box.id, name, 0, len(parts), parts[0]).status == 202
    words = (PLANTED.encode() * PART)[:PART]
    assert code(hub.put_part(box.id, name, 1, len(parts), words)) == "hub.not_sealed"
    assert hub.parts(box.id, name) == {"whole": False, "parts": [0]}


def test_parts_have_their_size(hub: Client, desk: Desk) -> None:
    sealed = desk.seal(size=2 * PART)
    parts, name, box = split(sealed), id_of(sealed), desk.mailbox
    assert code(hub.put_part(box.id, name, 0, len(parts), parts[0][:-1])) == "hub.part_size"
    assert code(hub.put_part(box.id, name, 0, 1, b"")) == "hub.part_size"
    assert hub.put_part(box.id, name, 2, 2, parts[0]).status == 404
    assert hub.put_part(box.id, name, 0, 1, parts[0]).status == 422


def test_junk_cannot_hold_a_name(hub: Client, desk: Desk) -> None:
    sealed = desk.seal(size=2 * PART)
    parts, name, box = split(sealed), id_of(sealed), desk.mailbox
    of = len(parts)
    other = split(desk.seal(size=2 * PART))
    for n, junk in enumerate(other[:-1]):
        assert hub.put_part(box.id, name, n, of, junk).status == 202
    assert code(hub.put_part(box.id, name, of - 1, of, other[-1])) == "hub.other_envelope"
    assert hub.parts(box.id, name) == {"whole": False, "parts": []}
    assert hub.put_part(box.id, name, 0, 512, other[0]).status == 202
    assert hub.put_part(box.id, name, 0, of, parts[0]).status == 202
    assert hub.parts(box.id, name) == {"whole": False, "parts": []}, "nobody can say which is junk"
    assert hub.drop(box.id, sealed) == 201
    assert hub.parts(box.id, name) == {"whole": True, "parts": []}


def test_nothing_is_dropped_into_a_mailbox_that_is_no_desks(hub: Client, desk: Desk) -> None:
    sealed = desk.seal()
    receipt = Mailbox(secrets.token_bytes(32))
    path = (receipt.id, id_of(sealed), 0, 1, sealed)
    for seed in (None, receipt.seed, desk.mailbox.seed, desk.seed):
        assert code(hub.put_part(*path, seed=seed)) == "hub.not_found"
    assert hub.list(receipt) == []


def test_tokens_bound_a_flood(hub: Client, desk: Desk) -> None:
    token, other = new_token(), new_token()
    hub.publish(desk, desk.card(2, tokens=[{"sha256": token_digest(token), "per_day": 2}]))
    box, name = desk.mailbox, id_of(b"x")
    sealed = [desk.seal(size=size) for size in (0, PART, 0)]
    for wrong in ({}, {"amana_token": other}, {"amana_token": "x"}):
        assert code(hub.put_part(box.id, name, 0, 1, sealed[0], **wrong)) == "hub.token"
    for some in (sealed[0], sealed[0], sealed[1], sealed[1]):
        assert hub.drop(box.id, some, amana_token=token) in (200, 201), "a repetition is no second drop"
    refused = hub.put_part(box.id, id_of(sealed[2]), 0, 1, sealed[2], amana_token=token)
    assert code(refused) == "hub.too_many" and 0 < int(refused.headers["retry-after"]) <= 86_401
    hub.publish(desk, desk.card(3))
    assert hub.drop(box.id, sealed[2]) == 201


def test_a_full_mailbox_says_so_until_the_desk_makes_room(hub: Client, desk: Desk) -> None:
    first, second = desk.seal(), desk.seal()
    hub.publish(desk, desk.card(2, quota=len(first) + len(second) - 1))
    box = desk.mailbox
    assert hub.drop(box.id, first) == 201
    pressed = hub.put_part(box.id, id_of(second), 0, 1, second)
    done = {"amana_work": solve(pressed)}
    assert code(hub.put_part(box.id, id_of(second), 0, 1, second, **done)) == "hub.full"
    assert hub.drop(box.id, first) == 200, "what is kept is safe, full or not"
    assert hub.remove(box, id_of(first)) == 204
    # A count that began before may have to end first, and one more to be due.
    end = time.monotonic() + 60
    while (status := hub.drop(box.id, second, **done)) != 201:
        assert status == 507 and time.monotonic() < end
        time.sleep(0.1)
