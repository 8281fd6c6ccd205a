"""No drop waits for a large mailbox to be counted, and the quota holds all the same."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from amana.errors import Problem
from amana.hub import limits
from amana.hub.limits import Room
from amana.hub.store import Entry, Store, envelope_name, part_name
from amana.sealing.ids import id_of

BOX, STORED, QUOTA = "m" * 52, 2_000, 4_000


def fill(folder: Path) -> None:
    """A mailbox of many envelopes of one byte, and one that is not whole."""
    for name in (envelope_name(BOX), part_name(BOX, "begun")):
        (folder / name).mkdir(parents=True)
    for number in range(STORED):
        (folder / envelope_name(BOX) / id_of(number.to_bytes(8))).write_bytes(b"-")
    (folder / part_name(BOX, "begun", "0-of-2")).write_bytes(b"--")


def listing(store: Store, before_each: Callable[[int], Awaitable[None]]) -> Store:
    """`store`, of which the n-th object of a list is told only after `before_each(n)`."""
    entries = store.entries

    async def told(folder: str, after: str = "") -> AsyncIterator[Entry]:
        number = 0
        async for entry in entries(folder, after):
            await before_each(number)
            yield entry
            number += 1

    store.entries = told
    return store


def test_drops_go_by_what_is_counted_so_far_and_then_by_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    monkeypatch.setattr(limits, "PATIENCE", 0.01)

    async def drop() -> None:
        half, rest = asyncio.Event(), asyncio.Event()

        async def stop_at_half(number: int) -> None:
            if number == STORED // 2:
                half.set()
                await rest.wait()

        room = Room(listing(Store(str(tmp_path)), stop_at_half))
        # The count goes on only after these drops: one that waited for it would wait for ever.
        async with asyncio.timeout(60):
            await room.take(BOX, "x", 1, QUOTA, whole=True)
            await half.wait()
            for _ in range(20):
                await room.take(BOX, "x", 1, QUOTA, whole=True)
            assert round((await room.share(BOX, QUOTA))[0] * QUOTA) == STORED // 2 + 21
            with pytest.raises(Problem, match="no room left"):
                await room.take(BOX, "y", QUOTA - STORED // 2 - 20, QUOTA, whole=True)
        rest.set()
        await asyncio.gather(*room._counting.values())
        share, unfinished = await room.share(BOX, QUOTA)
        assert (round(share * QUOTA), unfinished) == (STORED + 2 + 21, 1)
        left = QUOTA - round(share * QUOTA)
        with pytest.raises(Problem, match="no room left"):
            await room.take(BOX, "y", left + 1, QUOTA, whole=True)
        room.give_back(BOX, 1)
        await room.take(BOX, "y", left + 1, QUOTA, whole=True)

    asyncio.run(drop())


def test_a_long_count_leaves_most_time_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    monkeypatch.setattr(limits, "TURN", 100)
    rests: list[float] = []

    async def drop() -> None:
        clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)

        async def take_a_hundredth(_: int) -> None:
            clock.now += 0.01

        async def rest(seconds: float) -> None:
            rests.append(seconds)
            clock.now += seconds

        monkeypatch.setattr(limits, "time", clock)
        monkeypatch.setattr(asyncio, "sleep", rest)
        room = Room(listing(Store(str(tmp_path)), take_a_hundredth))
        await room.share(BOX, QUOTA)
        await asyncio.gather(*room._counting.values())
        assert rests == pytest.approx([limits.REST * 1.0] * (STORED // 100), rel=0.01)
        counted, took = clock.now, room._counts[BOX].took
        assert took == pytest.approx(STORED * 0.01, rel=0.01) and counted > limits.REST * took
        # The next one is as far away as this one was long.
        for later, again in ((limits.APART - 1, False), (limits.APART + limits.REST + 2, True)):
            clock.now = later * took
            await room.share(BOX, QUOTA)
            assert (BOX in room._counting) is again
        await asyncio.gather(*room._counting.values())

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
