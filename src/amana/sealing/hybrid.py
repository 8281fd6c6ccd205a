"""The hybrid recipient of age, `mlkem768x25519` (C2SP age.md, "The MLKEM768-X25519 … recipient type").

To open what was captured today, someone would have to break both X25519 and ML-KEM-768. Every account is sealed so.
The wrapping is HPKE (RFC 9180) in base mode, from the library.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHAKE256, Hash
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from amana.errors import Problem
from amana.sealing import base64
from amana.sealing.header import Stanza

TYPE = "mlkem768x25519"
SEED = 32
RECIPIENT = 1184 + 32
ENCAPSULATED = 1088 + 32
BODY = 32
INFO = b"age-encryption.org/mlkem768x25519"
SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def recipient_of(seed: bytes) -> bytes:
    """The 1,216 public bytes of the identity `seed`."""
    mlkem, x25519 = _expand(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def encapsulated_of(stanza: Stanza) -> bytes:
    """The encapsulated key in a stanza of this type. Raises `sealing.bad_header` for a wrong shape."""
    if len(stanza.arguments) != 2 or len(stanza.body) != BODY:
        raise Problem("sealing.bad_header")
    encapsulated = base64.decode(stanza.arguments[1].encode())
    if len(encapsulated) != ENCAPSULATED:
        raise Problem("sealing.bad_header")
    return encapsulated


@dataclass(frozen=True)
class Recipient:
    """Someone to seal to: 1,216 public bytes."""

    public: bytes

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza from which the holder of the identity gets `file_key`."""
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(self.public[:1184])
            x25519 = X25519PublicKey.from_public_bytes(self.public[1184:])
            wrapped = SUITE.encrypt(file_key, MLKEM768X25519PublicKey(mlkem, x25519), info=INFO)
        except ValueError:
            raise Problem("sealing.bad_recipient") from None
        share = base64.encode(wrapped[:ENCAPSULATED]).decode()
        return Stanza((TYPE, share), wrapped[ENCAPSULATED:])


@dataclass(frozen=True)
class Identity:
    """The 32 secret bytes."""

    seed: bytes

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None where the stanza is for someone else. Raises `sealing.bad_header`."""
        if stanza.type != TYPE:
            return None
        encapsulated = encapsulated_of(stanza)
        mlkem, x25519 = _expand(self.seed)
        try:
            # The library does not tell a point of low order from a stanza for someone else; the standard does.
            x25519.exchange(X25519PublicKey.from_public_bytes(encapsulated[1088:]))
        except ValueError:
            raise Problem("sealing.bad_header") from None
        try:
            return SUITE.decrypt(encapsulated + stanza.body, MLKEM768X25519PrivateKey(mlkem, x25519), info=INFO)
        except InvalidTag:
            return None


def _expand(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """The two keys that 32 bytes stand for (draft-ietf-hpke-pq-03, MLKEM768-X25519)."""
    shake = Hash(SHAKE256(64 + 32))
    shake.update(seed)
    stretched = shake.finalize()
    return MLKEM768PrivateKey.from_seed_bytes(stretched[:64]), X25519PrivateKey.from_private_bytes(stretched[64:])
