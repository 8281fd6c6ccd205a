"""The file that a pass-phrase or trustees open: every key of a desk, sealed (spec/desk-keyring.md).

A keyring that was copied is worth nothing without what opens it, and each guess at a pass-phrase
costs as much memory and time as an honest opening.
"""

import json
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from amana.desk import keys_v1
from amana.desk.doors import Door, read_door
from amana.desk.keys import KEY, Keys
from amana.errors import Problem
from amana.sealing.codec import base64url, from_base64url

FORMAT = "amana-keyring/2"


@dataclass(frozen=True, repr=False)
class Opened:
    """What an opened keyring gave: the keys, its door, and the key of that door, with which it is written anew."""

    keys: Keys
    door: Door
    opener: bytes


def door_of(data: bytes) -> Door:
    """How a keyring file opens. `desk.not_a_keyring` for anything else."""
    return _parse(data)[0]


def open_keyring(data: bytes, secret: str | bytes) -> Opened:
    """Open with a pass-phrase (str), or with what trustees' words give together (bytes).

    `desk.wrong_passphrase` or `desk.wrong_words` where it does not open, whatever the cause.
    """
    door, head, nonce, sealed = _parse(data)
    opener = door.opener(secret)
    try:
        plain = ChaCha20Poly1305(opener).decrypt(nonce, sealed, head)
    except InvalidTag:
        raise door.refusal() from None
    old = head.startswith(keys_v1.FORMAT.encode())
    return Opened(keys_v1.read(plain) if old else Keys.from_bytes(plain), door, opener)


def seal_keyring(keys: Keys, door: Door, opener: bytes) -> bytes:
    """The keyring file's bytes."""
    members = {"keyring": FORMAT, **door.members()}
    nonce = secrets.token_bytes(12)
    sealed = ChaCha20Poly1305(opener).encrypt(nonce, keys.to_bytes(), _head(members))
    text = json.dumps({**members, "nonce": base64url(nonce), "sealed": base64url(sealed)}, indent=1)
    return text.encode() + b"\n"


def _parse(data: bytes) -> tuple[Door, bytes, bytes, bytes]:
    """Door, associated data, nonce and sealed keys."""
    try:
        file = json.loads(data)
        nonce, sealed = from_base64url(file.pop("nonce")), from_base64url(file.pop("sealed"))
        kind = file.pop("keyring")
        if kind == keys_v1.FORMAT:
            door, members = read_door({"door": "passphrase", **file}), {"keyring": kind, **file}
            known = len(sealed) == keys_v1.SIZE + 16
        else:
            door, members = read_door(file), {"keyring": FORMAT, **file}
            known = kind == FORMAT and len(sealed) > KEY
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("desk.not_a_keyring") from error
    if not known or len(nonce) != 12:
        raise Problem("desk.not_a_keyring")
    return door, _head(members), nonce, sealed


def _head(members: dict[str, str | int]) -> bytes:
    return " ".join(map(str, members.values())).encode()
