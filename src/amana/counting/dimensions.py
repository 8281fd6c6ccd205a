"""The dimensions in which claims are told apart, each made into a column: where, when, by whom, what, to whom."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date

from amana.counting.columns import PointColumn, Span, SpanColumn
from amana.counting.masks import mask_of, members, unrelated
from amana.counting.regions import AGES, SEXES, Region
from amana.counting.world import World
from amana.vocabulary import ancestors, entries

Within = Mapping[int, int]
Points = int | None
EVER = (date.min.toordinal(), date.max.toordinal())


def places(regions: Sequence[Region], world: World, within: Within) -> PointColumn:
    """Every place is a point (there, in no smaller place that has a name), and one is elsewhere."""
    inside: dict[str, int] = {}
    for point, place in enumerate(world.places):
        for outer in world.place_line(place):
            inside[outer] = inside.get(outer, 0) | 1 << point
    at: dict[frozenset[str], Points] = {frozenset(): None}
    for region in regions:
        if region.places not in at:
            at[region.places] = mask_of(point for place in region.places for point in members(inside[place]))
    found = [None if region.continuing else at[region.places] for region in regions]
    return _points(found, len(world.places) + 1, within)


def times(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of the event."""
    return _spans([EVER if region.continuing else _days(region.start, region.end) for region in regions], within)


def parties(regions: Sequence[Region], world: World, within: Within) -> PointColumn:
    """Points are the largest sets of parties that may act together at some time, each with a *side* it is of.

    Between two days on which nothing changed among the parties lies one *epoch*; a claim lies at the points of those
    that its time reaches. In an act that lasts, parties of one side may have followed on one another.
    """
    points = list(
        dict.fromkeys(
            (epoch, group, side)
            for side in sides(acting(regions, world), world)
            for epoch in range(len(world.epochs))
            for group in allies(sorted(side), world, epoch)
        )
    )
    at: dict[Hashable, Points] = {}

    def area(region: Region) -> Points:
        if not region.parties and (len(world.epochs) == 1 or region.continuing):
            return None
        return mask_of(
            point
            for point, (epoch, group, side) in enumerate(points)
            if (takes_part(region, side, world) if region.continuing else acts_in(region, group, epoch, world))
        )

    found = []
    for region in regions:
        key = (region.parties, region.each_party, region.epochs, region.continuing)
        if key not in at:
            at[key] = area(region)
        found.append(at[key])
    return _points(found, len(points), within)


def acting(regions: Sequence[Region], world: World) -> list[str]:
    """The parties that claims name, and those that stood under several of them, or under one for a time only.

    By such a party an act is of each that it stood under, whether or not a claim names it.
    """
    named = {party for region in regions for party in region.parties}
    epochs = range(len(world.epochs))

    def above(party: str) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(named.intersection(world.line(party, epoch))) for epoch in epochs)

    known = {above(party) for party in named}
    others = (party for party in world.parties if party not in named and any(above(party)))
    return sorted({*named, *(party for party in others if above(party) not in known)})


def acts_in(region: Region, group: frozenset[str], epoch: int, world: World) -> bool:
    """Whether a harm by `group` in an epoch can be one of the region's, as far as parties and epochs tell."""
    every = all if region.each_party else any
    return epoch in region.epochs and (
        not region.parties
        or every(any(wanted in world.line(party, epoch) for party in group) for wanted in region.parties)
    )


def takes_part(region: Region, side: frozenset[str], world: World) -> bool:
    """Whether an act that lasts, of the region, can have been by some of `side`, one after the other or together."""
    every = all if region.each_party else any
    return not region.parties or every(
        any(wanted in world.line(party, then) for party in side for then in region.epochs) for wanted in region.parties
    )


def possible(region: Region, world: World) -> bool:
    """Whether parties can have done what the region says, as far as it is known who was at war with whom."""
    parties = acting([region], world)
    if region.continuing:
        return any(takes_part(region, side, world) for side in sides(parties, world))
    return any(
        acts_in(region, group, epoch, world) for epoch in region.epochs for group in allies(parties, world, epoch)
    )


def types(regions: Sequence[Region], within: Within) -> PointColumn:
    """An incident has one GBVIMS type (the first yes wins), so types tell incidents apart; other axes do not."""
    lines = [frozenset(ancestors("acts", code)) for code in entries("acts") if code.startswith("gbvims")]
    at: dict[frozenset[str], Points] = {}
    for region in regions:
        if region.acts not in at:
            own = {act for act in region.acts if act.startswith("gbvims")}
            at[region.acts] = mask_of(point for point, line in enumerate(lines) if line & own) if own else None
    return _points([at[region.acts] for region in regions], len(lines), within)


def sexes(regions: Sequence[Region], within: Within) -> PointColumn:
    """Every sex is a point."""
    order = sorted(SEXES)
    at = [None if region.sexes == SEXES else mask_of(map(order.index, region.sexes)) for region in regions]
    return _points(at, len(order), within)


def identities(regions: Sequence[Region], within: Within) -> PointColumn:
    """Every person told apart by linked records is a point, and one is anybody else."""
    known = {person: point for point, person in enumerate(sorted({region.person for region in regions} - {""}))}
    at = [1 << known[region.person] if region.person else None for region in regions]
    return _points(at, len(known) + 1, within)


def ages(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Ages at the event, in whole years. While a harm lasts a girl may become a woman: births tell what cannot be."""
    return _spans([AGES if region.continuing else region.ages for region in regions], within)


def births(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of birth: nobody is harmed before."""
    return _spans([_days(region.born[0], min(region.born[1], region.end)) for region in regions], within)


def deaths(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of death; the last day of all is "alive". Nobody is harmed after death, and only the dead were killed."""
    return _spans([_days(region.start, region.end if region.killed else date.max) for region in regions], within)


def _days(first: date, last: date) -> Span:
    return first.toordinal(), last.toordinal()


def _points(at: Sequence[Points], size: int, within: Within) -> PointColumn:
    """A claim lies only where those that contain it lie, as far as they meet at all.

    A claim at odds with what is known of the world (by two enemies acting together, say) has no point of its own;
    it may then be at any, so that it still counts and never separates.
    """
    everywhere = (1 << size) - 1
    areas = []
    for claim, own in enumerate(at):
        area = own or everywhere
        for outer in members(within[claim]):
            area = area & (at[outer] or everywhere) or area
        areas.append(area)
    return PointColumn(areas, size)


def _spans(at: Sequence[Span], within: Within) -> SpanColumn:
    """As `_points`."""
    spans = []
    for claim, own in enumerate(at):
        span = own
        for outer in members(within[claim]):
            first, last = max(span[0], at[outer][0]), min(span[1], at[outer][1])
            span = (first, last) if first <= last else span
        spans.append(span)
    return SpanColumn(spans)


def sides(parties: Sequence[str], world: World) -> list[frozenset[str]]:
    """The largest subsets of `parties` of which no two were at war all the time."""
    foes = {
        party: set.intersection(*(world.enemies(party, epoch) for epoch in range(len(world.epochs))))
        for party in parties
    }
    return _unopposed(parties, foes)


def allies(parties: Sequence[str], world: World, epoch: int) -> list[frozenset[str]]:
    """The largest subsets of `parties` of which no two are at war in that epoch."""
    return _unopposed(parties, {party: world.enemies(party, epoch) for party in parties})


def _unopposed(parties: Sequence[str], foes: Mapping[str, Collection[str]]) -> list[frozenset[str]]:
    place = {party: number for number, party in enumerate(parties)}
    opposed = {place[party]: mask_of(place[foe] for foe in foes[party] if foe in place) for party in parties}
    groups = unrelated((1 << len(parties)) - 1, opposed)
    return sorted((frozenset(parties[one] for one in members(group)) for group in groups), key=sorted)
