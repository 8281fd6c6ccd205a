"""Cuts the space of harms into the few atoms that claims tell apart.

An atom is given by the set of claims that one harm (or one person) can satisfy
at once, as a bit mask. Each dimension is reduced to points at which the set of
satisfied claims can be largest; atoms are the largest sets over all dimensions.
Smaller sets need no atom: a harm that satisfies fewer claims never helps to
keep a total small.
"""

from collections.abc import Callable, Iterable, Sequence

from amana.counting.regions import SEXES, Region
from amana.counting.world import World
from amana.vocabulary import ancestors, entries

Pair = frozenset[int]


def survivor_atoms(
    regions: Sequence[Region], world: World, within: dict[int, set[int]], same: set[Pair], apart: set[Pair]
) -> list[int]:
    """Sets of claims that one survivor in one event can satisfy at once.

    `within`: for a claim, those that the source says contain it. `same`: pairs that a source says
    overlap. `apart`: pairs that a source says are others. All by place in `regions`.
    """
    lasting = {
        frozenset({one, other})
        for one in range(len(regions)) for other in range(one)
        if regions[one].continuing and regions[other].continuing
    }
    columns = [
        (_places(regions, world), same | lasting),
        (_spans([(region.start.toordinal(), region.end.toordinal()) for region in regions]), same | lasting),
        (_parties(regions, world), same),
        (_types(regions), same),
        (_sexes(regions), same),
        (_spans([region.ages for region in regions]), same),
        (_spans([(region.born[0].toordinal(), region.born[1].toordinal()) for region in regions]), same),
    ]
    return _combine(len(regions), columns, within, apart)


def person_atoms(
    regions: Sequence[Region], within: dict[int, set[int]], same: set[Pair], apart: set[Pair]
) -> list[int]:
    """Sets of claims that one person can satisfy at once, if she may have been harmed in several events.

    Only sex, date of birth, and being dead already tell persons apart. Arguments as above.
    """
    columns = [
        (_sexes(regions), same),
        (_spans([(region.born[0].toordinal(), region.born[1].toordinal()) for region in regions]), same),
        (_deaths(regions), same),
    ]
    return _combine(len(regions), columns, within, apart)


def largest(masks: Iterable[int]) -> list[int]:
    """Only the masks that no other one contains."""
    kept: list[int] = []
    for mask in sorted(set(masks), key=lambda mask: (-mask.bit_count(), mask)):
        if not any(mask & other == mask for other in kept):
            kept.append(mask)
    return kept


def _combine(
    count: int, columns: list[tuple[list[set[int]], set[Pair]]], within: dict[int, set[int]], apart: set[Pair]
) -> list[int]:
    """Meet the dimensions, then split where a source says that claims are of others."""
    masks = [(1 << count) - 1]
    for satisfied, same in columns:
        points = _points(_related(satisfied, within, same))
        masks = largest(mask & point for mask in masks for point in points)
    return largest(part for mask in masks for part in _split(mask, apart))


def _related(satisfied: list[set[int]], within: dict[int, set[int]], same: set[Pair]) -> list[set[int]]:
    """The points of every claim after what sources say of their relation.

    A contained claim lies where its container lies too; claims that are said to overlap, or to contain
    one another against what their regions say, get each other's points, which can only lower a bound.
    """
    result = [set(points) for points in satisfied]
    for claim, containers in within.items():
        for container in containers:
            if satisfied[claim] & satisfied[container]:
                common = result[claim] & satisfied[container]
                result[claim] = common or result[claim]
    against = same | {frozenset({claim, other}) for claim, others in within.items() for other in others}
    for one, other in sorted(sorted(pair) for pair in against if len(pair) == 2):
        if not result[one] & result[other]:
            result[one], result[other] = result[one] | satisfied[other], result[other] | satisfied[one]
    return result


def _points(satisfied: list[set[int]]) -> list[int]:
    """Turn claim → points into one mask a point, the largest only."""
    masks: dict[int, int] = {}
    for claim, points in enumerate(satisfied):
        for point in points:
            masks[point] = masks.get(point, 0) | 1 << claim
    return largest(masks.values())


def _split(mask: int, apart: set[Pair]) -> list[int]:
    """The largest subsets of `mask` that hold no pair that is apart."""
    for pair in apart:
        one, other = sorted(pair)
        if mask >> one & 1 and mask >> other & 1:
            return largest(_split(mask & ~(1 << one), apart) + _split(mask & ~(1 << other), apart))
    return [mask]


def _spans(spans: Sequence[tuple[int, int]]) -> list[set[int]]:
    """Closed intervals: those that meet, meet where the last of them begins."""
    starts = sorted({start for start, _ in spans})
    return [{point for point, start in enumerate(starts) if first <= start <= last} for first, last in spans]


def _places(regions: Sequence[Region], world: World) -> list[set[int]]:
    """Every place is a point (there, in no smaller place that has a name), and one is elsewhere."""
    lines = [set(world.place_line(place)) for place in world.places]
    everywhere = set(range(len(lines) + 1))
    return [
        {point for point, line in enumerate(lines) if line & region.places} if region.places else everywhere
        for region in regions
    ]


def _sexes(regions: Sequence[Region]) -> list[set[int]]:
    return [{point for point, sex in enumerate(sorted(SEXES)) if sex in region.sexes} for region in regions]


def _types(regions: Sequence[Region]) -> list[set[int]]:
    """An incident has one GBVIMS type (the first yes wins), so types tell incidents apart; forms of other axes do not."""
    types = [ancestors("acts", code) for code in entries("acts") if code.startswith("gbvims")]
    everything = set(range(len(types)))
    own = [{act for act in region.acts if act.startswith("gbvims")} for region in regions]
    return [
        {point for point, line in enumerate(types) if set(line) & acts} if acts else everything for acts in own
    ]


def _deaths(regions: Sequence[Region]) -> list[set[int]]:
    """Points are days of death and "alive". Nobody is harmed after death, and only the dead were killed."""
    days = sorted({region.end for region in regions if region.killed})
    alive = len(days)
    return [
        {point for point, day in enumerate(days) if region.start <= day <= region.end}
        if region.killed
        else {point for point, day in enumerate(days) if region.start <= day} | {alive}
        for region in regions
    ]


def _parties(regions: Sequence[Region], world: World) -> list[set[int]]:
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


