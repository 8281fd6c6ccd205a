"""The region that a claim speaks of, and the region that a question asks about.

A region is everything that can be true of a harm by what a claim says: where,
when, by whom, what, to whom. What is not said is left open. Two checks decide
everything later: is a claim's region wholly inside a question's, and could it
touch it at all? Each is made one dimension at a time (asked.py).
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date

from amana.counting.world import DAY, World
from amana.events.claims import Claim
from amana.vocabulary import ancestors, entries

FIRST, LAST = date.min, date.max
SEXES = frozenset({"female", "male"})
AGES = (0, 130)


@dataclass(frozen=True)
class Region:
    """Where a claim's harms lie. Empty `parties`, `places` or `acts`: not said.

    `parties`: those whom a source names outright; no other conclusion tells two claims apart.
    `attributed`: these, or those whom somebody concludes it likely was. `described`: somebody said what the
    perpetrators were like, whether or not a party was concluded. `person`: whom linked records told apart from others.
    `epochs`: of the world, those that its time reaches.
    """

    parties: frozenset[str] = frozenset()
    attributed: frozenset[str] = frozenset()
    each_party: bool = False
    places: frozenset[str] = frozenset()
    start: date = FIRST
    end: date = LAST
    acts: frozenset[str] = frozenset()
    each_act: bool = False
    sexes: frozenset[str] = SEXES
    ages: tuple[int, int] = AGES
    born: tuple[date, date] = (FIRST, LAST)
    described: bool = False
    person: str = ""
    epochs: tuple[int, ...] = (0,)

    @property
    def continuing(self) -> bool:
        """Whether an act is named that lasts, and that may move from place to place meanwhile."""
        return any(entries("acts")[act].facts.get("continuing") for act in self.acts)

    @property
    def killed(self) -> bool:
        """Whether the persons counted are dead."""
        return bool(self.acts) and all("other.killing" in ancestors("acts", act) for act in self.acts)


@dataclass(frozen=True)
class Question:
    """The region asked about; what is None is not asked. `unidentified`: perpetrators described, no party concluded."""

    parties: frozenset[str] | None = None
    unidentified: bool = False
    places: frozenset[str] | None = None
    start: date | None = None
    end: date | None = None
    acts: frozenset[str] | None = None
    sex: str | None = None
    ages: tuple[int, int] | None = None


SEXUAL = Question(acts=frozenset({"crsv", "gbvims.rape", "gbvims.sexual_assault", "icc"}))


def region_of(claim: Claim, world: World) -> Region:
    """The region of a claim; conclusions that are only `possible` attribute nothing.

    A time that is not the event's says only that the event was no later; a place that is not the
    event's says nothing of it; an age at that time says only that she was no older at the event.
    """
    concluded = claim.by.concluded
    named = frozenset(one.party for one in concluded)
    of_event = claim.period.of == "event"
    start, end = claim.period.within
    youngest, oldest = (open_end if age is None else age for age, open_end in zip(claim.people.age, AGES, strict=True))
    region = Region(
        parties=named if all(one.sure == "stated" for one in concluded) else frozenset(),
        attributed=named if all(one.sure != "possible" for one in concluded) else frozenset(),
        each_party=claim.by.how == "each",
        places=frozenset(claim.place.places) if claim.place.of == "event" else frozenset(),
        start=start if of_event and start else FIRST,
        end=end or LAST,
        acts=frozenset(claim.acts),
        each_act=claim.acts_each,
        sexes=SEXES if claim.people.sex == "any" else frozenset({claim.people.sex}),
        ages=(youngest if of_event else AGES[0], oldest),
        described=bool(claim.by.described),
        person=claim.person or "",
        born=(
            _day_after(start, oldest) if start and claim.people.age[1] is not None else FIRST,
            _years_before(end, youngest) if end and claim.people.age[0] is not None else LAST,
        ),
    )
    region = _while_there(region, world)
    return replace(region, epochs=world.epochs_of(region.start, region.end))


def _day_after(day: date, years: int) -> date:
    """The first day of birth of somebody who is no older than `years` on that day."""
    birthday = _years_before(day, years + 1)
    return birthday if (day.month, day.day) == (2, 29) else birthday + DAY


def _years_before(day: date, years: int) -> date:
    """The same day, `years` earlier (1 March for a leap day)."""
    year = max(day.year - years, 1)
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _while_there(region: Region, world: World) -> Region:
    """No party acts before it is there or after: narrow the time, unless nothing would be left."""
    spans = [world.span(party) for party in region.parties]
    if not spans:
        return region
    first = [since or FIRST for since, _ in spans]
    last = [until or LAST for _, until in spans]
    start = max(region.start, max(first) if region.each_party else min(first))
    end = min(region.end, min(last) if region.each_party else max(last))
    return replace(region, start=start, end=end) if start <= end else region


@dataclass(frozen=True)
class Dimension:
    """One way in which a region can lie inside a question, or touch it.

    `region` and `question` take out the parts that matter to it, so that an answer can be kept for all that are alike.
    """

    name: str
    region: Callable[[Region], Hashable]
    question: Callable[[Question], Hashable]
    inside: Callable[[Region, Question, World], bool]
    touches: Callable[[Region, Question, World], bool]


def _by(region: Region, question: Question, world: World) -> bool:
    """Whether every harm of the region has a perpetrator asked about, or one that stood under such a one then."""
    if question.unidentified and (region.attributed or not region.described):
        return False
    if question.parties is None:
        return True
    asked = question.parties
    hits = [
        all(not asked.isdisjoint(world.line(party, epoch)) for epoch in region.epochs) for party in region.attributed
    ]
    return bool(hits) and (any(hits) if region.each_party else all(hits))


def _may_be_by(region: Region, question: Question, world: World) -> bool:
    if question.unidentified:
        return not region.attributed
    if question.parties is None or not region.attributed:
        return True
    return any(
        one in world.line(other, epoch) or other in world.line(one, epoch)
        for epoch in region.epochs
        for one in region.attributed
        for other in question.parties
    )


def _in(region: Region, question: Question, world: World) -> bool:
    asked = question.places
    return asked is None or (
        bool(region.places) and all(not asked.isdisjoint(world.place_line(place)) for place in region.places)
    )


def _may_be_in(region: Region, question: Question, world: World) -> bool:
    asked = question.places
    if asked is None or not region.places:
        return True
    return any(
        one in world.place_line(other) or other in world.place_line(one) for one in region.places for other in asked
    )


def _when(region: Region, question: Question, _: World) -> bool:
    return not ((question.start and region.start < question.start) or (question.end and region.end > question.end))


def _may_be_when(region: Region, question: Question, _: World) -> bool:
    return not ((question.start and region.end < question.start) or (question.end and region.start > question.end))


def does(region: Region, asked: frozenset[str]) -> bool:
    """Whether every harm of the region is one of the acts asked about, on at least one axis."""
    hits: dict[str, list[bool]] = {}
    for act in region.acts:
        line = ancestors("acts", act)
        hits.setdefault(line[-1], []).append(bool(set(line) & asked))
    return any(any(axis) if region.each_act else all(axis) for axis in hits.values())


def _what(region: Region, question: Question, _: World) -> bool:
    return question.acts is None or does(region, question.acts)


def _may_be_what(region: Region, question: Question, _: World) -> bool:
    return question.acts is None or any(
        one in ancestors("acts", other) or other in ancestors("acts", one)
        for one in region.acts
        for other in question.acts
    )


def _whom(region: Region, question: Question, _: World) -> bool:
    return (question.sex is None or region.sexes == {question.sex}) and (
        question.ages is None or (question.ages[0] <= region.ages[0] and region.ages[1] <= question.ages[1])
    )


def _may_be_whom(region: Region, question: Question, _: World) -> bool:
    return (question.sex is None or question.sex in region.sexes) and (
        question.ages is None or (question.ages[0] <= region.ages[1] and region.ages[0] <= question.ages[1])
    )


DIMENSIONS = (
    Dimension(
        "party",
        lambda region: (region.attributed, region.each_party, region.described, region.epochs),
        lambda question: (question.parties, question.unidentified),
        _by,
        _may_be_by,
    ),
    Dimension("place", lambda region: region.places, lambda question: question.places, _in, _may_be_in),
    Dimension(
        "time",
        lambda region: (region.start, region.end),
        lambda question: (question.start, question.end),
        _when,
        _may_be_when,
    ),
    Dimension(
        "act", lambda region: (region.acts, region.each_act), lambda question: question.acts, _what, _may_be_what
    ),
    Dimension(
        "people",
        lambda region: (region.sexes, region.ages),
        lambda question: (question.sex, question.ages),
        _whom,
        _may_be_whom,
    ),
)


def lies_in(region: Region, question: Question, world: World) -> bool:
    """Whether all of a region lies inside a question."""
    whole = replace(region, attributed=region.parties)
    return all(dimension.inside(whole, question, world) for dimension in DIMENSIONS)
