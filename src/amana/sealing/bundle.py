"""The files that a card names by hash: the directory of services, and the questionnaire (spec/card.md, "Bundle").

What a phone shows before any question, and what it asks. No question is required: there is no member that says so.
"""

import hashlib
from typing import Literal, Self, TypeVar

from pydantic import Field, model_validator

from amana.errors import Problem
from amana.sealing import strict_json
from amana.sealing.shapes import ByLanguage, Code, Day, LanguageTag, QuestionName, Shape, fit

LONGEST = 1 << 20


class Service(Shape):
    """One service that people may be told of, by the codes of vocabulary/services.yaml and clinical_windows.yaml."""

    id: str
    names: ByLanguage
    kind: Code
    what: ByLanguage
    where: ByLanguage
    hours: ByLanguage
    free: bool | None
    women_staff: bool | None
    phone: str | None
    languages: list[LanguageTag]
    windows: list[Code]


class Directory(Shape):
    """The list of services, and the day on which someone last made sure of it."""

    directory: Literal["amana-directory/1"] = "amana-directory/1"
    checked: Day
    services: list[Service]


class Choice(Shape):
    """One thing that may be chosen."""

    code: str = Field(min_length=1, max_length=64)
    label: ByLanguage


class Question(Shape):
    """One question: `one` and `many` have choices, `when` and `where` may have some beside own words."""

    name: QuestionName
    kind: Literal["one", "many", "text", "voice", "when", "where"]
    label: ByLanguage
    hint: ByLanguage | None
    choices: list[Choice] | None

    @model_validator(mode="after")
    def _choices_where_asked(self) -> Self:
        if self.kind not in ("when", "where") and (self.choices is not None) != (self.kind in ("one", "many")):
            raise ValueError("choices where there is nothing to choose, or none where there is")
        return self


class Form(Shape):
    """The questionnaire."""

    form: Literal["amana-form/1"] = "amana-form/1"
    id: str
    version: str
    questions: list[Question]

    @model_validator(mode="after")
    def _asked_once(self) -> Self:
        if len({question.name for question in self.questions}) < len(self.questions):
            raise ValueError("two questions of one name")
        return self


F = TypeVar("F", Directory, Form)


def write(file: Directory | Form) -> bytes:
    """The bytes of a bundle file; a card names them by `digest`."""
    return strict_json.write(file.members())


def digest(data: bytes) -> str:
    """SHA-256 in hex, as a card names a file."""
    return hashlib.sha256(data).hexdigest()


def read(model: type[F], data: bytes, sha256: str) -> F:
    """The bundle file that a card names `sha256`. Raises `sealing.bad_bundle` for other bytes, or another shape."""
    if len(data) > LONGEST or digest(data) != sha256:
        raise Problem("sealing.bad_bundle")
    return fit(model, strict_json.read(data), "sealing.bad_bundle")
