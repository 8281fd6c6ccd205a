"""Every key of a desk, and the plain text as which keyring, recovery file and backups seal them.

The specification is spec/desk-keyring.md.
"""

import secrets
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import chain
from typing import Any

from amana.desk import odk_key
from amana.errors import Problem
from amana.sealing import hybrid, keys, strict_json
from amana.sealing.codec import base64url, from_base64url

FORMAT = "amana-keys/2"
KEY = 32
BLOCK = 4096
SMALL = ("database", "field", "index", "card", "mailbox", "identity", "backup")
EARLIER = {"amana-keys/1": ("database", "field", "identity"), FORMAT: ("database", "field", "identity", "mailbox")}
"""By format, which keys that were replaced it keeps; the older one is read alone."""


@dataclass(frozen=True, repr=False)
class Keys:
    """The keys; what each is for stands in the specification. Of `earlier_…` the newest stands first."""

    database: bytes
    field: bytes
    index: bytes
    card: bytes
    mailbox: bytes
    identity: bytes
    odk: bytes
    backup: bytes
    recovery: str = ""
    earlier_database: tuple[bytes, ...] = ()
    earlier_field: tuple[bytes, ...] = ()
    earlier_identity: tuple[bytes, ...] = ()
    earlier_mailbox: tuple[bytes, ...] = ()

    @classmethod
    def draw(cls, recovery: str = "") -> "Keys":
        """New random keys, as a new desk needs them."""
        small: dict[str, Any] = {name: secrets.token_bytes(KEY) for name in SMALL}
        return cls(odk=odk_key.draw(), recovery=recovery, **small)

    def drawn_anew(self, *, identity: bool = False, mailbox: bool = False) -> "Keys":
        """New keys for what is kept here, the old ones as earlier; a new identity and a new mailbox too, if asked."""
        new = replace(
            self,
            database=secrets.token_bytes(KEY),
            field=secrets.token_bytes(KEY),
            backup=secrets.token_bytes(KEY),
            earlier_database=(self.database, *self.earlier_database),
            earlier_field=(self.field, *self.earlier_field),
        )
        if mailbox:
            earlier = (self.mailbox, *self.earlier_mailbox)
            new = replace(new, mailbox=secrets.token_bytes(KEY), earlier_mailbox=earlier)
        if identity:
            earlier = (self.identity, *self.earlier_identity)
            new = replace(new, identity=secrets.token_bytes(KEY), earlier_identity=earlier)
        return new

    def identities(self) -> list[str]:
        """The age identities with which what comes may be opened, the newest first."""
        return list(self._identities)

    @cached_property
    def _identities(self) -> tuple[str, ...]:
        return tuple(keys.identity_from_seed(seed) for seed in (self.identity, *self.earlier_identity))

    def recipients(self) -> list[str]:
        """To whom the desk seals what may leave its disk: the recovery key, or the desk itself where it has none."""
        return [self.recovery or keys.recipient_of(self.identities()[0])]

    def to_bytes(self, kind: str = FORMAT) -> bytes:
        """JSON, filled up."""
        value: dict[str, Any] = {"keys": kind}
        for field in fields(self):
            if not field.name.startswith("earlier_"):
                kept = getattr(self, field.name)
                value[field.name] = kept if isinstance(kept, str) else base64url(kept)
        value["earlier"] = {
            name: [base64url(key) for key in getattr(self, f"earlier_{name}")] for name in EARLIER[kind]
        }
        return filled(strict_json.write(value))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Keys":
        """The keys written as `data`. `desk.not_a_keyring` for anything that `to_bytes` would not have written."""
        try:
            value: Any = strict_json.read(data.rstrip(b" "))
            names = EARLIER[value["keys"]]
            earlier: dict[str, Any] = {
                f"earlier_{name}": tuple(map(from_base64url, value["earlier"][name])) for name in names
            }
            small: dict[str, Any] = {name: from_base64url(value[name]) for name in SMALL}
            read = cls(**small, odk=from_base64url(value["odk"]), recovery=value["recovery"], **earlier)
            sizes = {len(key) for key in [*small.values(), *chain.from_iterable(earlier.values())]}
            if sizes != {KEY} or len(read.odk) != odk_key.SIZE or read.to_bytes(value["keys"]) != data:
                raise ValueError
        except (Problem, ValueError, KeyError, TypeError, AttributeError):
            raise Problem("desk.not_a_keyring") from None
        return read


def filled(text: bytes) -> bytes:
    """Followed by spaces, so that its length does not tell what was replaced."""
    return text + b" " * (-len(text) % BLOCK)


def check_recovery(recipient: str) -> str:
    """`recipient`, if it can be a recovery key: `desk.recovery_not_hybrid` for one of another kind."""
    if not isinstance(keys.parse_recipient(recipient), hybrid.Recipient):
        raise Problem("desk.recovery_not_hybrid")
    return recipient
