"""Base64 without padding, in its one canonical form (RFC 4648, Sections 3.5 and 4), as age headers write it."""

import base64

from amana.errors import Problem


def encode(data: bytes) -> bytes:
    """`data` in the standard alphabet, without `=`."""
    return base64.b64encode(data).rstrip(b"=")


def decode(text: bytes) -> bytes:
    """The bytes that `text` stands for. Raises `sealing.bad_header` unless `encode` would write it just so."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        raise Problem("sealing.bad_header") from None
    if encode(data) != text:
        raise Problem("sealing.bad_header")
    return data
