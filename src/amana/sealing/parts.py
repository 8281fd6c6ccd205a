"""An envelope travels in parts, each put once, so that a bad line goes on where it broke off.

spec/envelope.md, "Parts".
"""

from collections.abc import Sequence

from amana.errors import Problem

PART = 32768


def count(size: int) -> int:
    """How many parts an envelope of `size` bytes has."""
    return -(-size // PART)


def split(envelope: bytes) -> list[bytes]:
    """The parts of `envelope` in order: each 32,768 bytes but the last, which has at least one."""
    return [envelope[start : start + PART] for start in range(0, len(envelope), PART)]


def join(parts: Sequence[bytes]) -> bytes:
    """The envelope that `parts`, in order, are of. Raises `sealing.bad_parts` if one is too short or too long."""
    if not parts or any(len(part) != PART for part in parts[:-1]) or not 0 < len(parts[-1]) <= PART:
        raise Problem("sealing.bad_parts")
    return b"".join(parts)
