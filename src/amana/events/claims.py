"""Sources and what they stated, as plain data (specified in spec/claims.md).

What a source described is kept apart from what somebody concluded. The desk's
models convert to these, the engine counts them, and the brief tells them; none
of them needs Django. Codes of the vocabulary are checked here; ids that point
to other entries are checked when a folder is read.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from amana.vocabulary import entries

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Span = tuple[date | None, date | None]


def wrong(why: str) -> PydanticCustomError:
    """An error whose whole sentence is `why`."""
    return PydanticCustomError("claims", why)


def known(name: str, code: str) -> str:
    """`code`, if the vocabulary's list `name` has it."""
    if code not in entries(name):
        raise wrong(f"“{code}” is not in vocabulary/{name}.yaml")
    return code


class Plain(BaseModel):
    """Common to all: immutable, and a field that the specification does not name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, populate_by_name=True)


class Period(Plain):
    """Two ranges of whole days: `within` (on at least one day) and `throughout` (on every day)."""

    of: Literal["event", "reporting", "treatment"] = "event"
    within: Span = (None, None)
    throughout: tuple[date, date] | None = None
    said: str = ""

    @model_validator(mode="after")
    def in_order(self) -> "Period":
        """Refuse a span that ends before it begins, and a precise range outside the imprecise one."""
        start, end = self.within
        if start and end and end < start:
            raise wrong("a span must not end before it begins")
        if self.throughout:
            first, last = self.throughout
            if last < first or (start and first < start) or (end and last > end):
                raise wrong("“throughout” must lie inside “within”")
        return self


class Source(Plain):
    """Who published or stated something, and through whom we know it."""

    id: Id
    name: str
    kind: Literal["press", "un", "ngo", "medical", "government", "expert", "witness", "register"]
    title: str = ""
    date: Period = Period(of="reporting")
    url: str = ""
    relayed_by: Id | None = None
    named: Literal["organisation", "agreed", "withheld"] = "organisation"
    note: str = ""


class Relation(Plain):
    """How a party stood to another, for a time: under it, opposed to it, or in its place."""

    relation: Literal["under", "opposed", "succeeds"]
    party: Id
    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")
    how: Literal["", "renamed", "split", "merged"] = ""
    source: str = ""

    @model_validator(mode="after")
    def in_order(self) -> "Relation":
        """Refuse a relation that ends before it begins, and a way of succeeding that is none."""
        if self.since and self.until and self.until < self.since:
            raise wrong("a relation must not end before it begins")
        if self.how and self.relation != "succeeds":
            raise wrong("“how” says in which way a party succeeds another")
        return self


class Party(Plain):
    """An armed force, group or unit, or a class of them under one description."""

    id: Id
    name: str
    kind: str
    under: Id | None = None
    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")
    opposed: tuple[Id, ...] = ()
    succeeds: Id | None = None
    over_time: tuple[Relation, ...] = ()
    source: str
    note: str = ""

    @field_validator("kind")
    @classmethod
    def kind_known(cls, code: str) -> str:
        """Refuse a kind that the vocabulary lacks."""
        return known("party_kinds", code)


class Place(Plain):
    """A place in the tree of places."""

    id: Id
    name: str
    kind: str
    under: Id | None = None
    source: str
    note: str = ""

    @field_validator("kind")
    @classmethod
    def kind_known(cls, code: str) -> str:
        """Refuse a kind that the vocabulary lacks."""
        return known("place_kinds", code)


class Quantity(Plain):
    """How many, exactly as sure as it was stated."""

    kind: Literal["exactly", "at_least", "over", "about", "range", "several"]
    number: Annotated[int, Field(ge=0, strict=True)] | None = None
    upto: Annotated[int, Field(ge=0, strict=True)] | None = None

    @model_validator(mode="after")
    def numbers_fit_kind(self) -> "Quantity":
        """`several` has no number, a range has two, every other kind has one."""
        given = (self.number is not None, self.upto is not None)
        if given != {"several": (False, False), "range": (True, True)}.get(self.kind, (True, False)):
            raise wrong("“several” takes no number, “range” takes number and upto, the other kinds take number")
        if self.number is not None and self.upto is not None and self.upto < self.number:
            raise wrong("“upto” must not be under “number”")
        return self


class People(Plain):
    """Who it happened to, as said, with sex and ages (whole years, inclusive) as far as they are said."""

    said: str = ""
    sex: Literal["female", "male", "any"] = "any"
    age: tuple[Annotated[int, Field(ge=0, le=130)] | None, Annotated[int, Field(ge=0, le=130)] | None] = (None, None)

    @model_validator(mode="after")
    def in_order(self) -> "People":
        """Refuse ages the wrong way round."""
        youngest, oldest = self.age
        if youngest is not None and oldest is not None and oldest < youngest:
            raise wrong("ages go from the youngest to the oldest")
        return self


class Conclusion(Plain):
    """That a described perpetrator is a certain party: by whom, how sure, why."""

    party: Id
    by: str
    sure: Literal["stated", "likely", "possible"]
    why: str = ""


class Attribution(Plain):
    """Perpetrators as described, and apart from that, as concluded."""

    described: tuple[str, ...] = ()
    concluded: tuple[Conclusion, ...] = ()
    how: Literal["jointly", "each"] = "jointly"


class Where(Plain):
    """Places, and what happened there: the event, or only its reporting or treatment."""

    of: Literal["event", "reporting", "treatment"] = "event"
    places: tuple[Id, ...] = Field((), alias="in")


class Claim(Plain):
    """One counted statement of a source."""

    id: Id
    source: Id
    summary: str
    quantity: Quantity
    unit: str
    people: People = People()
    acts: tuple[str, ...] = ()
    acts_each: bool = False
    attempt: Literal["completed", "attempted", "either", "unsaid"] = "unsaid"
    by: Attribution = Attribution()
    place: Where = Where.model_validate({})
    period: Period = Period()
    verb: str = "reported"
    hedge: str = ""
    status: Literal["alleged", "established"] = "alleged"
    contains: tuple[Id, ...] = ()
    overlaps: tuple[Id, ...] = ()
    apart: tuple[Id, ...] = ()
    late: bool = False
    complete: bool = False
    person: Id | None = None
    note: str = ""

    @field_validator("unit")
    @classmethod
    def unit_known(cls, code: str) -> str:
        """Refuse a unit that the vocabulary lacks."""
        return known("units", code)

    @field_validator("verb")
    @classmethod
    def verb_known(cls, code: str) -> str:
        """Refuse a verb that the vocabulary lacks."""
        return known("claim_verbs", code)

    @field_validator("acts")
    @classmethod
    def acts_known(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse an act that the vocabulary lacks."""
        return tuple(known("acts", code) for code in codes)

    @model_validator(mode="after")
    def complete_of_something(self) -> "Claim":
        """Only a plain number can be complete, and only of an event's place and span of days that are said."""
        if self.complete:
            if self.quantity.kind not in ("exactly", "range") or self.hedge:
                raise wrong("only a plain number or a range, not weakened by a hedge, can be “complete”")
            said = self.place.places and self.place.of == "event" and self.period.of == "event"
            if not said or None in self.period.within:
                raise wrong("a claim that is “complete” says of which place and of which days of the event")
        return self

    @model_validator(mode="after")
    def one_person(self) -> "Claim":
        """A claim of a linked person is of one."""
        facts = entries("units")[self.unit].facts
        if self.person and (
            (self.quantity.kind, self.quantity.number) != ("exactly", 1) or facts["survivors"] != "each"
        ):
            raise wrong("a claim of a linked “person” counts exactly one person or case")
        return self

    @model_validator(mode="after")
    def counts_harm(self) -> "Claim":
        """A unit that counts people harmed says what was done to them."""
        if not self.acts and entries("units")[self.unit].facts["survivors"] != "none":
            raise wrong(f"a claim that counts {self.unit} names at least one act")
        return self


class Statement(Plain):
    """What a source said without a count of harm. No act is inferred from it."""

    id: Id
    source: Id
    kind: Literal["told", "refused", "unable", "observed", "no_response", "response", "view", "context", "policy"]
    text: str
    about: tuple[Id, ...] = ()
    note: str = ""
