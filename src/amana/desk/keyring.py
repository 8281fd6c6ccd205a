"""The file that a pass-phrase opens: every key of a desk, sealed (spec/desk-keyring.md).

A keyring that was copied is worth nothing without its pass-phrase, and each guess
costs as much memory and time as an honest opening.
"""

import json
import os
import secrets
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import astuple, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from amana.desk import odk_key
from amana.errors import Problem

FORMAT = "amana-keyring/1"
SHORTEST_PASSPHRASE = 16
KEY, SMALL_KEYS, TAG = 32, 5, 16
PLAIN = KEY * SMALL_KEYS + odk_key.SIZE


@dataclass(frozen=True, repr=False)
class Keys:
    """Five keys of 32 bytes each, and the primes of ODK's; what each is for stands in the specification."""

    database: bytes
    field: bytes
    card: bytes
    mailbox: bytes
    identity: bytes
    odk: bytes

    @classmethod
    def draw(cls) -> "Keys":
        """New random keys, as a new desk needs them."""
        return cls(*[*(secrets.token_bytes(KEY) for _ in range(SMALL_KEYS)), odk_key.draw()])


@dataclass(frozen=True)
class Cost:
    """What one guess at the pass-phrase costs (Argon2id, RFC 9106): KiB of memory, passes, lanes."""

    memory: int = 262_144
    passes: int = 3
    lanes: int = 4

    def bearable(self) -> bool:
        """Whether the figures are within the bounds of the specification."""
        return (
            all(type(n) is int for n in astuple(self))
            and 1 <= self.passes <= 100
            and 1 <= self.lanes <= 64
            and 8 * self.lanes <= self.memory <= 4_194_304
        )


def seal_keys(keys: Keys, passphrase: str, cost: Cost | None = None) -> bytes:
    """The keyring file's bytes. Refuses a pass-phrase that is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Problem("desk.short_passphrase", least=SHORTEST_PASSPHRASE)
    cost = cost or Cost()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    head = _head(cost, salt)
    sealed = _cipher(passphrase, cost, salt).encrypt(
        nonce, b"".join(astuple(keys)), " ".join(map(str, head.values())).encode()
    )
    return json.dumps({**head, "nonce": _text(nonce), "sealed": _text(sealed)}, indent=1).encode() + b"\n"


def open_keys(data: bytes, passphrase: str) -> Keys:
    """The keys in a keyring file. `desk.wrong_passphrase` where it does not open, whatever the cause."""
    try:
        file = json.loads(data)
        cost = Cost(file["memory"], file["passes"], file["lanes"])
        salt, nonce, sealed = (_bytes(file[name]) for name in ("salt", "nonce", "sealed"))
        head = _head(cost, salt)
        known = cost.bearable() and (len(salt), len(nonce), len(sealed)) == (16, 12, PLAIN + TAG)
        exact = file == {**head, "nonce": _text(nonce), "sealed": _text(sealed)}
    except (ValueError, KeyError, TypeError) as error:
        raise Problem("desk.not_a_keyring") from error
    if not (known and exact):
        raise Problem("desk.not_a_keyring")
    try:
        plain = _cipher(passphrase, cost, salt).decrypt(nonce, sealed, " ".join(map(str, head.values())).encode())
    except InvalidTag:
        raise Problem("desk.wrong_passphrase") from None
    small = KEY * SMALL_KEYS
    return Keys(*[*(plain[at : at + KEY] for at in range(0, small, KEY)), plain[small:]])


def write_keyring(path: Path, data: bytes) -> None:
    """Put `data` at `path` so that a power cut leaves the old file or the new one, never half of one."""
    new = path.with_suffix(".new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _head(cost: Cost, salt: bytes) -> dict[str, str | int]:
    return {
        "keyring": FORMAT,
        "kdf": "argon2id",
        "memory": cost.memory,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": _text(salt),
    }


def _cipher(passphrase: str, cost: Cost, salt: bytes) -> ChaCha20Poly1305:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return ChaCha20Poly1305(kdf.derive(unicodedata.normalize("NFKC", passphrase).encode()))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
