"""Ed25519 (RFC 8032) over raw bytes, with one encoding for each key: the only signatures that Amana makes or takes.

Stricter than the library: a public key must be canonical and not of small order, for with such a key a signature says
nothing of its message. That is what the phone's library checks, too.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED = KEY = 32
SIGNATURE = 64
P = 2**255 - 19
SMALL_ORDER = frozenset(
    {
        0,
        1,
        P - 1,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD83D3D706A17C7,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    }
)
"""The y-coordinates of the eight points whose order divides 8, whatever the sign of x."""


def public_key(seed: bytes) -> bytes:
    """The 32 public bytes of the key whose private `seed` has 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """The 64 bytes of signature over `message`; the same message gives the same signature."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verify(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` is by the public `key`."""
    y = int.from_bytes(key, "little") & (2**255 - 1)
    if len(key) != KEY or y >= P or y in SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
