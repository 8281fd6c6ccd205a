"""Bytes as text, in the three alphabets of RFC 4648 that we use, each in its one canonical form.

Two texts that stand for the same bytes would be two names for one thing, so reading refuses whatever writing would not
have written: missing or needless padding, set bits beyond the last byte, other characters.
"""

import base64


def base32(data: bytes) -> str:
    """Lower case, without padding."""
    return base64.b32encode(data).decode().rstrip("=").lower()


def base64_padded(data: bytes) -> str:
    """The standard alphabet, with padding."""
    return base64.b64encode(data).decode()


def base64url(data: bytes) -> str:
    """The alphabet for links, without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64_padded(text: str) -> bytes:
    """The bytes that `base64_padded` would write as `text`. Raises ValueError."""
    data = base64.b64decode(text, validate=True)
    if base64_padded(data) != text:
        raise ValueError("not canonical")
    return data


def from_base64url(text: str) -> bytes:
    """The bytes that `base64url` would write as `text`. Raises ValueError."""
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if base64url(data) != text:
        raise ValueError("not canonical")
    return data
