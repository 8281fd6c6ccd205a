"""No drop waits for a large mailbox to be counted, and the quota holds all the same."""

import asyncio
import time
from pathlib import Path

import pytest

from amana.errors import Problem
from amana.hub import limits
from amana.hub.limits import Room
from amana.hub.store import Store, envelope_name, part_name
from amana.sealing.ids import id_of

BOX, STORED, QUOTA = "m" * 52, 2_000, 4_000


def fill(folder: Path) -> None:
    """A mailbox of many envelopes of one byte, and one that is not whole."""
    for name in (envelope_name(BOX), part_name(BOX, "begun")):
        (folder / name).mkdir(parents=True)
    for number in range(STORED):
        (folder / envelope_name(BOX) / id_of(number.to_bytes(8))).write_bytes(b"-")
    (folder / part_name(BOX, "begun", "0-of-2")).write_bytes(b"--")


def test_drops_go_by_what_is_counted_so_far_and_then_by_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    monkeypatch.setattr(limits, "PATIENCE", 0.01)
    monkeypatch.setattr(limits, "TURN", 100)
    monkeypatch.setattr(limits, "REST", 6)

    async def drop() -> None:
        room = Room(Store(str(tmp_path)))
        began, waits = time.monotonic(), []
        while (await room.share(BOX, QUOTA))[0] * QUOTA < STORED:
            turn = time.monotonic()
            await room.take(BOX, "x", 1, QUOTA, whole=True)
            waits.append(time.monotonic() - turn)
            await asyncio.sleep(0.02)
            assert time.monotonic() - began < 60
        counting = time.monotonic() - began
        assert len(waits) > 10 and sorted(waits)[len(waits) // 2] < counting / 10, "most drops waited for the count"
        await asyncio.gather(*room._counting.values())
        share, unfinished = await room.share(BOX, QUOTA)
        assert (share * QUOTA, unfinished) >= (STORED + 2, 1)
        left = QUOTA - round(share * QUOTA)
        with pytest.raises(Problem, match="no room left"):
            await room.take(BOX, "y", left + 1, QUOTA, whole=True)
        room.give_back(BOX, 1)
        await room.take(BOX, "y", left + 1, QUOTA, whole=True)

    asyncio.run(drop())


def test_a_store_that_is_away_is_no_empty_mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)

    async def away(*_: object) -> None:
        raise OSError

    async def drop() -> None:
        room = Room(Store(str(tmp_path)))
        with monkeypatch.context() as patched:
            patched.setattr(Room, "_recount", away)
            with pytest.raises(OSError):
                await room.take(BOX, "x", 1, QUOTA, whole=True)
        room = Room(Store(str(tmp_path)))
        with pytest.raises(Problem, match="no room left"):
            await room.take(BOX, "x", 1, STORED, whole=True)

    asyncio.run(drop())
