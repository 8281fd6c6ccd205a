"""Mailboxes: a key is all there is to one, so nobody has to ask for one or be told of it (spec/mailbox.md)."""

from dataclasses import dataclass, field
from datetime import timedelta

from amana.sealing import ed25519
from amana.sealing.ids import id_of

GRACE = timedelta(days=90)
"""For how long a hub takes drops to a mailbox that a newer card of its desk names no more."""


@dataclass(frozen=True)
class Mailbox:
    """The private side of a mailbox: whoever has the 32 bytes of `seed` may list, fetch and remove."""

    seed: bytes = field(repr=False)

    @property
    def key(self) -> bytes:
        """The 32 public bytes."""
        return ed25519.public_key(self.seed)

    @property
    def id(self) -> str:
        """The mailbox's name at a hub."""
        return id_of(self.key)
