"""One entry of the log as bytes, and the salted commitment to it that alone ever leaves."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

BLOCK = 256
PADDING = "custody.padding"


@dataclass(frozen=True)
class Entry:
    """What was done: by whom (`user:N` or `desk`), which action, to what (`KIND:ID` or empty), when, and codes."""

    index: int
    at: str
    actor: str
    action: str
    subject: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The entry's one form: sorted JSON, filled with spaces so that its length tells little."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return text + b" " * (-len(text) % BLOCK)

    @classmethod
    def from_bytes(cls, data: bytes) -> "Entry":
        """The entry that was written as `data`; ValueError for anything that `to_bytes` would not have written."""
        try:
            entry = cls(**json.loads(data))
        except TypeError as error:
            raise ValueError("not an entry") from error
        if entry.to_bytes() != data:
            raise ValueError("not an entry in its one form")
        return entry


def commit(salt: bytes, entry: bytes) -> bytes:
    """The commitment: it binds to the entry and tells nothing of it."""
    return hashlib.sha256(salt + entry).digest()


def stamp(moment: datetime) -> str:
    """A moment as entries write it, to the second, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
