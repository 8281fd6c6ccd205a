"""A community worker's phone, as the desk's tests play it; everything told here is invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from amana.sealing import codec, keys
from amana.sealing.ids import id_of
from amana.sealing.inside import UNTOLD
from deskkit import PLANTED
from othersides import OtherSide, drawn

INVITATION = b"\7" * 16


@dataclass
class Phone(OtherSide):
    """A phone with keys of its own."""

    seed: bytes = b"\1" * 32
    identity: str = drawn(2)

    def sealed(self, signed: bool = True, **members: Any) -> bytes:
        """One envelope to the open desk."""
        told = {
            **UNTOLD,
            "kind": "account",
            "form": {"id": "listening", "version": "1"},
            "language": "fr",
            "day": "2026-03-01",
            "answers": {"own_words": PLANTED},
            "consents": {"care": "yes"},
        }
        return self.seals({**told, **members}, {}, signed=signed)

    def enrolment(self, invitation: bytes = INVITATION, **members: Any) -> bytes:
        recipient = keys.recipient_of(self.identity)
        enrolment = {"invitation": codec.base64url(invitation), "key": codec.base64url(self.key)}
        reply_to = {"mailbox": id_of(self.key), "recipient": recipient}
        blank = {"kind": "enrolment", "form": None, "answers": {}, "consents": {}}
        return self.sealed(**{**blank, "reply_to": reply_to, "enrolment": enrolment, **members})

    def visit(self, code: str, how: str = "made", **members: Any) -> bytes:
        said = {"kind": "addition", "form": None, "answers": {"case": code, "visit": how}, "consents": {}, "text": ""}
        return self.sealed(**{**said, **members})


def today() -> date:
    return datetime.now(UTC).date()
