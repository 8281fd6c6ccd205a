"""A desk, a phone and a running hub for the hub's tests: the phone and the desk speak to it over real sockets."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import altcha
import urllib3
import uvicorn

from amana.hub.app import Hub
from amana.hub.store import Store
from amana.sealing import codec, ed25519, envelope, keys
from amana.sealing.card import Card, make
from amana.sealing.ids import id_of
from amana.sealing.inside import Inside
from amana.sealing.mailbox import Mailbox
from amana.sealing.parts import split
from amana.sealing.signatures import sign_request
from portkit import held_port

DIRECTORY, FORM = b'{"directory":"amana-directory/2"}', b'{"form":"amana-form/2"}'
PLANTED = "the heron crossed the ninth river at dusk"


def sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Desk:
    """An invented desk with all its secrets."""

    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    mailbox: Mailbox = field(default_factory=lambda: Mailbox(secrets.token_bytes(32)))
    identity: str = field(default_factory=lambda: keys.new_identity()[0])

    @cached_property
    def key(self) -> bytes:
        return ed25519.public_key(self.seed)

    @cached_property
    def fingerprint(self) -> str:
        return id_of(self.key)

    @cached_property
    def recipient(self) -> str:
        return keys.recipient_of(self.identity)

    def card(self, serial: int = 1, **members: object) -> bytes:
        given: dict[str, object] = {
            "key": codec.base64url(self.key),
            "serial": serial,
            "day": "2026-11-22",
            "names": {"en": "An invented desk"},
            "languages": ["en"],
            "mailbox": self.mailbox.id,
            "recipients": [self.recipient],
            "forms": [{"id": "first_telling", "version": "2", "phone": sha256(FORM), "odk": None}],
            "directory": sha256(DIRECTORY),
            "places": None,
            "pictures": None,
            "sounds": {},
            "page": None,
            "tokens": [],
            "quota": 1 << 30,
        }
        return make(Card.model_validate(given | members), self.seed)

    def seal(self, text: str = PLANTED, size: int = 0) -> bytes:
        """An account with `text`, and a recording of `size` random bytes if there is one."""
        sound = [secrets.token_bytes(size)] if size else []
        inside = Inside(
            kind="account",
            form=None,
            language="en",
            day="2026-11-22",
            answers={"own_words": text},
            consents={},
            attachments=[envelope.attachment_of("a.opus", "audio/ogg", data) for data in sound],
            reply_to=None,
        )
        return envelope.seal(inside, sound, [self.recipient])

    def open(self, sealed: bytes) -> str:
        """The own words in an envelope."""
        return str(envelope.open_([self.identity], sealed).inside.answers["own_words"])


class Client:
    """Speaks to the hub at `address` (`127.0.0.1:PORT`), as phone or as desk."""

    def __init__(self, address: str, **options: object) -> None:
        self.address = address
        self.pool = urllib3.HTTPConnectionPool(*address.split(":"), maxsize=64, retries=False, timeout=300, **options)

    def ask(self, method: str, path: str, body: bytes = b"", seed: bytes | None = None, **headers: str):
        """One request, signed where a seed is given."""
        signed = sign_request(method, self.address, path, body, seed, int(time.time())) if seed else {}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.pool.request(method, path, body=body or None, headers=signed | named)

    def wait(self) -> None:
        """Return once the hub answers."""
        for _ in range(3000):
            try:
                self.ask("GET", "/v1/openapi.json")
                return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        raise TimeoutError

    def put_part(self, mailbox: str, name: str, n: int, of: int, data: bytes, **more):
        return self.ask("PUT", f"/v1/mailboxes/{mailbox}/envelopes/{name}/{n}-of-{of}", data, **more)

    def drop(self, mailbox: str, sealed: bytes, **more) -> int:
        """Send all parts; the last answer's status."""
        parts = split(sealed)
        for n, part in enumerate(parts):
            answer = self.put_part(mailbox, id_of(sealed), n, len(parts), part, **more)
        return answer.status

    def parts(self, mailbox: str, name: str) -> dict:
        return self.ask("GET", f"/v1/mailboxes/{mailbox}/envelopes/{name}/parts").json()

    def list(self, box: Mailbox) -> list[dict]:
        """All that a mailbox holds, page by page."""
        found, more, path = [], True, f"/v1/mailboxes/{box.id}/envelopes"
        while more:
            answer = self.ask("GET", path, seed=box.seed)
            assert answer.status == 200, answer.data
            page = answer.json()
            found += page["envelopes"]
            more = page["more"]
            if more:
                path = f"/v1/mailboxes/{box.id}/envelopes/after/{found[-1]['id']}"
        return found

    def fetch(self, box: Mailbox, name: str, **headers: str):
        return self.ask("GET", f"/v1/mailboxes/{box.id}/envelopes/{name}", seed=box.seed, **headers)

    def remove(self, box: Mailbox, name: str) -> int:
        return self.ask("DELETE", f"/v1/mailboxes/{box.id}/envelopes/{name}", seed=box.seed).status

    def publish(self, desk: Desk, note: bytes | None = None, files: tuple[bytes, ...] = (FORM, DIRECTORY)) -> None:
        """Put the desk's card and its files."""
        path = f"/v1/cards/{desk.fingerprint}"
        assert self.ask("PUT", path, note or desk.card()).status == 204
        for data in files:
            answer = self.ask("PUT", f"{path}/files/{sha256(data)}", data, seed=desk.seed)
            assert answer.status == 204, answer.data


def solve(answer) -> str:
    """What a phone sends back, found by ALTCHA's own library."""
    challenge = altcha.Challenge.from_dict(json.loads(answer.data)["challenge"])
    solution = altcha.solve_challenge(challenge)
    return altcha.Payload(challenge, solution).to_base64()


def code(answer) -> str:
    """The code of a problem, after checking that it is one as RFC 9457 has it."""
    assert answer.headers["content-type"] == "application/problem+json"
    body = json.loads(answer.data)
    assert set(body) - {"challenge"} == {"type", "title", "status"} and body["status"] == answer.status
    return body["type"].removeprefix("urn:amana:")


def listen() -> socket.socket:
    """A socket that listens at a free port of this machine alone."""
    heard = socket.socket()
    heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    heard.bind(("127.0.0.1", 0))
    heard.listen(1024)
    return heard


@contextmanager
def serving(place: str, desks: list[Desk], output: Path, *before: str) -> Iterator[tuple[Client, int]]:
    """The hub as its operator starts it, in a process of its own (its id is given), behind the words `before`."""
    named = ",".join(desk.fingerprint for desk in desks)
    with held_port() as port:
        words = ["hub", "serve", "--store", place, "--desks", named, "--port", str(port), "--page", os.devnull]
        with output.open("wb") as out:
            process = subprocess.Popen([*before, sys.executable, "-m", "amana.cli", *words], stdout=out, stderr=out)
        served_by = process.pid
        client = Client(f"127.0.0.1:{port}")
        try:
            client.wait()
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            served_by = int(children[0]) if before else process.pid
            yield client, served_by
        finally:
            client.pool.close()
            os.kill(served_by, signal.SIGTERM)
            process.wait(60)


@contextmanager
def running(place: str, desks: list[Desk], page: Path | None = None) -> Iterator[Client]:
    """A hub over `place` in a thread of its own."""
    heard = listen()
    hub = Hub(Store(place), frozenset(desk.fingerprint for desk in desks), page or Path(os.devnull))
    config = uvicorn.Config(hub.app(), access_log=False, log_config=None, server_header=False, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([heard],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    client = Client(f"127.0.0.1:{heard.getsockname()[1]}")
    try:
        yield client
    finally:
        client.pool.close()
        server.should_exit = True
        thread.join(20)
        heard.close()
