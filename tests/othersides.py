"""Whoever seals to the open desk with keys of their own, as its tests play it: a worker's phone, another desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from amana.desk.lock import lock
from amana.sealing import ed25519, keys
from amana.sealing.envelope import attachment_of, seal
from amana.sealing.inside import Inside, sign_inside


@dataclass
class OtherSide:
    """An Ed25519 key and an age identity."""

    seed: bytes
    identity: str

    @property
    def key(self) -> bytes:
        return ed25519.public_key(self.seed)

    def seals(self, members: dict[str, Any], files: Mapping[str, tuple[str, bytes]], *, signed: bool = True) -> bytes:
        """One envelope to the open desk; `files`: name → media type and bytes."""
        described = [attachment_of(name, *file).model_dump() for name, file in files.items()]
        inside = Inside.model_validate({**members, "attachments": described})
        inside = sign_inside(inside, self.seed) if signed else inside
        recipient = keys.recipient_of(lock.keys.identities()[0])
        return seal(inside, [content for _, content in files.values()], [recipient])


def drawn(number: int) -> Any:
    """A key that nobody would use, as a default."""
    return field(default_factory=lambda: keys.identity_from_seed(bytes([number]) * 32))
