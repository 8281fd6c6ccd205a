"""Countersigning another desk's checkpoints, and checking what was countersigned (C2SP tlog-cosignature, tlog-witness).

A cosignature says: of this log I had seen nothing newer, and it only adds to what I saw before. It is made with
ML-DSA-44, so that none can be made up by a quantum computer later (spec/custody.md, "Lodging a checkpoint outside").
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amana.errors import Problem
from amana.sealing import notes
from amana.sealing.codec import base64_padded, from_base64_padded
from amana.testimony.custody import checkpoint, merkle
from amana.testimony.custody.checkpoint import Checkpoint

LOG, COSIGNER = b"\x01", b"\x06"
KEY_SIZES = {LOG: 32, COSIGNER: 1312}
STAMP, SIGNATURE = 8, 2420
LABEL = b"subtree/v1\n\0"
MOST_STEPS = 63


@dataclass(frozen=True)
class Key:
    """A verifier key: the name by which it signs, of which type it is, its public bytes."""

    name: str
    kind: bytes
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that stand before its signatures."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[: notes.KEY_HASH]

    def text(self) -> str:
        """The key as C2SP signed-note writes it."""
        return f"{self.name}+{self.id.hex()}+{base64_padded(self.kind + self.public)}"


def read_key(text: str, kind: bytes) -> Key:
    """The verifier key in `text`, of the type `kind`; `custody.not_a_key` if it is none."""
    try:
        name, _, encoded = text.strip().split("+", 2)
        material = from_base64_padded(encoded)
    except ValueError:
        raise Problem("custody.not_a_key") from None
    key = Key(name, material[:1], material[1:])
    if key.text() != text.strip() or key.kind != kind or len(key.public) != KEY_SIZES[kind] or not 0 < len(name) < 256:
        raise Problem("custody.not_a_key")
    if kind == LOG and key.name != checkpoint.origin(key.public):
        raise Problem("custody.not_a_key")
    return key


def log_key(card: bytes) -> Key:
    """The verifier key of a desk's log, from the card key's 32 public bytes."""
    return Key(checkpoint.origin(card), LOG, card)


def cosigner_key(card_seed: bytes, origin: str) -> Key:
    """The verifier key with which the desk of `origin` countersigns."""
    return Key(f"{origin}/cosigner", COSIGNER, _private(card_seed).public_key().public_bytes_raw())


@dataclass(frozen=True)
class Request:
    """What a log gives to its cosigner: the newest size that it saw, a consistency proof from there, the checkpoint."""

    old: int
    proof: list[bytes]
    note: bytes

    def to_bytes(self) -> bytes:
        """The body of `add-checkpoint`."""
        return "\n".join([f"old {self.old}", *map(base64_padded, self.proof), ""]).encode() + b"\n" + self.note

    @classmethod
    def from_bytes(cls, data: bytes) -> "Request":
        """Read one. `custody.not_a_request` where it is none."""
        head, blank, note = data.partition(b"\n\n")
        try:
            first, *steps = head.decode("ascii").split("\n")
            request = cls(int(first.removeprefix("old ")), [from_base64_padded(step) for step in steps], note)
        except ValueError:
            raise Problem("custody.not_a_request") from None
        sound = request.old >= 0 and len(steps) <= MOST_STEPS and all(len(step) == 32 for step in request.proof)
        if not blank or not sound or request.to_bytes() != data:
            raise Problem("custody.not_a_request")
        return request


def check_request(request: Request, key: Key, known: Checkpoint | None) -> Checkpoint:
    """The checkpoint that may be countersigned, since it only adds to `known`, the newest that was countersigned.

    Raises `custody.other_log` unless the log of `key` signed it, `custody.other_old` if the proof begins elsewhere than
    at `known`, and `custody.does_not_add` if the log is not the one it was.
    """
    try:
        head = checkpoint.read(request.note, key.public)
    except Problem:
        raise Problem("custody.other_log") from None
    if request.old != (known.size if known else 0):
        raise Problem("custody.other_old", size=known.size if known else 0)
    if not adds(known, head, request.proof):
        raise Problem("custody.does_not_add")
    return head


def adds(before: Checkpoint | None, head: Checkpoint, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the log of `head` only adds to that of `before`; an empty log begins any."""
    if before is None:
        return not proof and head.size > 0
    return merkle.check_consistency(before.size, head.size, proof, before.root, head.root)


def cosign(head: Checkpoint, card_seed: bytes, origin: str, at: datetime) -> str:
    """The signature line with which the desk of `origin` countersigns `head` at the moment `at`."""
    key, seconds = cosigner_key(card_seed, origin), int(at.timestamp())
    signature = _private(card_seed).sign(_message(key.name, seconds, head))
    return f"— {key.name} {base64_padded(key.id + seconds.to_bytes(STAMP, 'big') + signature)}\n"


def check_cosignature(note: bytes, key: Key, head: Checkpoint) -> datetime:
    """When the holder of `key` countersigned `head`, by a line of `note`; `custody.not_cosigned` if none shows it."""
    for blob in notes.signatures_by(note, key.name, key.id):
        seconds, signature = int.from_bytes(blob[:STAMP], "big"), blob[STAMP:]
        try:
            MLDSA44PublicKey.from_public_bytes(key.public).verify(signature, _message(key.name, seconds, head))
            return datetime.fromtimestamp(seconds, UTC)
        except (InvalidSignature, ValueError, OverflowError, OSError):
            continue
    raise Problem("custody.not_cosigned")


def _private(card_seed: bytes) -> MLDSA44PrivateKey:
    seed = HKDF(SHA256(), 32, salt=None, info=b"amana custody cosigner").derive(card_seed)
    return MLDSA44PrivateKey.from_seed_bytes(seed)


def _message(name: str, seconds: int, head: Checkpoint) -> bytes:
    def counted(text: str) -> bytes:
        return bytes([len(text.encode())]) + text.encode()

    whole = (0).to_bytes(8, "big") + head.size.to_bytes(8, "big")
    return LABEL + counted(name) + seconds.to_bytes(8, "big") + counted(head.origin) + whole + head.root
