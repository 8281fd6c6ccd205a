"""Envelopes: what is told, sealed to a desk, in a shape that a hub can check without any key (spec/envelope.md).

    sealed = seal(inside, attachments, card.recipients)
    inside, attachments = open_([identity], sealed)

Promises: only hybrid recipients, one or two; a size that tells next to nothing; anything else is refused on opening and
by the hub alike.
"""

from collections.abc import Sequence

from amana.errors import Problem
from amana.sealing import age, hybrid
from amana.sealing.inside import Attachment, Inside, Opened, attachment_of, read_inside, write_inside
from amana.sealing.padding import is_padded

__all__ = ["Attachment", "Inside", "Opened", "attachment_of", "check_header", "check_shape", "open_", "seal"]

LONGEST = 16 << 20
MOST_RECIPIENTS = 2
CHUNK, TAG = 65536, 16


def seal(inside: Inside, attachments: Sequence[bytes], recipients: Sequence[str]) -> bytes:
    """An envelope to `recipients`. Raises as `write_inside`, `check_shape` and `age.seal_bytes` do."""
    sealed = age.seal_bytes(recipients, write_inside(inside, attachments))
    check_shape(sealed, len(sealed))
    return sealed


def open_(identities: Sequence[str], sealed: bytes) -> Opened:
    """What is inside `sealed`. Raises as `check_shape` and `read_inside` do, and as age does for a wrong identity."""
    check_shape(sealed, len(sealed))
    return read_inside(age.open_bytes(identities, sealed))


def check_header(first_bytes: bytes) -> int:
    """Check the age header at the start of `first_bytes`, without any key; gives where its first chunk starts.

    Raises `sealing.not_hybrid`, or as `age.header_of` does.
    """
    head = age.header_of(first_bytes)
    if set(head.types) != {hybrid.TYPE} or len(head.types) > MOST_RECIPIENTS:
        raise Problem("sealing.not_hybrid")
    return head.payload_offset


def check_shape(first_bytes: bytes, total_size: int) -> None:
    """Check, without any key, what a whole envelope of `total_size` bytes shows: `first_bytes` hold its age header.

    Raises `sealing.too_large`, `sealing.not_padded`, or as `check_header` does.
    """
    if total_size > LONGEST:
        raise Problem("sealing.too_large", most=LONGEST)
    size = plain_size(total_size - check_header(first_bytes))
    if size is None or not is_padded(size):
        raise Problem("sealing.not_padded")


def plain_size(payload: int) -> int | None:
    """Bytes of plaintext in an age payload of `payload` bytes without its nonce; None if no plaintext has that size.

    C2SP age.md, "Payload": chunks of 64 KiB, each with a tag of 16 bytes, the last one shorter but never empty.
    """
    whole, rest = divmod(payload, CHUNK + TAG)
    if payload < TAG or (whole and 0 < rest <= TAG):
        return None
    return payload - TAG * (whole + (rest > 0))
