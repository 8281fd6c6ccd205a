"""The desk's side of the hub's calls (spec/hub.md): list, fetch, remove, drop, put letters and the card.

The hub is trusted with nothing: bytes whose id is not the one asked for are refused,
and what it says of itself is never shown. A broken fetch goes on where it broke off,
a broken drop sends only the parts that are missing, and a wrong clock here is
corrected by the hub's.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import urllib3

from amana.errors import Problem
from amana.hub.work import solved
from amana.sealing import parts
from amana.sealing.bundle import digest
from amana.sealing.envelope import LONGEST
from amana.sealing.ids import id_of, is_id
from amana.sealing.mailbox import Mailbox
from amana.sealing.signatures import sign_request

AT_ONCE = 8
"""Calls that are made at once; for each the line stays open."""
TRIES = 5
PAUSE = 0.5
PIECE = 65536
CARD = 1 << 20
"""Bytes of the largest card."""
WORK = "Amana-Work"
BROKEN_LINE = (urllib3.exceptions.HTTPError, OSError)


@dataclass(frozen=True)
class Waiting:
    """An envelope that waits at the hub: its id, its bytes' count, and the day on which it became whole."""

    id: str
    size: int
    day: str


@dataclass
class Hub:
    """One hub, by its address (`https://hub.example`), with which `card_seed` signs for the desk."""

    address: str
    card_seed: bytes = field(repr=False)
    clock: Callable[[], float] = time.time
    pause: float = PAUSE
    ahead: int = 0
    """Seconds by which the hub's clock is ahead of ours, once it has told."""

    def __post_init__(self) -> None:
        where = urlsplit(self.address)
        if where.scheme not in ("http", "https") or not where.hostname or where.path not in ("", "/") or where.query:
            raise Problem("testimony.bad_hub_address")
        self.address = f"{where.scheme}://{where.netloc.lower()}"
        own_port = {"http": 80, "https": 443}[where.scheme]
        host = f"[{where.hostname}]" if ":" in where.hostname else where.hostname
        self.authority = host if where.port in (None, own_port) else f"{host}:{where.port}"
        timeout = urllib3.Timeout(connect=10, read=30)
        self.pool = urllib3.PoolManager(
            maxsize=AT_ONCE, timeout=timeout, retries=False, headers={"User-Agent": "amana"}
        )

    def waiting(self, mailbox: Mailbox) -> Iterator[Waiting]:
        """Every envelope that waits in `mailbox`, by id."""
        path, more = f"/v1/mailboxes/{mailbox.id}/envelopes", True
        after = ""
        while more:
            answer = self._json(self._call("GET", path + after, seed=mailbox.seed))
            try:
                page = [Waiting(str(e["id"]), int(e["size"]), str(e["day"])) for e in answer["envelopes"]]
                more = bool(answer["more"]) and bool(page)
            except (KeyError, TypeError, ValueError):
                raise Problem("testimony.hub_nonsense") from None
            if not all(is_id(each.id) and each.id > after[-52:] for each in page):
                raise Problem("testimony.hub_nonsense")
            yield from page
            after = f"/after/{page[-1].id}" if page else ""

    def fetch(self, mailbox: Mailbox, envelope: str, most: int = LONGEST) -> bytes:
        """The bytes of `envelope`, whose id they have. `testimony.hub_wrong_bytes` for others, or over `most`."""
        path = f"/v1/mailboxes/{mailbox.id}/envelopes/{envelope}"
        got = bytearray()
        for last in self._tries():
            try:
                self._read_on(path, mailbox.seed, got, most)
                break
            except BROKEN_LINE:
                if last:
                    raise Problem("testimony.hub_unreachable") from None
        if id_of(bytes(got)) != envelope:
            raise Problem("testimony.hub_wrong_bytes")
        return bytes(got)

    def remove(self, mailbox: Mailbox, envelope: str) -> None:
        """Let the hub forget `envelope`; no matter if it is gone already."""
        self._call("DELETE", f"/v1/mailboxes/{mailbox.id}/envelopes/{envelope}", seed=mailbox.seed)

    def put_letter(self, mailbox: str, sealed: bytes) -> None:
        """Put a letter into a mailbox, in place of the one before; returns once the hub has it whole and safe."""
        self._call("PUT", f"/v1/mailboxes/{mailbox}/letter", sealed, seed=self.card_seed)

    def drop(self, mailbox: str, sealed: bytes, token: str | None = None) -> None:
        """Put an envelope into a desk's mailbox, as a phone does; returns once the hub has it whole and safe.

        `token`: that of the desk's link, if it has one. Work that a pressed mailbox asks for is done.
        """
        headers = {"Amana-Token": token} if token else {}
        path = f"/v1/mailboxes/{mailbox}/envelopes/{id_of(sealed)}"
        pieces = parts.split(sealed)
        known = self._json(self._call("GET", f"{path}/parts"))
        if known.get("whole") is True:
            return
        there = set(known.get("parts") or ())
        status = 0
        for n, piece in enumerate(pieces):
            if n not in there:
                status = self._call("PUT", f"{path}/{n}-of-{len(pieces)}", piece, headers=headers).status
        if status not in (200, 201):
            raise Problem("testimony.hub_nonsense")

    def card(self, fingerprint: str) -> bytes:
        """The signed card of a desk that the hub serves, as it serves it: nothing is verified."""
        return bytes(self._call("GET", f"/v1/cards/{fingerprint}").data[: CARD + 1])

    def file(self, fingerprint: str, sha256: str) -> bytes:
        """A file that a desk's card names by its hash. `testimony.hub_wrong_bytes` for others."""
        data = bytes(self._call("GET", f"/v1/cards/{fingerprint}/files/{sha256}").data)
        if digest(data) != sha256:
            raise Problem("testimony.hub_wrong_bytes")
        return data

    def put_card(self, fingerprint: str, note: bytes) -> None:
        """Publish the signed card."""
        self._call("PUT", f"/v1/cards/{fingerprint}", note)

    def end_mailbox(self, fingerprint: str, mailbox: str) -> None:
        """Let the hub take nothing more for a mailbox that an earlier card named."""
        self._call("DELETE", f"/v1/cards/{fingerprint}/mailboxes/{mailbox}", seed=self.card_seed)

    def put_file(self, fingerprint: str, data: bytes) -> None:
        """Publish a file that the card names by its hash."""
        self._call("PUT", f"/v1/cards/{fingerprint}/files/{digest(data)}", data, seed=self.card_seed)

    def _read_on(self, path: str, seed: bytes, got: bytearray, most: int) -> None:
        """Append to `got` what is missing; what came before a cut stays in it."""
        start = len(got)
        more = {"Range": f"bytes={start}-"} if start else {}
        answer = self._call("GET", path, seed=seed, headers=more, stream=True)
        if start and answer.status != 206:
            got.clear()
        for piece in answer.stream(PIECE):
            got += piece
            if len(got) > most:
                raise Problem("testimony.hub_wrong_bytes")

    def _call(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        seed: bytes = b"",
        headers: dict[str, str] | None = None,
        stream: bool = False,
    ) -> urllib3.BaseHTTPResponse:
        """One call, tried again while the line breaks, and once more if only our clock was wrong."""
        clock_told, more = False, headers or {}
        for last in self._tries():
            try:
                signed = self._signed(method, path, body, seed) if seed else {}
                answer = self.pool.request(
                    method,
                    self.address + path,
                    body=body or None,
                    headers={**signed, **more},
                    preload_content=not stream,
                    redirect=False,
                )
            except BROKEN_LINE:
                if last:
                    raise Problem("testimony.hub_unreachable") from None
                continue
            if answer.status < 300:
                return answer
            if not clock_told and self._take_clock(answer):
                clock_told = True
                continue
            if answer.status == 429 and WORK not in more and (done := solved(answer.data)):
                more = {**more, WORK: done}
                continue
            if answer.status < 500 or last:
                raise Problem("testimony.hub_refused", status=answer.status)
        raise Problem("testimony.hub_unreachable")

    def _signed(self, method: str, path: str, body: bytes, seed: bytes) -> dict[str, str]:
        return sign_request(method, self.authority, path, body, seed, int(self.clock()) + self.ahead)

    def _take_clock(self, answer: urllib3.BaseHTTPResponse) -> bool:
        """Whether the hub refused for our clock; then its own is taken from its Date header."""
        try:
            if json.loads(answer.data).get("type") != "urn:amana:hub.clock":
                return False
            there = parsedate_to_datetime(answer.headers["Date"]).timestamp()
        except (ValueError, KeyError, AttributeError, TypeError):
            return False
        self.ahead = round(there - self.clock())
        return True

    def _tries(self) -> Iterator[bool]:
        """TRIES turns with growing pauses between; each says whether it is the last."""
        for n in range(TRIES):
            if n:
                time.sleep(self.pause * 2 ** (n - 1))
            yield n == TRIES - 1

    @staticmethod
    def _json(answer: urllib3.BaseHTTPResponse) -> dict[str, Any]:
        try:
            value = json.loads(answer.data)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise Problem("testimony.hub_nonsense")
        return value
