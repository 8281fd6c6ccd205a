"""How many drops a second a hub keeps on one core, and in how much memory: `./amana bench hub`.

The hub runs as its operator runs it, over a folder on this disk, pinned to one core; 64 phones drop envelopes of the
least size, sealed beforehand. Each drop is acknowledged only when it would outlive a power cut, and counted only then.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import urllib3

from amana.sealing import age, codec, ed25519, keys
from amana.sealing.card import Card, make
from amana.sealing.ids import id_of

DROPS, AT_ONCE = 3000, 64
WANTED, MOST_MEMORY = 100, 128 << 20
FLOOR = 8192


def card(seed: bytes, mailbox: str, recipient: str) -> tuple[str, bytes]:
    """The fingerprint and the card of a desk that is made up for this."""
    key = ed25519.public_key(seed)
    members = {"key": codec.base64url(key), "serial": 1, "day": "2026-01-01", "names": {"en": "Bench"}}
    limits = {"languages": ["en"], "page": None, "tokens": [], "quota": 1 << 40}
    named = {"mailbox": mailbox, "recipients": [recipient], "form": "0" * 64, "directory": "0" * 64}
    return id_of(key), make(Card.model_validate(members | limits | named), seed)


def peak(process: int) -> int:
    """The most memory that a process has had, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) << 10


def start(place: str, fingerprint: str) -> tuple[subprocess.Popen[bytes], urllib3.HTTPConnectionPool]:
    """A hub on one core, and connections to it once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["hub", "serve", "--store", place, "--desks", fingerprint, "--port", str(port)]
    hub = subprocess.Popen([sys.executable, "-m", "amana.cli", *words], stderr=subprocess.DEVNULL)
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(hub.pid, {core})
    others = os.sched_getaffinity(0) - {core}
    os.sched_setaffinity(0, others or {core})
    pool = urllib3.HTTPConnectionPool("127.0.0.1", port, maxsize=AT_ONCE, retries=urllib3.Retry(50, backoff_factor=0.1))
    pool.request("GET", "/v1/openapi.json")
    return hub, pool


def main() -> int:
    """Measure and print; 1 where it falls short of what is promised."""
    seed, mailbox, (_, recipient) = secrets.token_bytes(32), id_of(secrets.token_bytes(32)), keys.new_identity()
    fingerprint, note = card(seed, mailbox, recipient)
    one = age.seal_bytes([recipient], bytes(FLOOR))
    # The hub cannot tell a payload from random bytes: new ones behind one header make new envelopes, unsealed.
    header = len(one) - FLOOR - 16
    sealed = [one[:header] + secrets.token_bytes(FLOOR + 16) for _ in range(DROPS)]
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder, ThreadPoolExecutor(AT_ONCE) as phones:
        hub, pool = start(folder, fingerprint)
        try:
            assert pool.request("PUT", f"/v1/cards/{fingerprint}", body=note).status == 204  # noqa: S101

            def drop(envelope: bytes) -> int:
                path = f"/v1/mailboxes/{mailbox}/envelopes/{id_of(envelope)}/0-of-1"
                return pool.request("PUT", path, body=envelope).status

            began = time.perf_counter()
            statuses = list(phones.map(drop, sealed))
            seconds = time.perf_counter() - began
            memory = peak(hub.pid)
        finally:
            hub.terminate()
            hub.wait()
    kept = statuses.count(201)
    rate = kept / seconds
    print(f"{kept} of {DROPS} drops at {AT_ONCE} at once, durable when answered, on one core: {rate:.0f} a second")
    print(f"memory at most: {memory / (1 << 20):.0f} MiB")
    return int(kept < DROPS or rate < WANTED or memory >= MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main())
