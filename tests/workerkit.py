"""A community worker's phone, as the desk's tests play it; everything told here is invented."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from amana.desk.lock import lock
from amana.sealing import codec, ed25519, keys
from amana.sealing.envelope import seal
from amana.sealing.ids import id_of
from amana.sealing.inside import Inside, sign_inside

INVITATION = b"\7" * 16


@dataclass
class Phone:
    """A phone with keys of its own."""

    seed: bytes = b"\1" * 32
    identity: str = field(default_factory=lambda: keys.identity_from_seed(b"\2" * 32))

    @property
    def key(self) -> bytes:
        return ed25519.public_key(self.seed)

    def sealed(self, signed: bool = True, **members: Any) -> bytes:
        """One envelope to the open desk."""
        inside = Inside.model_validate(
            {
                "kind": "account",
                "form": {"id": "listening", "version": "1"},
                "language": "fr",
                "day": "2026-03-01",
                "answers": {"own_words": "the heron crossed the ninth river at dusk"},
                "consents": {"care": "yes"},
                "attachments": [],
                "reply_to": None,
                **members,
            }
        )
        inside = sign_inside(inside, self.seed) if signed else inside
        return seal(inside, [], [keys.recipient_of(keys.identity_from_seed(lock.keys.identity))])

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
