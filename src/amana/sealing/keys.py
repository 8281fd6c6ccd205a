"""Identities (secret) and recipients (public) in age's own text form, so that any age program can use them.

Hybrid keys are the kind that Amana makes; X25519 keys are for correspondents whose age is older. Strict: an identity is
in capitals, a recipient in small letters, and each has exactly its length.
"""

import os

from amana.errors import Problem
from amana.sealing import bech32, hybrid, x25519

Recipient = hybrid.Recipient | x25519.Recipient
Identity = hybrid.Identity | x25519.Identity
HYBRID_IDENTITY, HYBRID_RECIPIENT = "AGE-SECRET-KEY-PQ-", "age1pq"
X25519_IDENTITY, X25519_RECIPIENT = "AGE-SECRET-KEY-", "age"


def new_identity() -> tuple[str, str]:
    """A fresh hybrid identity (`AGE-SECRET-KEY-PQ-1…`) and its recipient (`age1pq1…`)."""
    identity = identity_from_seed(os.urandom(hybrid.SEED))
    return identity, recipient_of(identity)


def new_x25519_identity() -> tuple[str, str]:
    """A fresh X25519 identity (`AGE-SECRET-KEY-1…`) and its recipient (`age1…`)."""
    identity = bech32.encode(X25519_IDENTITY.lower(), os.urandom(x25519.SEED)).upper()
    return identity, recipient_of(identity)


def identity_from_seed(seed: bytes) -> str:
    """The hybrid identity that the 32 bytes of `seed` are."""
    if len(seed) != hybrid.SEED:
        raise ValueError("a seed has 32 bytes")
    return bech32.encode(HYBRID_IDENTITY.lower(), seed).upper()


def recipient_of(identity: str) -> str:
    """The recipient, for anyone to seal to, of an identity of either kind. Raises `sealing.bad_identity`."""
    secret = parse_identity(identity)
    if isinstance(secret, hybrid.Identity):
        return bech32.encode(HYBRID_RECIPIENT, hybrid.recipient_of(secret.seed))
    return bech32.encode(X25519_RECIPIENT, x25519.recipient_of(secret.seed))


def parse_identity(text: str) -> Identity:
    """The identity that `text` is. Raises `sealing.bad_identity`."""
    match _decode(text, "sealing.bad_identity"):
        case (prefix, seed) if prefix == HYBRID_IDENTITY and len(seed) == hybrid.SEED:
            return hybrid.Identity(seed)
        case (prefix, seed) if prefix == X25519_IDENTITY and len(seed) == x25519.SEED:
            return x25519.Identity(seed)
    raise Problem("sealing.bad_identity")


def parse_recipient(text: str) -> Recipient:
    """The recipient that `text` is. Raises `sealing.bad_recipient`."""
    match _decode(text, "sealing.bad_recipient"):
        case (prefix, public) if prefix == HYBRID_RECIPIENT and len(public) == hybrid.RECIPIENT:
            return hybrid.Recipient(public)
        case (prefix, public) if prefix == X25519_RECIPIENT and len(public) == x25519.RECIPIENT:
            return x25519.Recipient(public)
    raise Problem("sealing.bad_recipient")


def _decode(text: str, code: str) -> tuple[str, bytes]:
    try:
        return bech32.decode(text)
    except Problem:
        raise Problem(code) from None
