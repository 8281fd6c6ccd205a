"""What one desk says to another, and the digits by which two desks find that they have each other's keys.

spec/sharing.md. Each message about a shared account says all that holds at its time, under a number that rises: of
several, in whatever order and however often they come, only the highest counts.
"""

import hashlib
from typing import Annotated, Any, Literal, Self

from pydantic import Field, SerializerFunctionWrapHandler, StringConstraints, model_serializer, model_validator

from amana.sealing.ed25519 import KEY
from amana.sealing.form import Form
from amana.sealing.shapes import Bytes16, Bytes32, ChoiceCode, Code, Day, Id, Shape

CHECK = b"amana-desks-check/1\n"
DIGITS, GROUP = 40, 4
SIGNED = b"amana-desk/1\n"
TIED = b"amana-copy/1\n"
SALT = 32
HEARD = 2
"""The number of a greeting by a desk that has the other's."""

NOTHING: dict[str, Any] = {
    "person": None,
    "came": None,
    "agreed": [],
    "left_out": [],
    "questionnaire": None,
    "places": [],
    "adds_to": None,
    "files": None,
}
"""The terms of a message that brings no account."""
LAST = 1_000_000_000
"""The highest number of a message: what is beyond it no sound desk ever says, and no database need hold."""
Number = Annotated[int, Field(ge=1, le=LAST)]
Name = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]{0,298}[^\s\x00-\x1f\x7f])?$")]


class Agreed(Shape):
    """A purpose that was agreed to, until when, and with whom by name the receiving desk may share it in its turn."""

    purpose: Code
    until: Day | None
    onward: list[Name] = Field(max_length=50)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(set(self.onward)) < len(self.onward):
            raise ValueError("named twice")
        return self


class PlaceNamed(Shape):
    """A place that an answer names by its id, as the sharing desk calls it."""

    id: ChoiceCode
    name: Name


class Between(Shape):
    """A greeting, what holds of one shared account, or the answer to that; what is not of its kind is null or empty."""

    to: Id
    say: Literal["greeting", "share", "answer"]
    number: Number
    share: Bytes16 | None
    state: Literal["shared", "paused", "erased"] | None
    person: Bytes16 | None
    came: Day | None
    agreed: list[Agreed] = Field(max_length=16)
    left_out: list[Literal["own_words", "attachments"]] = Field(max_length=2)
    questionnaire: Form | None
    places: list[PlaceNamed] = Field(max_length=1000)
    adds_to: Bytes16 | None
    files: Literal["as_came", "anew", "voice"] | None
    made_from: list[Bytes32] | None = None

    @model_serializer(mode="wrap")
    def _as_it_stands(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        members: dict[str, Any] = dump(self)
        return {name: value for name, value in members.items() if name != "made_from" or value is not None}

    @property
    def brings(self) -> bool:
        """Whether the account itself comes with it."""
        return self.say == "share" and self.state == "shared"

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        named = self.share is not None and self.state is not None
        blank = self.share is None and self.state is None
        if not (blank and self.number <= HEARD if self.say == "greeting" else named):
            raise ValueError("a greeting is of no account, and all else of one")
        terms = self.came is not None and bool(self.agreed)
        none = not any(getattr(self, name) for name in NOTHING)
        if not (terms if self.brings else none):
            raise ValueError("terms stand with what is shared, and nowhere else")
        if self.made_from is not None and self.files not in ("anew", "voice"):
            raise ValueError("only copies are made from anything")
        if self.adds_to and (self.adds_to == self.share or self.questionnaire or self.places):
            raise ValueError("what is added answers no question, and adds to another")
        if len({each.purpose for each in self.agreed}) < len(self.agreed):
            raise ValueError("a purpose twice")
        if len(set(self.left_out)) < len(self.left_out):
            raise ValueError("left out twice")
        if len({each.id for each in self.places}) < len(self.places):
            raise ValueError("a place twice")
        return self


def check_digits(one: bytes, other: bytes) -> str:
    """Ten groups of four digits for two card keys (32 bytes each): the same at both desks, whoever counts as first."""
    if len(one) != KEY or len(other) != KEY:
        raise ValueError("a key has 32 bytes")
    digest = hashlib.sha256(CHECK + b"".join(sorted((one, other)))).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}}"
    return " ".join(digits[at : at + GROUP] for at in range(0, DIGITS, GROUP))


def tie(salt: bytes, original: str, copy: str) -> bytes:
    """What ties a copy to the file that it was made of: both by their SHA-256 (hex). Without the salt it tells nothing.

    32 bytes. `ValueError` for a salt of another length, or what is no hex.
    """
    if len(salt) != SALT:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(TIED + salt + bytes.fromhex(original) + bytes.fromhex(copy)).digest()
