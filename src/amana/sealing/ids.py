"""Names that nobody gives out: the id of bytes is their hash, so equal bytes have one id and no registry is needed.

Envelopes, mailboxes and desks are named so (spec/README.md).
"""

import hashlib
import re

from amana.sealing.codec import base32

PATTERN = r"^[a-z2-7]{51}[aq]$"
"""256 bits in 52 characters leave four bits of the last one empty: only `a` and `q` can end an id."""

_ID = re.compile(PATTERN)


def id_of(data: bytes) -> str:
    """base32(SHA-256(`data`)): 52 characters."""
    return base32(hashlib.sha256(data).digest())


def is_id(text: str) -> bool:
    """Whether `text` could be the id of some bytes."""
    return _ID.fullmatch(text) is not None
