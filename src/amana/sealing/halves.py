"""Halves of a receipt: two lines of sixteen digits, of which each alone says nothing (spec/receipt.md, "Halves")."""

import secrets
from collections.abc import Callable

from amana.sealing import receipt


def split(digits: str, random: Callable[[int], bytes] = secrets.token_bytes) -> tuple[str, str]:
    """Two halves of sixteen `digits`: the first drawn as a receipt is, the other what is missing."""
    half = receipt.draw(random)
    pairs = zip(digits, half, strict=True)
    return half, "".join(str((int(whole) - int(part)) % 10) for whole, part in pairs)


def join(half: str, other: str) -> str:
    """The sixteen digits of which these are the halves, in either order."""
    return "".join(str((int(one) + int(two)) % 10) for one, two in zip(half, other, strict=True))
