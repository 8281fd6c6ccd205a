"""What a hub does on one core: drops a second, memory however much is stored, and its cost beside the bare store.

    ./amana bench hub [--peer NAME=URL …]

The hub runs as its operator runs it, over a folder on this disk; 64 phones drop envelopes of the least size, sealed
beforehand. Each drop is acknowledged only when it would outlive a power cut, and counted only then. The bare store
keeps the same bytes as durably in the same folder, with no hub. A peer is a server to whose URL the same bytes
are sent by POST, as often and as many at once; what it does with them is its own affair.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import urllib3
from _running_hub import Invented, Running, junk

from amana.hub.durable import Folder
from amana.hub.store import envelope_name
from amana.sealing.ids import id_of

DROPS, AT_ONCE = 1_000, 64
WANTED, MOST_MEMORY = 100, 128 << 20
STORED = (1_000, 1_000_000)
GROWTH = 16 << 20
"""How much more memory a thousand times as many envelopes may take: what allocators leave lying about."""


def rate(act: Callable[[bytes], bool], sealed: list[bytes]) -> tuple[int, float]:
    """How many of `sealed` were kept, and how many a second, by 64 at once."""
    with ThreadPoolExecutor(AT_ONCE) as phones:
        began = time.perf_counter()
        kept = sum(phones.map(act, sealed))
        return kept, kept / (time.perf_counter() - began)


def bare(folder: Path, sealed: list[bytes]) -> float:
    """Envelopes a second that the store alone keeps, on the hub's core."""

    async def keep() -> None:
        store, gate = Folder(folder), asyncio.Semaphore(AT_ONCE)

        async def one(data: bytes) -> None:
            async with gate:
                await store.keep(envelope_name("bare", id_of(data)), data)

        await asyncio.gather(*map(one, sealed))

    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    began = time.perf_counter()
    asyncio.run(keep())
    seconds = time.perf_counter() - began
    os.sched_setaffinity(0, cores)
    return len(sealed) / seconds


def peer(url: str, sealed: list[bytes]) -> tuple[int, float]:
    """How many of `sealed` a peer took, and how many a second."""
    pool = urllib3.PoolManager(maxsize=AT_ONCE, retries=False)

    def post(data: bytes) -> bool:
        try:
            return pool.request("POST", url, body=data).status in range(200, 300)
        except urllib3.exceptions.HTTPError:
            return False

    return rate(post, sealed)


def fill(folder: Path, mailbox: str, count: int) -> None:
    """Lay `count` small objects where envelopes lie: the hub looks at their names and sizes alone."""
    place = folder / envelope_name(mailbox)
    place.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (place / id_of(number.to_bytes(8))).write_bytes(b"-")
        if number % 100_000 == 99_999:
            print(f"  {number + 1:,} envelopes laid", file=sys.stderr)


def memory_at(count: int) -> tuple[int, float]:
    """The most memory in bytes that a hub takes before `count` envelopes, and drops a second there."""
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        desk = Invented()
        fill(Path(folder), desk.mailbox.id, count)
        with Running(folder, desk) as hub:
            first = hub.list_first()
            assert len(first) == min(count, 1_000)  # noqa: S101
            kept, a_second = rate(hub.drop, junk(desk, 500))
            assert kept == 500  # noqa: S101
            return hub.peak(), a_second


def main(peers: dict[str, str]) -> int:
    """Measure and print; 1 where it falls short of what is promised."""
    desk = Invented()
    sealed = junk(desk, DROPS)
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
        with Running(folder, desk) as hub:
            kept, a_second = rate(hub.drop, sealed)
            memory = hub.peak()
        beside = bare(Path(folder), sealed)
    print(f"{kept} of {DROPS} drops at {AT_ONCE} at once, durable when answered, on one core: {a_second:.0f} a second")
    print(f"memory at most: {memory / (1 << 20):.0f} MiB")
    print(f"the bare store, as durably, on one core: {beside:.0f} a second; ratio {a_second / beside:.2f}")
    for name, url in peers.items():
        taken, theirs = peer(url, sealed)
        print(f"{name}: {taken} of {DROPS} taken, {theirs:.1f} a second; ratio {a_second / max(theirs, 1e-9):.1f}")
    peaks = {count: memory_at(count) for count in STORED}
    for count, (most, speed) in peaks.items():
        print(f"with {count:,} envelopes stored: {most / (1 << 20):.0f} MiB at most, {speed:.0f} drops a second")
    grown = peaks[STORED[1]][0] - peaks[STORED[0]][0]
    return int(kept < DROPS or a_second < WANTED or memory >= MOST_MEMORY or grown > GROWTH)
