"""Eight digits by which a community worker and the desk find that they see one phone's keys (spec/worker.md)."""

import hashlib

from amana.sealing.ed25519 import KEY

CHECK = b"amana-worker-check/1\n"


def check_digits(key: bytes, recipient: str) -> str:
    """Two groups of four digits for a public key (32 bytes) and the age recipient that came with it."""
    if len(key) != KEY:
        raise ValueError("a key has 32 bytes")
    number = int.from_bytes(hashlib.sha256(CHECK + key + recipient.encode()).digest()[:8], "big") % 10**8
    return f"{number // 10**4:04} {number % 10**4:04}"
