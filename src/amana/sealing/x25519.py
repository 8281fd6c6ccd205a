"""The X25519 recipient of age (C2SP age.md, "The X25519 recipient type").

For correspondents whose age knows no other. It does not hold against a large quantum computer: accounts are never
sealed to it.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amana.errors import Problem
from amana.sealing import base64
from amana.sealing.header import Stanza

TYPE = "X25519"
RECIPIENT = 32
SEED = 32
BODY = 32


def recipient_of(seed: bytes) -> bytes:
    """The 32 public bytes of the identity `seed`."""
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def share_of(stanza: Stanza) -> bytes:
    """The ephemeral share in a stanza of this type. Raises `sealing.bad_header` for a wrong shape."""
    if len(stanza.arguments) != 2 or len(stanza.body) != BODY:
        raise Problem("sealing.bad_header")
    share = base64.decode(stanza.arguments[1].encode())
    if len(share) != 32:
        raise Problem("sealing.bad_header")
    return share


@dataclass(frozen=True)
class Recipient:
    """Someone to seal to: 32 public bytes."""

    public: bytes

    def wrap(self, file_key: bytes) -> Stanza:
        """The stanza from which the holder of the identity gets `file_key`."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        cipher = _cipher(ephemeral, self.public, share + self.public)
        if cipher is None:
            raise Problem("sealing.bad_recipient")
        return Stanza((TYPE, base64.encode(share).decode()), cipher.encrypt(bytes(12), file_key, None))


@dataclass(frozen=True)
class Identity:
    """The 32 secret bytes."""

    seed: bytes

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, or None where the stanza is for someone else. Raises `sealing.bad_header`."""
        if stanza.type != TYPE:
            return None
        share = share_of(stanza)
        cipher = _cipher(X25519PrivateKey.from_private_bytes(self.seed), share, share + recipient_of(self.seed))
        if cipher is None:
            raise Problem("sealing.bad_header")
        try:
            return cipher.decrypt(bytes(12), stanza.body, None)
        except InvalidTag:
            return None


def _cipher(secret: X25519PrivateKey, public: bytes, salt: bytes) -> ChaCha20Poly1305 | None:
    """The wrapping cipher, or None for a point of low order, whose shared secret would be known to all."""
    try:
        shared = secret.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return None
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt=salt, info=b"age-encryption.org/v1/X25519").derive(shared))
