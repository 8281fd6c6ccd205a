"""What is inside an envelope: an account or a message, its attachments, and padding (spec/envelope.md, "Inside").

Promises: what `write_inside` writes `read_inside` reads back the same, and anything else is refused whole.
"""

import hashlib
from collections.abc import Sequence
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from amana.errors import Problem
from amana.sealing import strict_json
from amana.sealing.padding import padded
from amana.sealing.shapes import (
    Code,
    Day,
    FileName,
    HybridRecipient,
    Id,
    LanguageTag,
    MediaType,
    QuestionName,
    Sha256,
    Shape,
    Whole,
    Yes,
    fit,
)

MAGIC = b"amana-envelope/1\n"
LENGTH = 4
LONGEST_JSON = 1 << 20
MOST_ATTACHMENTS = 16


class Refused(Shape):
    """The answer "I will not say"."""

    refused: Yes = True


class Unknown(Shape):
    """The answer "I do not know"."""

    unknown: Yes = True


Answer = str | list[str] | Refused | Unknown


class FormUsed(Shape):
    """Which questionnaire was answered."""

    id: str
    version: str


class Attachment(Shape):
    """What is said of one attachment; its bytes follow the JSON."""

    name: FileName
    type: MediaType
    size: Whole
    sha256: Sha256


class ReplyTo(Shape):
    """Where a reply is dropped, and to whom it is sealed."""

    mailbox: Id
    recipient: HybridRecipient


class Inside(Shape):
    """The JSON of an envelope. `text` is the message of every kind but an account."""

    kind: Literal["account", "addition", "withdrawal", "reply"]
    form: FormUsed | None
    language: LanguageTag
    day: Day | None
    answers: dict[QuestionName, Answer]
    consents: dict[Code, Literal["yes", "no"]]
    attachments: list[Attachment] = Field(max_length=MOST_ATTACHMENTS)
    reply_to: ReplyTo | None
    text: str | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if (self.text is None) != (self.kind == "account"):
            raise ValueError("an account has no text, every other kind has one")
        if len({attachment.name for attachment in self.attachments}) < len(self.attachments):
            raise ValueError("two attachments of one name")
        return self

    def members(self) -> dict[str, object]:
        """As it stands in JSON: `text` is absent where there is none."""
        return self.model_dump(exclude={"text"} if self.text is None else None)


class Opened(NamedTuple):
    """An envelope's JSON, and the bytes of each of its attachments in order."""

    inside: Inside
    attachments: list[bytes]


def attachment_of(name: str, media_type: str, data: bytes) -> Attachment:
    """What `Inside.attachments` says of `data`. Raises `sealing.bad_inside` for a name or type that cannot be."""
    value = {"name": name, "type": media_type, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return fit(Attachment, value, "sealing.bad_inside")


def write_inside(inside: Inside, attachments: Sequence[bytes] = ()) -> bytes:
    """The padded plaintext. Raises `sealing.bad_attachment` unless `attachments` are those that `inside` describes."""
    described = strict_json.write(inside.members())
    if len(described) > LONGEST_JSON:
        raise Problem("sealing.bad_inside")
    _check_attachments(inside, attachments)
    plain = b"".join([MAGIC, len(described).to_bytes(LENGTH, "big"), described, *attachments])
    return plain.ljust(padded(len(plain)), b"\0")


def read_inside(plain: bytes) -> Opened:
    """What `write_inside` was given.

    Raises `sealing.bad_inside`, `sealing.bad_json`, `sealing.bad_attachment`, or `sealing.bad_padding`.
    """
    start = len(MAGIC) + LENGTH
    length = int.from_bytes(plain[len(MAGIC) : start], "big")
    if not plain.startswith(MAGIC) or length > LONGEST_JSON or start + length > len(plain):
        raise Problem("sealing.bad_inside")
    value = strict_json.read(plain[start : start + length])
    inside = fit(Inside, value, "sealing.bad_inside")
    at = start + length
    attachments = []
    for described in inside.attachments:
        attachments.append(plain[at : at + described.size])
        at += described.size
    _check_attachments(inside, attachments)
    if len(plain) != padded(at) or any(plain[at:]):
        raise Problem("sealing.bad_padding")
    return Opened(inside, attachments)


def _check_attachments(inside: Inside, attachments: Sequence[bytes]) -> None:
    given = [(len(data), hashlib.sha256(data).hexdigest()) for data in attachments]
    if given != [(described.size, described.sha256) for described in inside.attachments]:
        raise Problem("sealing.bad_attachment")
