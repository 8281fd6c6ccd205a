"""The dimensions in which claims are told apart, each made into a column: where, when, by whom, what, to whom."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import date

from amana.counting.columns import Area, PointColumn, Span, SpanColumn
from amana.counting.masks import mask_of, members, unrelated
from amana.counting.regions import SEXES, Region
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
    lasting = [region.continuing for region in regions]
    return _points([at[region.places] for region in regions], len(world.places) + 1, within, lasting)


def times(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of the event."""
    lasting = [region.continuing for region in regions]
    return _spans([_days(region.start, region.end) for region in regions], within, EVER, lasting)


def parties(regions: Sequence[Region], world: World, within: Within) -> PointColumn:
    """Points are the largest sets of parties that may act together at some time: no two of them at war then.

    Between two days on which nothing changed among the parties lies one *epoch*; a claim lies at the points of those
    that its time reaches. An act that lasts may have begun in another one, so it lies at points of every epoch.
    """
    named = sorted({party for region in regions for party in region.parties})
    points = [(epoch, group) for epoch in range(len(world.epochs)) for group in allies(named, world, epoch)]
    at: dict[Hashable, Points] = {}

    def area(region: Region) -> Points:
        if not region.parties and (len(world.epochs) == 1 or region.continuing):
            return None
        return mask_of(point for point, (epoch, group) in enumerate(points) if acts_in(region, group, epoch, world))

    found = []
    for region in regions:
        key = (region.parties, region.each_party, region.epochs, region.continuing)
        if key not in at:
            at[key] = area(region)
        found.append(at[key])
    return _points(found, len(points), within)


def acts_in(region: Region, group: frozenset[str], epoch: int, world: World) -> bool:
    """Whether a harm by `group` in an epoch can be one of the region's, as far as parties and epochs tell."""
    if not region.continuing and epoch not in region.epochs:
        return False
    every = all if region.each_party else any
    return not region.parties or any(
        every(any(wanted in world.line(party, then) for party in group) for wanted in region.parties)
        for then in (region.epochs if region.continuing else (epoch,))
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
    """Ages at the event, in whole years. In a harm that lasts a girl may become a woman: births tell what cannot be."""
    lasting = [region.continuing for region in regions]
    return _spans([region.ages for region in regions], within, (0, 1000), lasting)


def births(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of birth."""
    return _spans([_days(*region.born) for region in regions], within, EVER)


def deaths(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of death; the last day of all is "alive". Nobody is harmed after death, and only the dead were killed."""
    return _spans([_days(region.start, region.end if region.killed else date.max) for region in regions], within, EVER)


def _days(first: date, last: date) -> Span:
    return first.toordinal(), last.toordinal()


def _points(at: Sequence[Points], size: int, within: Within, lasting: Sequence[bool] | None = None) -> PointColumn:
    """A claim lies only where those that contain it lie, as far as they meet at all.

    A claim at odds with what is known of the world (by two enemies acting together, say) has no point of its own;
    it may then be at any, so that it still counts and never separates.
    """
    everywhere = (1 << size) - 1
    areas = []
    for claim, own in enumerate(at):
        points, cap = own or everywhere, everywhere
        for one in (claim, *members(within[claim])):
            limit = at[one] or everywhere
            points = points & limit or points
            if not (lasting and lasting[one]):
                cap = cap & limit or cap
        areas.append(Area(points, cap | points))
    return PointColumn(areas, size)


def _spans(at: Sequence[Span], within: Within, everywhere: Span, lasting: Sequence[bool] | None = None) -> SpanColumn:
    """As `_points`."""

    def narrowed(own: Span, limit: Span) -> Span:
        first, last = max(own[0], limit[0]), min(own[1], limit[1])
        return (first, last) if first <= last else own

    spans, caps = [], []
    for claim, own in enumerate(at):
        span, cap = own, everywhere
        for one in (claim, *members(within[claim])):
            span = narrowed(span, at[one])
            if not (lasting and lasting[one]):
                cap = narrowed(cap, at[one])
        spans.append(span)
        caps.append((min(cap[0], span[0]), max(cap[1], span[1])))
    return SpanColumn(spans, caps)


def allies(parties: Sequence[str], world: World, epoch: int) -> list[frozenset[str]]:
    """The largest subsets of `parties` of which no two are at war in that epoch."""
    place = {party: number for number, party in enumerate(parties)}
    foes = {
        number: mask_of(place[foe] for foe in world.enemies(party, epoch) if foe in place)
        for party, number in place.items()
    }
    groups = unrelated((1 << len(parties)) - 1, foes)
    return sorted((frozenset(parties[one] for one in members(group)) for group in groups), key=sorted)
