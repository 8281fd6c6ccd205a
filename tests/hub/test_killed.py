"""The hub is killed 200 times during a stream of drops: what it acknowledged is opened at the desk exactly once.

Fewer times before the S3 server, which is a slow one.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import urllib3
from hubkit import Client, Desk

from amana.sealing.ids import id_of
from amana.sealing.parts import PART, split

KILLS, KILLS_ON_S3 = 200, 30
PHONES = 6
PATIENCE = 120
"""Seconds for what takes a fraction of one, on a machine that does other things too."""


class Phone(threading.Thread):
    """Drops one envelope after another until `stop`, as often as it takes to be told that one is safe."""

    def __init__(self, address: str, desk: Desk, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.client, self.desk, self.number, self.stop = Client(address), desk, number, stop
        self.safe: list[str] = []
        self.retried = 0
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self.tell()
        except Exception as error:
            self.fault = error

    def tell(self) -> None:
        for n in range(100_000):
            if self.stop.is_set():
                return
            text = f"account {n} of phone {self.number}"
            sealed = self.desk.seal(text, size=2 * PART if n % 5 == 0 else 0)
            while not self.drop(sealed):
                self.retried += 1
            self.safe.append(text)

    def drop(self, sealed: bytes) -> bool:
        """Send what the hub lacks; whether it says that the envelope is safe."""
        box, name, parts = self.desk.mailbox.id, id_of(sealed), split(sealed)
        try:
            state = self.client.parts(box, name)
            if state["whole"]:
                return True
            for n, part in enumerate(parts):
                if n not in state["parts"]:
                    answer = self.client.put_part(box, name, n, len(parts), part)
                    assert answer.status in (200, 201, 202), answer.data
            return answer.status in (200, 201)
        except urllib3.exceptions.HTTPError:
            return False


@contextmanager
def ending(forks: subprocess.Popen) -> Iterator[None]:
    """End it and the hub that it runs, however the test ends: what waits for it would wait for ever."""
    try:
        yield
    finally:
        children = Path(f"/proc/{forks.pid}/task/{forks.pid}/children").read_text().split()
        forks.kill()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)


def test_no_acknowledged_envelope_is_lost(place: str, desk: Desk) -> None:
    command = [sys.executable, str(Path(__file__).with_name("forked.py")), place, desk.fingerprint]
    kills = KILLS_ON_S3 if "://" in place else KILLS
    stop = threading.Event()
    chance = random.Random(2)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as forks, ending(forks):
        assert forks.stdout
        address = f"127.0.0.1:{int(forks.stdout.readline())}"
        child = int(forks.stdout.readline())
        client = Client(address)
        client.publish(desk)
        phones = [Phone(address, desk, number, stop) for number in range(PHONES)]
        for phone in phones:
            phone.start()
        for _ in range(kills):
            enough = sum(len(phone.safe) for phone in phones) + chance.randint(1, 3)
            end = time.monotonic() + PATIENCE
            while sum(len(phone.safe) for phone in phones) < enough:
                time.sleep(0.001)
                assert [phone.fault for phone in phones if phone.fault] == [] and time.monotonic() < end
            time.sleep(chance.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            child = int(forks.stdout.readline())
        stop.set()
        for phone in phones:
            phone.join(PATIENCE)
            assert not phone.is_alive()
        safe = [text for phone in phones for text in phone.safe]
        listed = [entry["id"] for entry in client.list(desk.mailbox)]
        opened = Counter(desk.open(client.fetch(desk.mailbox, name).data) for name in listed)
    print(f"{len(safe)} safe, {sum(phone.retried for phone in phones)} tries cut short")
    assert sum(phone.retried for phone in phones) > kills / 4, "the kills fell into the stream"
    assert [text for text in safe if opened[text] != 1] == []
    assert max(opened.values()) == 1
