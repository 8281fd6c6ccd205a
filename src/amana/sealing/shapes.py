"""The small types that our JSON is made of, and the one way to check a value against a model of them.

Models built on `Shape` take exactly the members and types they name: nothing is converted and nothing is passed over.
"""

from datetime import date
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from amana.errors import Problem
from amana.sealing import codec, ids, strict_json


class Shape(BaseModel):
    """A JSON object of exactly these members, which never changes once it was read."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def members(self) -> dict[str, object]:
        """As it stands in JSON."""
        return self.model_dump()


def _real_day(text: str) -> str:
    date.fromisoformat(text)
    return text


def _true(value: bool) -> bool:
    if not value:
        raise ValueError("only true can stand here")
    return value


def _bytes_of(size: int) -> AfterValidator:
    """Base64url of so many bytes."""

    def check(text: str) -> str:
        if len(codec.from_base64url(text)) != size:
            raise ValueError("another number of bytes")
        return text

    return AfterValidator(check)


Id = Annotated[str, StringConstraints(pattern=ids.PATTERN)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_day)]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
QUESTION_NAME = r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$"
QuestionName = Annotated[str, StringConstraints(pattern=QUESTION_NAME)]
MediaType = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.+-]{0,99}/[a-z0-9][a-z0-9_.+-]{0,99}$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]{0,254}$")]
HybridRecipient = Annotated[str, StringConstraints(pattern=r"^age1pq1[02-9ac-hj-np-z]{1952}$")]
ChoiceCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Point = Annotated[
    str,
    StringConstraints(
        pattern=r"^-?(90(\.00?)?|[1-8]?[0-9](\.[0-9]{1,2})?),-?(180(\.00?)?|(1[0-7][0-9]|[1-9]?[0-9])(\.[0-9]{1,2})?)$"
    ),
]
"""Latitude and longitude in degrees, to about a kilometre: two decimals at most."""
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{16}$")]
Bytes16 = Annotated[str, _bytes_of(16)]
Bytes32 = Annotated[str, _bytes_of(32)]
Bytes64 = Annotated[str, _bytes_of(64)]
Yes = Annotated[bool, AfterValidator(_true)]
Whole = Annotated[int, Field(ge=0, le=strict_json.MOST)]
"""Whole numbers that a double holds exactly, since a phone has no others."""
Positive = Annotated[int, Field(ge=1, le=strict_json.MOST)]
ByLanguage = dict[LanguageTag, str]

S = TypeVar("S", bound=Shape)


def fit(model: type[S], value: object, code: str) -> S:
    """`value`, as read from JSON, as a `model`. Raises the problem `code`, without a word of the value."""
    try:
        fitted = model.model_validate(value)
    except ValidationError:
        raise Problem(code) from None
    if fitted.members() != value:  # a member with a default was left out, or an absent one spelled as null
        raise Problem(code)
    return fitted
