"""The region that a claim speaks of, and the region that a question asks about.

A region is everything that can be true of a harm by what a claim says: where,
when, by whom, what, to whom. What is not said is left open. Two checks decide
everything later: is a claim's region wholly inside a question's, and could it
touch it at all?
"""

from dataclasses import dataclass, replace
from datetime import date

from amana.counting.world import World
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
    perpetrators were like, whether or not a party was concluded.
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

    @property
    def continuing(self) -> bool:
        """Whether an act is named that lasts and may move from place to place."""
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
        born=(
            _years_before(start, oldest + 1) if start and claim.people.age[1] is not None else FIRST,
            _years_before(end, youngest) if end and claim.people.age[0] is not None else LAST,
        ),
    )
    return _while_there(region, world)


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


def outside(region: Region, question: Question, world: World) -> tuple[str, ...]:
    """The dimensions in which the claim's region is not wholly inside the question; none means it is inside."""
    found = []
    if question.parties is not None and not _by(region, question.parties, world):
        found.append("party")
    if question.unidentified and (region.attributed or not region.described):
        found.append("party")
    if question.places is not None and not (
        region.places and all(set(world.place_line(place)) & question.places for place in region.places)
    ):
        found.append("place")
    if (question.start and region.start < question.start) or (question.end and region.end > question.end):
        found.append("time")
    if question.acts is not None and not _does(region, question.acts):
        found.append("act")
    if question.sex and region.sexes != {question.sex}:
        found.append("people")
    if question.ages and not (question.ages[0] <= region.ages[0] and region.ages[1] <= question.ages[1]):
        found.append("people")
    return tuple(dict.fromkeys(found))


def _by(region: Region, asked: frozenset[str], world: World) -> bool:
    """Whether every harm of the region has a perpetrator among `asked` or under it."""
    hits = [bool(set(world.party_line(party)) & asked) for party in region.attributed]
    return bool(hits) and (any(hits) if region.each_party else all(hits))


def _does(region: Region, asked: frozenset[str]) -> bool:
    """Whether every harm of the region is one of the acts asked about, on at least one axis."""
    hits: dict[str, list[bool]] = {}
    for act in region.acts:
        line = ancestors("acts", act)
        hits.setdefault(line[-1], []).append(bool(set(line) & asked))
    return any(any(axis) if region.each_act else all(axis) for axis in hits.values())


def touches(region: Region, question: Question, world: World) -> bool:
    """Whether a harm of the region could lie inside the question."""
    if question.unidentified and region.attributed:
        return False
    if (
        question.parties is not None
        and region.attributed
        and not _related(region.attributed, question.parties, {one: world.party_line(one) for one in world.parties})
    ):
        return False
    if (
        question.places is not None
        and region.places
        and not _related(region.places, question.places, {place: world.place_line(place) for place in world.places})
    ):
        return False
    if (question.start and region.end < question.start) or (question.end and region.start > question.end):
        return False
    if question.acts is not None and not _related(
        region.acts, question.acts, {act: ancestors("acts", act) for act in entries("acts")}
    ):
        return False
    if question.ages and (region.ages[1] < question.ages[0] or question.ages[1] < region.ages[0]):
        return False
    return question.sex is None or question.sex in region.sexes


def _related(own: frozenset[str], asked: frozenset[str], lines: dict[str, tuple[str, ...]]) -> bool:
    """Whether one of `own` stands under one of `asked`, or above it."""
    return any(one in lines[other] or other in lines[one] for one in own for other in asked)
