"""An estimate of those nobody listed, as plain data (specified in spec/claims.md, estimates.yaml).

No model's middle can be written down without its two ends, and no model without what the lists were made of.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from amana.events.claims import Id, Plain, wrong

Persons = Annotated[int, Field(ge=0)]


class Modelled(Plain):
    """How many in all by one model, the listed included; or, in its place, the reason why the model refuses."""

    model: str
    lower: Persons | None = None
    middle: Persons | None = None
    upper: Persons | None = None
    level: Annotated[float, Field(gt=0, lt=1)] | None = None
    refused: str = ""
    warnings: tuple[str, ...] = ()

    @model_validator(mode="after")
    def whole(self) -> "Modelled":
        """Refuse a middle without its ends and their level, and ends the wrong way round."""
        given = [one for one in (self.lower, self.middle, self.upper, self.level) if one is not None]
        if len(given) != (0 if self.refused else 4):
            raise wrong("a model has “lower”, “middle”, “upper” and “level”, all four, or else “refused”")
        if self.lower is not None and not self.lower <= (self.middle or 0) <= (self.upper or 0):
            raise wrong("“lower” must not be over “middle”, nor “middle” over “upper”")
        return self


class Estimate(Plain):
    """Of whom, from how many lists with how many persons on them, by each model, and all that makes it again."""

    id: Id
    of: str
    observed: Persons
    lists: Annotated[int, Field(ge=1)]
    sources: tuple[Id, ...] = ()
    models: Annotated[tuple[Modelled, ...], Field(min_length=1)]
    day: date
    data: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    seed: Annotated[int, Field(ge=0)]
    made_with: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def each_once(self) -> "Estimate":
        """Refuse two answers of one model."""
        if len({one.model for one in self.models}) != len(self.models):
            raise wrong("each model stands once")
        return self

    def by(self, model: str) -> Modelled | None:
        """What a model answers; None if it was not asked or refuses."""
        return next((one for one in self.models if one.model == model and not one.refused), None)
