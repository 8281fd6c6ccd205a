"""A hub that runs on one core for a benchmark, the invented desk it serves, and envelopes for it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import urllib3

from amana.sealing import age, codec, ed25519, keys
from amana.sealing.card import Card, make
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.signatures import sign_request

FLOOR = 8192
AT_ONCE = 64


@dataclass(frozen=True)
class Invented:
    """A desk that is made up for this."""

    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    mailbox: Mailbox = field(default_factory=lambda: Mailbox(secrets.token_bytes(32)))
    recipient: str = field(default_factory=lambda: keys.new_identity()[1])

    @property
    def fingerprint(self) -> str:
        """The id of its card key."""
        return id_of(ed25519.public_key(self.seed))

    def card(self, quota: int = 1 << 40) -> bytes:
        """Its signed card."""
        nothing: dict[str, Any] = {"places": None, "pictures": None, "sounds": {}, "page": None, "tokens": []}
        form = {"id": "first", "version": "1", "phone": "0" * 64, "odk": None}
        named = {"mailbox": self.mailbox.id, "recipients": [self.recipient], "forms": [form], "directory": "0" * 64}
        said = {"serial": 1, "day": "2026-01-01", "names": {"en": "Bench"}, "languages": ["en"], "quota": quota}
        key = codec.base64url(ed25519.public_key(self.seed))
        return make(Card.model_validate({"key": key} | said | named | nothing), self.seed)


def junk(desk: Invented, count: int) -> list[bytes]:
    """Envelopes for `desk` that nobody can tell from real ones without its key: random bytes behind one true header."""
    one = age.seal_bytes([desk.recipient], bytes(FLOOR))
    header = one[: len(one) - FLOOR - 16]
    return [header + secrets.token_bytes(FLOOR + 16) for _ in range(count)]


class Running:
    """`./amana hub serve` over `place` on one core, with the card of `desk`; whoever asks gets the others."""

    def __init__(self, place: str, desk: Invented, quota: int = 1 << 40) -> None:
        self._desk = desk
        self._cores = os.sched_getaffinity(0)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = ["hub", "serve", "--store", place, "--desks", desk.fingerprint, "--port", str(port)]
        self._hub = subprocess.Popen([sys.executable, "-m", "amana.cli", *words], stderr=subprocess.DEVNULL)
        os.sched_setaffinity(self._hub.pid, {min(self._cores)})
        os.sched_setaffinity(0, self._cores - {min(self._cores)} or self._cores)
        retry = urllib3.Retry(50, backoff_factor=0.1, respect_retry_after_header=False)
        self.address = f"127.0.0.1:{port}"
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", port, maxsize=AT_ONCE, retries=retry)
        self._pool.request("GET", "/v1/openapi.json")
        answer = self._pool.request("PUT", f"/v1/cards/{desk.fingerprint}", body=desk.card(quota))
        assert answer.status == 204  # noqa: S101

    def put(self, envelope: bytes, work: str = "") -> urllib3.BaseHTTPResponse:
        """Send an envelope of one part."""
        path = f"/v1/mailboxes/{self._desk.mailbox.id}/envelopes/{id_of(envelope)}/0-of-1"
        return self._pool.request("PUT", path, body=envelope, headers={"Amana-Work": work} if work else {})

    def drop(self, envelope: bytes) -> bool:
        """Whether an envelope was kept."""
        return self.put(envelope).status == 201

    def list_first(self) -> list[Any]:
        """The first page of what waits."""
        path = f"/v1/mailboxes/{self._desk.mailbox.id}/envelopes"
        signed = sign_request("GET", self.address, path, b"", self._desk.mailbox.seed, int(time.time()))
        listed: list[Any] = self._pool.request("GET", path, headers=signed).json()["envelopes"]
        return listed

    def peak(self) -> int:
        """The most memory that the hub has had, in bytes."""
        status = Path(f"/proc/{self._hub.pid}/status").read_text()
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))) << 10

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hub.terminate()
        self._hub.wait()
        os.sched_setaffinity(0, self._cores)
