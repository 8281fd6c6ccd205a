"""Whole requests to a hub, from anyone (`amana.hub.app`): an answer goes back to any, and no words are kept."""

import asyncio
import tempfile
from pathlib import Path

from amana.hub.app import Hub
from amana.hub.store import Store
from amana.sealing import codec, ed25519
from amana.sealing.card import Card, make
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.signatures import sign_request
from amana.sealing.vectors import seed

STORE = Path(tempfile.mkdtemp(prefix="amana-fuzz-"))
KEY, BOX = ed25519.public_key(seed(1)), Mailbox(seed(31))
DESK, ENVELOPE = id_of(KEY), id_of(b"an envelope")
MEMBERS = {"key": codec.base64url(KEY), "serial": 1, "day": "2026-01-01", "names": {"en": "Fuzz"}, "languages": ["en"]}
NAMED = {"mailbox": BOX.id, "recipients": ["age1pq1" + "q" * 1952], "directory": "1" * 64}
FORMS = [{"id": "fuzz", "version": "1", "phone": "0" * 64, "odk": "2" * 64}]
FILES = {"forms": FORMS, "places": None, "pictures": "3" * 64, "sounds": {"en": "4" * 64}}
CARD = make(Card.model_validate(MEMBERS | NAMED | FILES | {"page": None, "tokens": [], "quota": 1 << 30}), seed(1))
BASE = f"/v1/mailboxes/{BOX.id}/envelopes"
LOOP = asyncio.new_event_loop()
APP = Hub(Store(str(STORE)), frozenset([DESK]), STORE).app()


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """As `check` reads it: a line of method and path, header lines, an empty line, the body."""
    lines = [f"{method} {path}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\n".join(lines).encode() + body


SEEDS = [
    request("PUT", f"{BASE}/{ENVELOPE}/0-of-1", b"age-encryption.org/v1\n-> mlkem768x25519 AAAA\n"),
    request("PUT", f"{BASE}/{ENVELOPE}/1-of-3", bytes(32_768)),
    request("GET", f"{BASE}/{ENVELOPE}/parts"),
    request("GET", BASE, **sign_request("GET", "hub.example", BASE, b"", seed(31), 1_795_000_000)),
    request("GET", f"{BASE}/{ENVELOPE}", Range="bytes=0-9"),
    request("PUT", f"/v1/cards/{DESK}", CARD),
    request("GET", f"/v1/cards/{DESK}", **{"If-None-Match": '"x"', "Accept-Encoding": "gzip;q=0, br"}),
    request("PUT", f"/v1/cards/{DESK}/files/{'0' * 64}", b"{}"),
    request("GET", "/"),
]


async def ask(data: bytes) -> int:
    """The status of the hub's answer to the request in `data`."""
    head, _, body = data.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    method, _, path = first.partition(b" ")
    pairs = [line.partition(b":") for line in lines]
    headers = [(b"host", b"hub.example"), *((name.strip().lower(), value.strip()) for name, _, value in pairs)]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "query_string": b""}
    scope |= {"method": method.decode("latin-1"), "path": path.decode("utf-8", "replace"), "raw_path": path}
    answers = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    await APP(scope | {"headers": headers, "root_path": "", "client": None, "server": None}, receive, send)
    return int(answers[0]["status"])


assert LOOP.run_until_complete(ask(request("PUT", f"/v1/cards/{DESK}", CARD))) == 204


def check(data: bytes) -> None:
    """An answer that is no fault; and nothing in the store but the one card that is signed."""
    status = LOOP.run_until_complete(ask(data))
    assert status < 500, status
    kept = [path.read_bytes() for path in STORE.rglob("*") if path.is_file()]
    assert all(note.startswith(b'{"card":"amana-card/1"') for note in kept)
