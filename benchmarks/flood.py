"""A flood of 100,000 junk drops: what it leaves on the disk, and how long a real account takes to arrive meanwhile.

    ./amana bench flood

The junk looks like envelopes to whoever has no key, comes 64 at once, and does no work for being taken. In its midst
one phone does the work that the hub sets, at a sixth of this machine's speed (it rests five times as long as it
worked), and is to arrive within a minute.
"""

import json
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import altcha
from _running_hub import AT_ONCE, Invented, Running, junk

JUNK, PREPARED = 100_000, 2_000
ARRIVES_WITHIN = 60.0
SLOW = 5


def arrive(hub: Running, real: bytes) -> tuple[float, int]:
    """Seconds until a real account was kept, and how often it was asked to work."""
    began, asked, work = time.perf_counter(), 0, ""
    while True:
        answer = hub.put(real, work)
        if answer.status in (200, 201):
            return time.perf_counter() - began, asked
        if "challenge" not in json.loads(answer.data):
            time.sleep(1)
            continue
        asked += 1
        challenge = altcha.Challenge.from_dict(json.loads(answer.data)["challenge"])
        worked = time.perf_counter()
        solution = altcha.solve_challenge(challenge)
        assert solution  # noqa: S101
        work = altcha.Payload(challenge, solution).to_base64()
        time.sleep((time.perf_counter() - worked) * SLOW)


def main(_: dict[str, str]) -> int:
    """Measure and print; 1 where it falls short of what is promised."""
    desk = Invented()
    header = junk(desk, 1)[0][:-64]
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder, Running(folder, desk) as hub:
        told: list[tuple[float, int]] = []
        kept = done = 0
        late = threading.Thread(target=lambda: told.append(arrive(hub, junk(Invented(), 1)[0])))
        with ThreadPoolExecutor(AT_ONCE) as lines:
            began = time.perf_counter()
            while done < JUNK:
                sealed = [header + some[-64:] for some in junk(desk, PREPARED)]
                kept += sum(lines.map(hub.drop, sealed))
                done += len(sealed)
                if done >= JUNK // 10 and not late.ident:
                    late.start()
                if done % 10_000 == 0:
                    print(f"  {done:,} of {JUNK:,}", file=sys.stderr)
            seconds = time.perf_counter() - began
        late.join()
        on_disk = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        memory = hub.peak()
    waited, asked = told[0]
    print(f"{JUNK:,} junk drops in {seconds:.0f} s: {kept:,} kept, {JUNK - kept:,} asked to work first")
    print(f"on the disk: {on_disk / (1 << 20):.1f} MiB; memory at most {memory / (1 << 20):.0f} MiB")
    print(
        f"a real account, on a phone of a sixth of this speed: there after {waited:.1f} s, asked {asked} times to work"
    )
    return int(waited > ARRIVES_WITHIN or kept > JUNK // 20)
