"""The two ways in which a keyring opens: by a pass-phrase, or by k of n trustees (spec/desk-keyring.md)."""

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from amana.errors import Problem
from amana.sealing.codec import base64url, from_base64url

SHORTEST_PASSPHRASE = 16
MOST_TRUSTEES = 16


@dataclass(frozen=True)
class Cost:
    """What one guess at the pass-phrase costs (Argon2id, RFC 9106): KiB of memory, passes, lanes."""

    memory: int = 262_144
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True)
class PassphraseDoor:
    """One secret; `salt` is drawn with it."""

    cost: Cost
    salt: bytes

    def members(self) -> dict[str, str | int]:
        """As the file has it."""
        return {"door": "passphrase", "kdf": "argon2id", **asdict(self.cost), "salt": base64url(self.salt)}

    def opener(self, secret: str | bytes) -> bytes:
        """The opening key."""
        if isinstance(secret, bytes):
            raise self.refusal()
        cost = self.cost
        kdf = Argon2id(salt=self.salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
        return kdf.derive(unicodedata.normalize("NFKC", secret).encode())

    def refusal(self) -> Problem:
        """What to say when it does not open."""
        return Problem("desk.wrong_passphrase")


@dataclass(frozen=True)
class TrusteesDoor:
    """`need` of the `of` lists of words that splitting number `set` gave."""

    need: int
    of: int
    set: int

    def members(self) -> dict[str, str | int]:
        """As the file has it."""
        return {"door": "trustees", **asdict(self)}

    def opener(self, secret: str | bytes) -> bytes:
        """The opening key: what the words give together (trustees.py)."""
        if isinstance(secret, str) or len(secret) != 32:
            raise self.refusal()
        return secret

    def refusal(self) -> Problem:
        """What to say when it does not open."""
        return Problem("desk.wrong_words")


Door = PassphraseDoor | TrusteesDoor


def new_passphrase_door(passphrase: str, cost: Cost | None = None) -> tuple[Door, bytes]:
    """A door for a new pass-phrase and its opening key. `desk.short_passphrase` if it is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Problem("desk.short_passphrase", least=SHORTEST_PASSPHRASE)
    door = PassphraseDoor(cost or Cost(), secrets.token_bytes(16))
    return door, door.opener(passphrase)


def read_door(members: Mapping[str, Any]) -> Door:
    """The door that a file's members describe, each within its bounds. ValueError, KeyError or TypeError otherwise."""
    door: Door
    if members["door"] == "passphrase":
        cost = Cost(members["memory"], members["passes"], members["lanes"])
        door = PassphraseDoor(cost, from_base64url(members["salt"]))
        known = (
            len(door.salt) == 16
            and 1 <= cost.passes <= 100
            and 1 <= cost.lanes <= 64
            and 8 * cost.lanes <= cost.memory <= 4_194_304
        )
    else:
        door = TrusteesDoor(members["need"], members["of"], members["set"])
        known = 2 <= door.need <= door.of <= MOST_TRUSTEES and 0 <= door.set < 1 << 15
    whole = all(type(value) in (int, str) for value in members.values())
    if not (known and whole and dict(members) == door.members()):
        raise ValueError("no door")
    return door
