"""Many phones at once, and more than one hub process before one store."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hubkit import Client, Desk, running, serving

from amana.hub.cards import FRESH_NO
from amana.sealing.ids import id_of
from amana.sealing.parts import PART, split

DROPS, AT_ONCE = 1000, 64
DROPS_ON_S3 = 200
"""The stand-in for S3 answers one call at a time: more would only measure how slow it is."""


def test_a_thousand_drops_at_64_at_once_and_none_is_lost(place: str, tmp_path: Path, desk: Desk) -> None:
    with serving(place, [desk], tmp_path / "output") as (client, _), ThreadPoolExecutor(AT_ONCE) as phones:
        client.publish(desk)
        sealed = [desk.seal(f"account {n}") for n in range(DROPS_ON_S3 if "://" in place else DROPS)]
        assert set(phones.map(lambda some: client.drop(desk.mailbox.id, some), sealed)) == {201}
        assert [entry["id"] for entry in client.list(desk.mailbox)] == sorted(map(id_of, sealed))
        assert list(phones.map(lambda some: client.fetch(desk.mailbox, id_of(some)).data, sealed)) == sealed


def test_two_hubs_before_one_store_join_what_came_to_either(place: str, desk: Desk) -> None:
    with running(place, [desk]) as one, running(place, [desk]) as two, ThreadPoolExecutor(32) as lines:
        one.publish(desk)
        sealed = [desk.seal(size=3 * PART) for _ in range(12)]

        def send(hub: Client, some: bytes, n: int) -> int:
            parts = split(some)
            return hub.put_part(desk.mailbox.id, id_of(some), n, len(parts), parts[n]).status

        time.sleep(FRESH_NO)
        assert set(lines.map(lambda some: send(one, some, 0), sealed)) == {202}
        for some in sealed:
            hubs = [(one, two)[n % 2] for n in range(1, len(split(some)))] * 2
            numbers = [*range(1, len(split(some)))] * 2
            told = list(lines.map(send, hubs, [some] * len(hubs), numbers))
            assert set(told) <= {200, 201, 202} and {200, 201} & set(told), told
        for hub in (one, two):
            assert [entry["id"] for entry in hub.list(desk.mailbox)] == sorted(map(id_of, sealed))
        assert all(two.fetch(desk.mailbox, id_of(some)).data == some for some in sealed)


def test_a_newer_card_is_known_to_the_other_hub(place: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for seconds in ("FRESH", "FRESH_NO"):
        monkeypatch.setattr(f"amana.hub.cards.{seconds}", 0.0)
    with running(place, [desk]) as one, running(place, [desk]) as two:
        one.publish(desk)
        assert two.ask("GET", f"/v1/cards/{desk.fingerprint}").data == desk.card()
        one.publish(desk, desk.card(2))
        assert two.ask("GET", f"/v1/cards/{desk.fingerprint}").data == desk.card(2)
        assert two.ask("PUT", f"/v1/cards/{desk.fingerprint}", desk.card(1)).status == 409
