"""A whole age file from anyone, opened with the keys that it was, or was not, sealed to (`amana.sealing.age`)."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import age, bech32, keys

HYBRID = keys.identity_from_seed(bytes(32))
X25519 = bech32.encode("age-secret-key-", bytes(range(32))).upper()
KEPT = b"kept safe"
SEEDS = [age.seal_bytes([keys.recipient_of(identity)], KEPT) for identity in (HYBRID, X25519)]


def check(data: bytes) -> None:
    """Nothing opens but what was sealed with the key."""
    with suppress(Problem):
        assert age.open_bytes([HYBRID, X25519], data) == KEPT
