"""The dimensions in which claims are told apart, each made into a column: where, when, by whom, what, to whom."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from amana.counting.columns import Area, PointColumn, SpanColumn
from amana.counting.regions import SEXES, Region
from amana.counting.world import World
from amana.vocabulary import ancestors, entries

Within = Mapping[int, frozenset[int]]
Points = frozenset[int] | None
Span = tuple[int, int]
EVER = (date.min.toordinal(), date.max.toordinal())


def places(regions: Sequence[Region], world: World, within: Within) -> PointColumn:
    """Every place is a point (there, in no smaller place that has a name), and one is elsewhere."""
    lines = [frozenset(world.place_line(place)) for place in world.places]
    at: dict[frozenset[str], Points] = {frozenset(): None}
    for region in regions:
        if region.places not in at:
            at[region.places] = frozenset(point for point, line in enumerate(lines) if line & region.places)
    lasting = [region.continuing for region in regions]
    return _points([at[region.places] for region in regions], len(lines) + 1, within, lasting)


def times(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of the event."""
    lasting = [region.continuing for region in regions]
    return _spans([_days(region.start, region.end) for region in regions], within, EVER, lasting)


def parties(regions: Sequence[Region], world: World, within: Within) -> PointColumn:
    """Points are the largest sets of parties that may act together: no two of them at war."""
    named = frozenset(party for region in regions for party in region.parties)
    groups = _allies(named, world.enemies.__getitem__)
    lines = {party: frozenset(world.party_line(party)) for party in named}
    at: dict[tuple[frozenset[str], bool], Points] = {}
    for region in regions:
        if (region.parties, region.each_party) not in at:
            every = all if region.each_party else any
            at[region.parties, region.each_party] = (
                frozenset(
                    point
                    for point, group in enumerate(groups)
                    if every(any(wanted in lines[party] for party in group) for wanted in region.parties)
                )
                if region.parties
                else None
            )
    return _points([at[region.parties, region.each_party] for region in regions], len(groups), within)


def types(regions: Sequence[Region], within: Within) -> PointColumn:
    """An incident has one GBVIMS type (the first yes wins), so types tell incidents apart; other axes do not."""
    lines = [frozenset(ancestors("acts", code)) for code in entries("acts") if code.startswith("gbvims")]
    at: dict[frozenset[str], Points] = {}
    for region in regions:
        if region.acts not in at:
            own = {act for act in region.acts if act.startswith("gbvims")}
            at[region.acts] = frozenset(point for point, line in enumerate(lines) if line & own) if own else None
    return _points([at[region.acts] for region in regions], len(lines), within)


def sexes(regions: Sequence[Region], within: Within) -> PointColumn:
    """Every sex is a point."""
    order = sorted(SEXES)
    at = [None if region.sexes == SEXES else frozenset(map(order.index, region.sexes)) for region in regions]
    return _points(at, len(order), within)


def ages(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Ages at the event, in whole years."""
    return _spans([region.ages for region in regions], within, (0, 1000))


def births(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of birth."""
    return _spans([_days(*region.born) for region in regions], within, EVER)


def deaths(regions: Sequence[Region], within: Within) -> SpanColumn:
    """Days of death; the last day of all is "alive". Nobody is harmed after death, and only the dead were killed."""
    return _spans(
        [_days(region.start, region.end if region.killed else date.max) for region in regions], within, EVER
    )


def _days(first: date, last: date) -> Span:
    return first.toordinal(), last.toordinal()


def _points(at: Sequence[Points], size: int, within: Within, lasting: Sequence[bool] = ()) -> PointColumn:
    """A claim lies only where those that contain it lie, as far as they meet at all.

    A claim at odds with what is known of the world (by two enemies acting together, say) has no point of its own;
    it may then be at any, so that it still counts and never separates.
    """
    areas = []
    for claim, own in enumerate(at):
        points, cap = own or None, None
        for outer in sorted(within[claim]):
            if limit := at[outer] or None:
                points = points & limit or points if points else limit
                if lasting and lasting[claim] and not lasting[outer]:
                    cap = cap & limit or cap if cap else limit
        areas.append(Area(points, bool(lasting) and lasting[claim], cap | points if cap and points else None))
    return PointColumn(areas, size)


def _spans(at: Sequence[Span], within: Within, everywhere: Span, lasting: Sequence[bool] = ()) -> SpanColumn:
    """As `_points`."""

    def narrowed(own: Span, limit: Span) -> Span:
        first, last = max(own[0], limit[0]), min(own[1], limit[1])
        return (first, last) if first <= last else own

    spans, caps = [], []
    for claim, own in enumerate(at):
        span, cap = own, everywhere
        for outer in sorted(within[claim]):
            span = narrowed(span, at[outer])
            if lasting and lasting[claim] and not lasting[outer]:
                cap = narrowed(cap, at[outer])
        spans.append(span)
        caps.append((min(cap[0], span[0]), max(cap[1], span[1])))
    return SpanColumn(spans, lasting or [False] * len(at), caps)


def _allies(parties: frozenset[str], enemies: Callable[[str], frozenset[str]]) -> list[frozenset[str]]:
    """The largest subsets of `parties` without enemies in them."""
    for party in sorted(parties):
        foes = enemies(party) & parties
        if foes:
            found = {*_allies(parties - {party}, enemies), *_allies(parties - foes, enemies)}
            return sorted((one for one in found if not any(one < other for other in found)), key=sorted)
    return [parties]
