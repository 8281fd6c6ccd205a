"""Under pressure: a flood pays with work or is turned away, and whoever really has something to say still arrives."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import altcha
import pytest
from hubkit import Client, Desk, running, solve

from amana.hub import pressure
from amana.hub.pressure import Pressure
from amana.sealing.ids import id_of
from amana.sealing.parts import PART, split

JUNK = 400


def junk(desk: Desk) -> bytes:
    """What looks like an envelope to whoever has no key."""
    one = desk.seal()
    payload = 8192 + 16
    return one[:-payload] + secrets.token_bytes(payload)


def begin(hub: Client, desk: Desk, sealed: bytes, **more: str):
    return hub.put_part(desk.mailbox.id, id_of(sealed), 0, len(split(sealed)), split(sealed)[0], **more)


def test_no_work_is_asked_while_all_is_calm(hub: Client, desk: Desk) -> None:
    hub.publish(desk)
    assert {begin(hub, desk, desk.seal()).status for _ in range(20)} == {201}


def test_a_flood_is_turned_away_and_a_real_account_arrives(
    place: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pressure, "CALM", 100)
    flood = [junk(desk) for _ in range(JUNK)]
    with running(place, [desk]) as hub, ThreadPoolExecutor(32) as lines:
        hub.publish(desk)
        told = list(lines.map(lambda some: begin(hub, desk, some).status, flood))
        assert told.count(201) == 100 and told.count(429) == JUNK - 100
        real = desk.seal("I arrived", size=2 * PART)
        asked = begin(hub, desk, real)
        assert json.loads(asked.data)["type"] == "urn:amana:hub.work"
        assert begin(hub, desk, real, Amana_Work=solve(asked)).status == 202
        assert hub.drop(desk.mailbox.id, real) == 201, "what has begun goes on without more work"
        waiting = [entry["id"] for entry in hub.list(desk.mailbox)]
        assert id_of(real) in waiting and len(waiting) == 101
        if "://" not in place:
            kept = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file())
            assert kept < 101 * len(flood[0]) + len(real) + (64 << 10)


def test_work_is_for_one_envelope_and_no_other(place: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressure, "CALM", 1)
    with running(place, [desk]) as hub, running(place, [desk]) as another:
        hub.publish(desk)
        assert begin(hub, desk, desk.seal()).status == 201
        one, two = desk.seal(), desk.seal()
        done = solve(begin(hub, desk, one))
        assert begin(hub, desk, two, Amana_Work=done).status == 429
        for bad in ("", "x", "e30=", "W10=", done[:-8], done.swapcase(), "A" * 4096, "bnVsbA=="):
            assert begin(hub, desk, one, Amana_Work=bad).status == 429
        cheaper = json.loads(begin(hub, desk, one).data)["challenge"]
        cheaper["parameters"]["keyPrefix"] = "00"
        payload = altcha.Challenge.from_dict(cheaper)
        forged = altcha.Payload(payload, altcha.solve_challenge(payload)).to_base64()
        assert begin(hub, desk, one, Amana_Work=forged).status == 429
        assert begin(hub, desk, one, Amana_Work=done).status == 201
        assert begin(another, desk, desk.seal()).status == 201, "it is calm before the other hub"
        late = desk.seal()
        assert begin(another, desk, late, Amana_Work=solve(begin(hub, desk, late))).status == 201


def test_a_mailbox_that_fills_asks_for_work_before_it_is_full(place: str, desk: Desk) -> None:
    one = desk.seal()
    with running(place, [desk]) as hub:
        hub.publish(desk, desk.card(quota=10 * len(one)))
        told = [begin(hub, desk, desk.seal()).status for _ in range(8)]
        assert told == [201] * 5 + [201] + [429] * 2
        asked = begin(hub, desk, one)
        assert begin(hub, desk, one, Amana_Work=solve(asked)).status == 201


def test_work_grows_with_what_presses_and_has_an_end() -> None:
    flooded = Pressure()
    costs = []
    for _ in range(400):
        for _ in range(500):
            flooded.begun("box")
        costs.append(flooded.tries("box", 0, 0, 1))
    assert costs[0] == 0 and costs[3] == pressure.TRIES
    assert all(one <= two for one, two in pairwise(costs))
    assert costs[-1] == pressure.TRIES * 2**pressure.MOST
    calm = Pressure()
    assert calm.tries("box", 0.5, 1023, 512) == 0
    assert calm.tries("box", 0.51, 0, 1) == calm.tries("box", 0, 1024, 1) == pressure.TRIES
    assert calm.tries("box", 1, 0, 1) < calm.tries("box", 1, 0, 32)
    assert flooded.tries("another", 0, 0, 1) == 0
