"""Seal and open age v1 files (C2SP age.md): to whom is in `keys`, the header in `header`, the payload in `stream`.

    identity, recipient = keys.new_identity()
    sealed = seal_bytes([recipient], b"…")
    open_bytes([identity], sealed)

Promises: nothing unauthenticated is ever written; files of any length pass in little memory; what any other age
program sealed to these kinds of key opens here, and the other way round.
"""

import io
import os
from collections.abc import Callable, Sequence
from typing import BinaryIO

from amana.errors import Problem
from amana.sealing import header, hybrid, keys, passphrase, stream, x25519
from amana.sealing.header import Header, Stanza

FILE_KEY = 16
SHAPES: dict[str, Callable[[Stanza], object]] = {
    hybrid.TYPE: hybrid.encapsulated_of,
    x25519.TYPE: x25519.share_of,
    passphrase.TYPE: passphrase.check,
}


def seal(recipients: Sequence[str], plain: BinaryIO, sealed: BinaryIO) -> None:
    """Read all of `plain`, and write it to `sealed` so that each of `recipients` alone can open it.

    Raises `sealing.no_recipient`, `sealing.bad_recipient`, `sealing.many_recipients`, or `sealing.mixed_recipients`: a
    recipient of another kind would undo what the hybrid ones are for.
    """
    _seal(recipients, os.urandom(FILE_KEY), plain, sealed)


def _seal(recipients: Sequence[str], file_key: bytes, plain: BinaryIO, sealed: BinaryIO) -> None:
    parsed = [keys.parse_recipient(recipient) for recipient in recipients]
    if not parsed:
        raise Problem("sealing.no_recipient")
    if len({type(recipient) for recipient in parsed}) > 1:
        raise Problem("sealing.mixed_recipients")
    head = header.encode([recipient.wrap(file_key) for recipient in parsed], file_key)
    if len(head) > header.LONGEST:
        raise Problem("sealing.many_recipients", count=len(parsed))
    sealed.write(head)
    stream.encrypt(file_key, plain, sealed)


def open_(identities: Sequence[str], sealed: BinaryIO, plain: BinaryIO) -> None:
    """Write what `sealed` holds to `plain`, with whichever of `identities` it was sealed to.

    On `sealing.changed_payload`, what was written until then is authentic but not whole: the caller must not keep it
    as if it were. Raises also what `header.parse` does, `sealing.bad_identity` and `sealing.no_match`.
    """
    parsed = [keys.parse_identity(identity) for identity in identities]
    head = header.read(sealed)
    file_key = _unwrap(parsed, head)
    head.check(file_key)
    stream.decrypt(file_key, sealed, plain)


def seal_bytes(recipients: Sequence[str], data: bytes) -> bytes:
    """As `seal`, in memory."""
    sealed = io.BytesIO()
    seal(recipients, io.BytesIO(data), sealed)
    return sealed.getvalue()


def open_bytes(identities: Sequence[str], data: bytes) -> bytes:
    """As `open_`, in memory: the whole, or a `Problem`."""
    plain = io.BytesIO()
    open_(identities, io.BytesIO(data), plain)
    return plain.getvalue()


def seal_with_file_key(recipients: Sequence[str], file_key: bytes, data: bytes) -> bytes:
    """As `seal_bytes`, with a file key (16 bytes) that the caller can make again, and that no other file has."""
    sealed = io.BytesIO()
    _seal(recipients, file_key, io.BytesIO(data), sealed)
    return sealed.getvalue()


def open_with_file_key(file_key: bytes, data: bytes) -> bytes:
    """As `open_bytes`, for who knows the file key without any identity. `sealing.no_match` if it is another's."""
    sealed, plain = io.BytesIO(data), io.BytesIO()
    head = header.read(sealed)
    try:
        head.check(file_key)
    except Problem:
        raise Problem("sealing.no_match") from None
    stream.decrypt(file_key, sealed, plain)
    return plain.getvalue()


def header_of(data_prefix: bytes) -> Header:
    """The header that the first bytes of a file hold, with the shape of every stanza of a known kind checked too.

    For those who hold no key. Raises as `header.parse` does; `sealing.cut_header` asks for more bytes.
    """
    head = header.parse(data_prefix)
    for stanza in head.stanzas:
        check = SHAPES.get(stanza.type)
        if check:
            check(stanza)
    return head


def _unwrap(identities: Sequence[keys.Identity], head: Header) -> bytes:
    for identity in identities:
        for stanza in head.stanzas:
            file_key = identity.unwrap(stanza)
            if file_key is not None:
                return file_key
    raise Problem("sealing.no_match")
