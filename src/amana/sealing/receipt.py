"""Receipts: sixteen digits with which someone comes back, and without which nobody can (spec/receipt.md).

All that a receipt opens is derived from its digits; nothing is kept anywhere that says which receipts exist.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from amana.errors import Problem
from amana.sealing import keys
from amana.sealing.mailbox import Mailbox

DIGITS = 16
SALT = b"amana-receipt/1 "
N, R = 32768, 8
_VALUES = {chr(zero + value): str(value) for zero in (0x30, 0x660, 0x6F0) for value in range(10)}


@dataclass(frozen=True)
class Derived:
    """What a receipt opens: the mailbox where replies wait, and the age identity that they are sealed to."""

    mailbox: Mailbox
    identity: str = field(repr=False)


def draw(random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Sixteen digits, each as likely as any other: random bytes of 250 and more are thrown away."""
    digits = ""
    while len(digits) < DIGITS:
        (byte,) = random(1)
        digits += str(byte % 10) if byte < 250 else ""
    return digits


def show(digits: str) -> str:
    """Four groups of four."""
    return " ".join(digits[start : start + 4] for start in range(0, DIGITS, 4))


def read(typed: str) -> str:
    """The sixteen digits in what was typed, whatever stands between them. Raises `sealing.bad_receipt`."""
    digits = "".join(_VALUES.get(character, "") for character in typed)
    if len(digits) != DIGITS:
        raise Problem("sealing.bad_receipt")
    return digits


def derive(digits: str, fingerprint: str) -> Derived:
    """What sixteen `digits`, as `read` gives them, open at the desk of `fingerprint` (scrypt, RFC 7914: 32 MiB)."""
    seeds = hashlib.scrypt(
        digits.encode(), salt=SALT + fingerprint.encode(), n=N, r=R, p=1, maxmem=256 * N * R, dklen=64
    )
    return Derived(Mailbox(seeds[:32]), keys.identity_from_seed(seeds[32:]))
