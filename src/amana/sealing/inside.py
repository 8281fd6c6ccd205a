"""What is inside an envelope: an account or a message, its attachments, and padding (spec/envelope.md, "Inside").

Promises: what `write_inside` writes `read_inside` reads back the same, and anything else is refused whole.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from amana.errors import Problem
from amana.sealing import codec, desks, ed25519, strict_json
from amana.sealing.answers import Answer
from amana.sealing.desks import Between
from amana.sealing.letter import Letter
from amana.sealing.padding import LETTER, padded
from amana.sealing.shapes import (
    Bytes16,
    Bytes32,
    Bytes64,
    Code,
    Day,
    Digits,
    FileName,
    HybridRecipient,
    Id,
    LanguageTag,
    MediaType,
    QuestionName,
    Sha256,
    Shape,
    Whole,
    fit,
)

MAGIC = b"amana-envelope/1\n"
LENGTH = 4
LONGEST_JSON = 1 << 20
MOST_ATTACHMENTS = 16
MOST_CARRIED = 64
SIGNED = b"amana-worker/1\n"
OWN: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "account": (frozenset(), frozenset({"draft"})),
    "draft": (frozenset({"draft"}), frozenset()),
    "addition": (frozenset({"text"}), frozenset({"half"})),
    "letter": (frozenset({"letter"}), frozenset()),
    "enrolment": (frozenset({"enrolment"}), frozenset()),
    "desk": (frozenset({"desk"}), frozenset({"text"})),
}
"""The members that a kind has of its own: those that must be there, and those that may; other kinds have none."""
UNTOLD: dict[str, Any] = {
    "form": None,
    "language": "en",
    "day": None,
    "answers": {},
    "consents": {},
    "attachments": [],
    "reply_to": None,
}
"""What every envelope has, of one that tells nothing."""
ABSENT = ("draft", "text", "half", "letter", "enrolment", "desk", "signed")


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


class Draft(Shape):
    """Which telling broke off, and how far it had come: of one id, the highest number is the newest."""

    id: Bytes16
    number: Whole


class Enrolment(Shape):
    """A community worker's phone: the invitation it was given, and its public key."""

    invitation: Bytes16
    key: Bytes32


class Signed(Shape):
    """By which key, a community worker's or a desk's, and the signature (`sign_inside`)."""

    key: Bytes32
    signature: Bytes64


class Inside(Shape):
    """The JSON of an envelope; what stands after `reply_to` is null here where it is absent there."""

    kind: Literal["account", "draft", "addition", "choices", "erasure", "letter", "parcel", "enrolment", "odk", "desk"]
    form: FormUsed | None
    language: LanguageTag
    day: Day | None
    answers: dict[QuestionName, Answer]
    consents: dict[Code, Literal["yes", "no"]]
    attachments: list[Attachment] = Field(max_length=MOST_CARRIED)
    reply_to: ReplyTo | None
    draft: Draft | None = None
    text: str | None = None
    half: Digits | None = None
    letter: Letter | None = None
    enrolment: Enrolment | None = None
    desk: Between | None = None
    signed: Signed | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        must, may = OWN.get(self.kind, (frozenset(), frozenset()))
        own = {name for name in ABSENT[:-1] if getattr(self, name) is not None}
        if not must <= own <= must | may:
            raise ValueError("a member of another kind, or its own is missing")
        if len(self.attachments) > MOST_ATTACHMENTS and self.kind not in ("parcel", "desk"):
            raise ValueError("too many attachments")
        if len({attachment.name for attachment in self.attachments}) < len(self.attachments):
            raise ValueError("two attachments of one name")
        if self.desk is not None and (self.reply_to or self.consents or not self._said_by_a_desk(self.desk)):
            raise ValueError("what no desk says to another")
        asked = self.desk.questionnaire if self.desk else None
        if asked and (self.form is None or (asked.id, asked.version) != (self.form.id, self.form.version)):
            raise ValueError("another questionnaire than the one that was answered")
        return self

    def _said_by_a_desk(self, desk: Between) -> bool:
        """Only what is shared tells anything: an account answers a form, what is added to one has words of its own."""
        if (self.text is not None) != (desk.adds_to is not None) or bool(self.attachments) != bool(desk.files):
            return False
        if desk.made_from is not None and len(desk.made_from) != len(self.attachments):
            return False
        if not desk.brings:
            return not (self.form or self.day or self.answers)
        return desk.adds_to is None or not (self.form or self.answers)

    def members(self) -> dict[str, object]:
        """As it stands in JSON: what this envelope does not have is absent."""
        return self.model_dump(by_alias=True, exclude={name for name in ABSENT if getattr(self, name) is None})


class Opened(NamedTuple):
    """An envelope's JSON, and the bytes of each of its attachments in order."""

    inside: Inside
    attachments: list[bytes]


def attachment_of(name: str, media_type: str, data: bytes) -> Attachment:
    """What `Inside.attachments` says of `data`. Raises `sealing.bad_inside` for a name or type that cannot be."""
    value = {"name": name, "type": media_type, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return fit(Attachment, value, "sealing.bad_inside")


def write_inside(inside: Inside, attachments: Sequence[bytes] = ()) -> bytes:
    """The padded plaintext. Raises `sealing.long_letter`, and `sealing.bad_attachment` unless `attachments` are those
    that `inside` describes.
    """
    described = strict_json.write(inside.members())
    if len(described) > LONGEST_JSON:
        raise Problem("sealing.bad_inside")
    _check_attachments(inside, attachments)
    plain = b"".join([MAGIC, len(described).to_bytes(LENGTH, "big"), described, *attachments])
    size = _size(inside, len(plain))
    if size < len(plain):
        raise Problem("sealing.long_letter", most=LETTER)
    return plain.ljust(size, b"\0")


def sign_inside(inside: Inside, seed: bytes) -> Inside:
    """`inside`, signed by the key of `seed`, a community worker's or a desk's; an earlier signature is replaced."""
    key, signature = ed25519.public_key(seed), ed25519.sign(seed, _signed_bytes(inside))
    signed = Signed(key=codec.base64url(key), signature=codec.base64url(signature))
    return inside.model_copy(update={"signed": signed})


def signer_of(inside: Inside) -> bytes | None:
    """The 32 public bytes of the key that signed `inside`; None where nobody did. Raises `sealing.bad_signature`."""
    if inside.signed is None:
        return None
    key, signature = codec.from_base64url(inside.signed.key), codec.from_base64url(inside.signed.signature)
    if not ed25519.verify(key, signature, _signed_bytes(inside)):
        raise Problem("sealing.bad_signature")
    return key


def _signed_bytes(inside: Inside) -> bytes:
    members = {name: value for name, value in inside.members().items() if name != "signed"}
    return (desks.SIGNED if inside.kind == "desk" else SIGNED) + hashlib.sha256(strict_json.canonical(members)).digest()


def _size(inside: Inside, size: int) -> int:
    return LETTER if inside.kind == "letter" else padded(size)


def read_inside(plain: bytes) -> Opened:
    """What `write_inside` was given.

    Raises `sealing.bad_inside`, `sealing.bad_json`, `sealing.bad_attachment`, `sealing.bad_padding`, or
    `sealing.bad_signature`.
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
    if len(plain) != _size(inside, at) or any(plain[at:]):
        raise Problem("sealing.bad_padding")
    if signer_of(inside) is None and inside.kind == "desk":
        raise Problem("sealing.bad_signature")
    return Opened(inside, attachments)


def _check_attachments(inside: Inside, attachments: Sequence[bytes]) -> None:
    given = [(len(data), hashlib.sha256(data).hexdigest()) for data in attachments]
    if given != [(described.size, described.sha256) for described in inside.attachments]:
        raise Problem("sealing.bad_attachment")
