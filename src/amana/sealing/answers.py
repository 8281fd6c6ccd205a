"""What a question can be answered with (spec/envelope.md, "Inside"; spec/form.md, "A date" and "A place").

A refusal, or not knowing, is an answer like any other. A date is as exact as it was known, and no more.
"""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from amana.sealing.shapes import ChoiceCode, Code, Point, QuestionName, Shape, Whole, Yes


def _real_date(text: str) -> str:
    date.fromisoformat(text + "-01" * ((10 - len(text)) // 3))
    return text


PartOfDate = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_real_date)
]


class Refused(Shape):
    """The answer "I will not say"."""

    refused: Yes = True


class Unknown(Shape):
    """The answer "I do not know"."""

    unknown: Yes = True


class Number(Shape):
    """How many."""

    number: Whole


class Date(Shape):
    """A year, a month or a day."""

    date: PartOfDate


class Season(Shape):
    """A season by its code in vocabulary/seasons.yaml, of a year if that is known."""

    season: Code
    year: Annotated[int, Field(ge=1, le=9999)] | None


class Age(Shape):
    """When the person whom it happened to was about so old."""

    age: Whole


class Place(Shape):
    """A place of the desk's gazetteer."""

    place: ChoiceCode


class Spot(Shape):
    """A point on the map, and how many kilometres off it may be."""

    point: Point
    km: Whole


One = str | list[str] | Refused | Unknown | Number | Date | Season | Age | Place | Spot


class Each(Shape):
    """A repeat: for each person, or each event, what was answered of it."""

    each: list[dict[QuestionName, One]]


Answer = One | Each
