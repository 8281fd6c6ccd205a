"""The payload of an age file: chunks of 64 KiB, each authenticated before it is let out (C2SP age.md, "Payload").

A chunk's nonce holds its number and whether it is the last, so chunks can be neither swapped nor dropped, and an end
that is missing shows. No more than two chunks are ever held in memory.
"""

import os
from contextlib import suppress
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amana.errors import Problem
from amana.sealing.header import NONCE

CHUNK = 64 * 1024
TAG = 16


def encrypt(file_key: bytes, plain: BinaryIO, sealed: BinaryIO) -> None:
    """Write a fresh nonce and then all of `plain`, sealed by `file_key`."""
    nonce = os.urandom(NONCE)
    sealed.write(nonce)
    cipher = _cipher(file_key, nonce)
    number, chunk, following = 0, _read(plain, CHUNK), _read(plain, CHUNK)
    while following:
        sealed.write(cipher.encrypt(_nonce(number, last=False), chunk, None))
        number, chunk, following = number + 1, following, _read(plain, CHUNK)
    sealed.write(cipher.encrypt(_nonce(number, last=True), chunk, None))


def decrypt(file_key: bytes, sealed: BinaryIO, plain: BinaryIO) -> None:
    """Write the plain text of `sealed`, which is at its nonce, to `plain`.

    Each chunk is written once it is authenticated. Raises `sealing.changed_payload` where the rest was changed or cut
    off: what was written until then is right, but is not the whole.
    """
    nonce = _read(sealed, NONCE)
    if len(nonce) < NONCE:
        raise Problem("sealing.cut_header")
    cipher = _cipher(file_key, nonce)
    number, last = 0, False
    while not last:
        text, last = _open(cipher, number, _read(sealed, CHUNK + TAG))
        if number and not text:
            raise Problem("sealing.changed_payload")
        plain.write(text)
        number += 1
    if sealed.read(1):
        raise Problem("sealing.changed_payload")


def plain_length(payload: int) -> int:
    """The length of the plain text in a payload of `payload` bytes (without the nonce), by arithmetic alone.

    Raises `sealing.changed_payload` for a length that no payload has.
    """
    chunks = max(1, -(-payload // (CHUNK + TAG)))
    length = payload - chunks * TAG
    if length < 0 or (chunks > 1 and length <= (chunks - 1) * CHUNK):
        raise Problem("sealing.changed_payload")
    return length


def _cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=nonce, info=b"payload").derive(file_key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _open(cipher: ChaCha20Poly1305, number: int, chunk: bytes) -> tuple[bytes, bool]:
    """The chunk's plain text, and whether it was sealed as the last one: a short one must have been."""
    for last in (False, True) if len(chunk) == CHUNK + TAG else (True,):
        with suppress(InvalidTag):
            return cipher.decrypt(_nonce(number, last=last), chunk, None), last
    raise Problem("sealing.changed_payload")


def _read(source: BinaryIO, size: int) -> bytes:
    """`size` bytes, or fewer at the end alone: a pipe may give less than was asked."""
    data = source.read(size)
    while data and len(data) < size:
        more = source.read(size - len(data))
        if not more:
            break
        data += more
    return data
