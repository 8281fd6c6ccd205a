"""What a desk bears on two cores: 25 people at work at once, and 10,000 envelopes brought home while they work.

    ./amana bench desk

A desk with the demo's country, 1,000 more accounts and a team of 25 is filled through the actions that everyone uses,
and served by `./amana desk serve`, on SQLCipher and then on PostgreSQL (which syncs what it commits). First somebody of
each role looks at every kind of page alone: what it costs in processor time. Then all 25 work, each by links from page
to page, every kind of page as likely as another, looking at each for two seconds in the mean; some of it is writing.
Then somebody checks the hub, while all go on. Those who ask run on the same two cores. Nothing leaves this machine.
"""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from statistics import mean, quantiles

from _at_work import Person, Times, kind_of, together

from amana.demo.building import read_people, second_factor_of

HERE = Path(__file__).parent
ACCOUNTS, WAITING = 1_000, 10_000
SECONDS = 60
ALONE = 5
"""So often somebody alone looks at each kind of page."""
WORST, WANTED = 0.3, 100
ENOUGH = 20
"""Measurements of a page by which its 95th percentile says something."""


def main(peers: dict[str, str]) -> int:
    """Measure and print; 1 where it falls short of what is promised."""
    sys.path.append(str(HERE.parent / "tests"))
    from postgresql_cluster import cluster

    short = measure("SQLCipher", "sqlcipher")
    return int(short | measure("PostgreSQL", f"postgresql://postgres@/postgres?host={cluster(durable=True)}"))


def measure(name: str, database: str) -> bool:
    """One database; whether it falls short."""
    print(f"{name}: filling a desk …", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(dir=HERE) as place:
        home, store, port = Path(place) / "desk", Path(place) / "hub", free_port()
        environment = {"AMANA_DESK_HOME": str(home), "AMANA_DESK_DATABASE": database, "AMANA_DESK_INVENTED": "1"}
        environment = os.environ | environment | {"DJANGO_SETTINGS_MODULE": "amana.desk.settings"}
        words = [sys.executable, HERE / "_filled_desk.py", port, store, ACCOUNTS, WAITING]
        filled = subprocess.run(list(map(str, words)), stdout=subprocess.PIPE, env=environment, check=True)
        fingerprint, team = json.loads(filled.stdout.splitlines()[-1])
        hub = ["hub", "serve", "--store", str(store), "--desks", fingerprint, "--port", str(port)]
        with running(hub, environment), running(["desk", "serve", "--port", "0"], environment) as desk:
            address = re.search(r"http://\S+?/", desk.stdout.readline().decode())[0]  # type: ignore[union-attr,index]
            return watch(name, address, desk.pid, team)


def watch(name: str, address: str, pid: int, team: list[tuple[str, str, str]]) -> bool:
    """Let the team work; print what it took, and whether that is too long."""
    demo = read_people()
    people = [Person(address, who, role, bytes.fromhex(secret), n) for n, (who, role, secret) in enumerate(team)]
    people[0].open_desk(demo["passphrase"])
    for person in people:
        person.sign_in(demo["password"])
    signing = sorted(person.times.of["POST /sign-in"][0] for person in people)
    say("each page alone")
    costs = alone(
        [next(person for person in people if person.role == role) for role in sorted({p.role for p in people})], pid
    )
    say(f"25 people for {SECONDS} seconds")
    began = time.perf_counter()
    quiet = together(people, SECONDS)
    lasted, before = time.perf_counter() - began, memory(pid)
    say(f"{WAITING:,} envelopes while they work")
    checker = Person(address, "salim", "supervisor", second_factor_of("salim"), 99)
    checker.sign_in(demo["password"])
    rate: list[tuple[float, int]] = []
    checking = threading.Thread(target=lambda: rate.append(bring(checker, pid)), daemon=True)
    checking.start()
    busy = together(people, 1, checking)
    table(name, costs, quiet, busy)
    every, during = list(chain(*quiet.of.values())), list(chain(*busy.of.values()))
    print(f"all pages, 25 people: {line(every)}; {len(every) / lasted:.0f} a second, {len(quiet.wrong)} went wrong")
    print(f"all pages, while the hub is checked: {line(during)}; {len(busy.wrong)} went wrong")
    print(f"signing in (scrypt): {signing[len(signing) // 2] * 1000:.0f} ms, {signing[-1] * 1000:.0f} ms at most")
    each, most = rate[0]
    print(f"sync of {WAITING:,} while they work: {each:.0f} envelopes a second")
    least, highest = before[0] >> 20, memory(pid)[1] >> 20
    print(f"memory of the desk: {least} MiB with 25 people, {highest} MiB at most; the check {most >> 20} MiB")
    print(f"load of the machine: {' '.join(f'{one:.1f}' for one in os.getloadavg())} on {os.cpu_count()} cores")
    for wrong in sorted({*quiet.wrong, *busy.wrong}):
        print(f"went wrong: {wrong}")
    slow = [kind for kind, took in quiet.of.items() if len(took) >= ENOUGH and percentile(took, 95) > WORST]
    return bool(slow or percentile(every, 95) > WORST or percentile(during, 95) > WORST or each < WANTED)


def alone(people: list[Person], pid: int) -> dict[str, float]:
    """Kind of page → the processor time of the desk in seconds for one, in the mean, with nobody else there."""
    costs: dict[str, list[float]] = {}
    for person in people:
        looked: set[str] = set()
        while left := sorted(kind for kind, paths in person.known.items() if paths and kind not in looked):
            path = sorted(person.known[left[0]])[0]
            looked.add(left[0])
            before = processor(pid)
            for _ in range(ALONE):
                person.ask(path)
            costs.setdefault(kind_of(path), []).append((processor(pid) - before) / ALONE)
    return {kind: mean(cost) for kind, cost in costs.items()}


def bring(checker: Person, pid: int) -> tuple[float, int]:
    """Check the hub, as a person does by the page: envelopes a second until the last is here, and the most memory of
    the process that does it.
    """
    checker.send("/testimony/check", checker.ask("/testimony/check"))
    began, last, count, most = time.perf_counter(), time.perf_counter(), 0, 0
    while count < WAITING:
        time.sleep(0.25)
        most = max(most, beside(pid))
        page = checker.ask("/testimony/check")
        found = re.search(r"(\d+) new testimon", page)
        if found and int(found[1]) > count:
            count, last = int(found[1]), time.perf_counter()
        if "The check stopped" in page or time.perf_counter() - last > 60:
            print(f"the check stopped after {count} envelopes")
            break
    return count / (last - began), most


def table(name: str, costs: dict[str, float], quiet: Times, busy: Times) -> None:
    """One row a kind of page, in milliseconds."""
    print(f"\n{name}, in milliseconds; … stands for one of many")
    print(f"{'page':44} {'processor':>9} {'times':>6} {'p50':>6} {'p95':>6} {'p99':>6}   p95 while the hub is checked")
    for kind in sorted(quiet.of, key=lambda kind: -percentile(quiet.of[kind], 95)):
        took, cost = quiet.of[kind], costs.get(kind)
        worked = f"{cost * 1000:9.1f}" if cost is not None else " " * 9
        p50, p95, p99 = (f"{percentile(took, part) * 1000:6.0f}" for part in (50, 95, 99))
        during = f"{percentile(busy.of[kind], 95) * 1000:6.0f}" if busy.of.get(kind) else ""
        print(f"{kind:44} {worked} {len(took):6} {p50} {p95} {p99}   {during}")
    print()


def line(took: list[float]) -> str:
    """The percentiles in words."""
    return ", ".join(f"p{part} {percentile(took, part) * 1000:.0f} ms" for part in (50, 95, 99))


def percentile(took: list[float], part: int) -> float:
    """So many in a hundred took no longer."""
    return quantiles(took, n=100, method="inclusive")[part - 1] if len(took) > 1 else max(took, default=0.0)


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used, by its own clock (clock_getcpuclockid of Linux)."""
    return time.clock_gettime((~pid << 3) | 2)


def memory(pid: int) -> tuple[int, int]:
    """Bytes that a process has in memory, and the most that it had."""
    status = Path(f"/proc/{pid}/status").read_text()
    now, most = (re.search(rf"{name}:\s+(\d+)", status)[1] for name in ("VmRSS", "VmHWM"))  # type: ignore[index]
    return int(now) << 10, int(most) << 10


def beside(pid: int) -> int:
    """Bytes that the processes have in memory which this one began, but for the one that has no key (estimates)."""
    found = 0
    with suppress(OSError, TypeError):
        for child in " ".join(of.read_text() for of in Path(f"/proc/{pid}/task").glob("*/children")).split():
            if b"errands" in Path(f"/proc/{child}/cmdline").read_bytes():
                found += memory(int(child))[0]
    return found


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def running(words: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """`./amana WORDS`, until it is no longer needed."""
    command = [sys.executable, "-m", "amana.cli", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def say(step: str) -> None:
    """One line of progress."""
    print(f"  {step} …", file=sys.stderr, flush=True)
