"""What ties a copy made anew to the sealed original: a small file for a court (spec/sharing.md, Files).

Whoever holds it can check that an entry of the custody log speaks of this copy and this original; the entry alone tells
nothing of either.
"""

from dataclasses import dataclass

from amana.errors import Problem
from amana.sealing import desks
from amana.sealing.codec import base64_padded, base64url, from_base64_padded

TITLE = "amana-copy/1"
TOLD = "made_from"
"""The detail of an entry that lists ties."""


@dataclass(frozen=True)
class Tie:
    """The salt, and the SHA-256 of original and copy, in hex."""

    salt: bytes
    original: str
    copy: str

    @property
    def value(self) -> str:
        """As it stands in the entry and in what was said to the other desk."""
        return base64url(desks.tie(self.salt, self.original, self.copy))

    def to_bytes(self) -> bytes:
        """The file `copy-N.tie`."""
        lines = [TITLE, f"salt {base64_padded(self.salt)}", f"original {self.original}", f"copy {self.copy}", ""]
        return "\n".join(lines).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Tie":
        """Read one. `custody.not_a_tie` where it is none."""
        try:
            _, salt, original, copy, _ = data.decode("ascii").split("\n")
            tie = cls(
                from_base64_padded(salt.removeprefix("salt ")),
                original.removeprefix("original "),
                copy.removeprefix("copy "),
            )
            whole = tie.to_bytes() == data and {len(tie.original), len(tie.copy)} == {64} and bool(tie.value)
        except ValueError:
            whole = False
        if not whole:
            raise Problem("custody.not_a_tie")
        return tie
