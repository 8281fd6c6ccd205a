"""Each dimension of the space of harms (or persons) as points: for every claim, those at which it can be satisfied.

Only points at which the set of satisfied claims can be largest are needed.
"""

from collections.abc import Callable, Sequence
from datetime import date

from amana.counting.regions import SEXES, Region
from amana.counting.world import World
from amana.vocabulary import ancestors, entries


def moving(satisfied: list[set[int]], lasting: list[bool]) -> list[set[int]]:
    """More points for acts that last: one harm may meet several such claims, wherever or whenever they place it.

    Each is bounded by nothing or by a meeting of two claims' points: lasting claims that reach into it are satisfied
    there, others only if they span it whole.
    """
    if sum(lasting) < 2:
        return satisfied
    everywhere = set().union(*satisfied)
    meetings = [one & other for one in satisfied for other in satisfied if one & other]
    bounds = sorted({tuple(sorted(meeting)) for meeting in [everywhere, *meetings]})
    first = max(everywhere) + 1
    return [
        points
        | {
            first + number
            for number, bound in enumerate(bounds)
            if (points & set(bound) if lasts else points >= set(bound))
        }
        for points, lasts in zip(satisfied, lasting, strict=True)
    ]


def spans(spans: Sequence[tuple[int, int]]) -> list[set[int]]:
    """Closed intervals: those that meet, meet where the last of them begins."""
    starts = sorted({start for start, _ in spans})
    return [{point for point, start in enumerate(starts) if first <= start <= last} for first, last in spans]


def days(spans_of_days: Sequence[tuple[date, date]]) -> list[set[int]]:
    """Closed spans of days, as `spans`."""
    return spans([(first.toordinal(), last.toordinal()) for first, last in spans_of_days])


def places(regions: Sequence[Region], world: World) -> list[set[int]]:
    """Every place is a point (there, in no smaller place that has a name), and one is elsewhere."""
    lines = [set(world.place_line(place)) for place in world.places]
    everywhere = set(range(len(lines) + 1))
    return [
        {point for point, line in enumerate(lines) if line & region.places} if region.places else everywhere
        for region in regions
    ]


def sexes(regions: Sequence[Region]) -> list[set[int]]:
    """Every sex is a point."""
    return [{point for point, sex in enumerate(sorted(SEXES)) if sex in region.sexes} for region in regions]


def types(regions: Sequence[Region]) -> list[set[int]]:
    """An incident has one GBVIMS type (the first yes wins), so types tell incidents apart; other axes do not."""
    types = [ancestors("acts", code) for code in entries("acts") if code.startswith("gbvims")]
    everything = set(range(len(types)))
    own = [{act for act in region.acts if act.startswith("gbvims")} for region in regions]
    return [{point for point, line in enumerate(types) if set(line) & acts} if acts else everything for acts in own]


def deaths(regions: Sequence[Region]) -> list[set[int]]:
    """Points are days of death and "alive". Nobody is harmed after death, and only the dead were killed."""
    days = sorted({region.end for region in regions if region.killed})
    alive = len(days)
    return [
        {point for point, day in enumerate(days) if region.start <= day <= region.end}
        if region.killed
        else {point for point, day in enumerate(days) if region.start <= day} | {alive}
        for region in regions
    ]


def parties(regions: Sequence[Region], world: World) -> list[set[int]]:
    """Points are the largest sets of parties that may act together: no two of them at war."""
    named = sorted({party for region in regions for party in region.parties})
    groups = _allies(frozenset(named), world.enemies.__getitem__)
    lines = {party: set(world.party_line(party)) for party in named}

    def satisfied(region: Region, group: frozenset[str]) -> bool:
        hits = [any(wanted in lines[party] for party in group) for wanted in region.parties]
        return not hits or (all(hits) if region.each_party else any(hits))

    return [{point for point, group in enumerate(groups) if satisfied(region, group)} for region in regions]


def _allies(parties: frozenset[str], enemies: Callable[[str], frozenset[str]]) -> list[frozenset[str]]:
    """The largest subsets of `parties` without enemies in them."""
    for party in sorted(parties):
        foes = enemies(party) & parties
        if foes:
            found = {*_allies(parties - {party}, enemies), *_allies(parties - foes, enemies)}
            return sorted((one for one in found if not any(one < other for other in found)), key=sorted)
    return [parties]
