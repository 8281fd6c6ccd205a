"""The files that a card names by hash: the directory of services, forms and gazetteer (spec/card.md, "Bundle").

What a phone shows before any question, and what it asks.
"""

import hashlib
from typing import Literal, Self, TypeVar

from pydantic import model_validator

from amana.errors import Problem
from amana.sealing import strict_json
from amana.sealing.form import Form
from amana.sealing.places import Gazetteer
from amana.sealing.shapes import ByLanguage, Code, Day, LanguageTag, Shape, fit

LONGEST = 1 << 20


class Service(Shape):
    """One service that people may be told of, by the codes of vocabulary/services.yaml and clinical_windows.yaml."""

    id: str
    names: ByLanguage
    kind: Code
    what: ByLanguage
    where: ByLanguage
    how: ByLanguage
    areas: list[Code]
    hours: ByLanguage
    free: bool | None
    women_staff: bool | None
    phone: str | None
    languages: list[LanguageTag]
    windows: list[Code]


class Area(Shape):
    """A part of the country, to find the services near by."""

    code: Code
    names: ByLanguage


class Directory(Shape):
    """The list of services, and the day on which someone last made sure of it."""

    directory: Literal["amana-directory/2"] = "amana-directory/2"
    checked: Day
    areas: list[Area]
    services: list[Service]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        areas, services = {area.code for area in self.areas}, {service.id for service in self.services}
        if len(areas) < len(self.areas) or len(services) < len(self.services):
            raise ValueError("listed twice")
        if not all(areas.issuperset(service.areas) for service in self.services):
            raise ValueError("an area that is not there")
        return self


F = TypeVar("F", Directory, Form, Gazetteer)


def write(file: Directory | Form | Gazetteer) -> bytes:
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
