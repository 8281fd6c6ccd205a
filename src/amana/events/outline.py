"""What a brief says and in which order: templates whose every figure comes from a claim.

Specified in spec/claims.md (brief.yaml). Writing it out is the business of the
room `release`.
"""

import re
from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from amana.events.claims import Id, Plain, wrong


class Paragraph(Plain):
    """A template and the ids of all that it rests on."""

    text: str
    rests_on: tuple[Id, ...] = Field(alias="from")

    def placeholders(self) -> list[str]:
        """What stands between braces in the text: ids, or ids with a dot and a part."""
        return re.findall(r"\{([^{}]*)\}", self.text)

    @field_validator("text")
    @classmethod
    def no_digits(cls, text: str) -> str:
        """Refuse a figure that does not come through a placeholder."""
        if re.search(r"\d", re.sub(r"\{[^{}]*\}", "", text)):
            raise wrong("a figure in a text must come from a claim, through a placeholder")
        return text


class Section(Plain):
    """A titled part of a brief."""

    kind: Literal["allegations", "all_sides", "earlier", "access", "other"]
    title: str
    paragraphs: tuple[Paragraph, ...]


class Asked(Plain):
    """Who was asked to respond, about what, and whether they did."""

    who: str
    about: str
    responded: bool
    statement: Id | None = None


class Glance(Paragraph):
    """A claim or an estimate whose figure stands in the box under the headline, and what is said of it."""

    claim: Id


class Outline(Plain):
    """What brief.yaml holds: headline, summary, figures at a glance, sections in order, who was asked."""

    language: Literal["en", "fr"] = "en"
    day: date
    publisher: str
    headline: str
    invented: bool = False
    summary: tuple[Paragraph, ...] = ()
    glance: tuple[Glance, ...] = ()
    sections: tuple[Section, ...] = ()
    asked: tuple[Asked, ...] = ()
