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
    lasting = [region.continuing for region in regions]
    columns = [
        _moving(_places(regions, world), lasting),
        _moving(_spans([(region.start.toordinal(), region.end.toordinal()) for region in regions]), lasting),
        _parties(regions, world),
        _types(regions),
        _sexes(regions),
        _spans([region.ages for region in regions]),
        _spans([(region.born[0].toordinal(), region.born[1].toordinal()) for region in regions]),
    ]
    return _combine(columns, within, same, apart)


def person_atoms(
    regions: Sequence[Region], within: dict[int, set[int]], same: set[Pair], apart: set[Pair]
) -> list[int]:
    """Sets of claims that one person can satisfy at once, if she may have been harmed in several events.

    Only sex, date of birth, and being dead already tell persons apart. Arguments as above.
    """
    columns = [
        _sexes(regions),
        _spans([(region.born[0].toordinal(), region.born[1].toordinal()) for region in regions]),
        _deaths(regions),
    ]
    return _combine(columns, within, same, apart)


def largest(masks: Iterable[int]) -> list[int]:
    """Only the masks that no other one contains."""
    kept: list[int] = []
    for mask in sorted(set(masks), key=lambda mask: (-mask.bit_count(), mask)):
        if not any(mask & other == mask for other in kept):
            kept.append(mask)
    return kept


def _combine(
    columns: list[list[set[int]]], within: dict[int, set[int]], same: set[Pair], apart: set[Pair]
) -> list[int]:
    """Meet the dimensions, join what sources say overlaps, split what they say is apart."""
    masks = [(1 << len(within)) - 1]
    for satisfied in columns:
        points = _points(_contained(satisfied, within))
        masks = largest(mask & point for mask in masks for point in points)
    overlaps = same | {frozenset({claim, other}) for claim, outers in within.items() for other in outers}
    return largest(part for mask in _joined(masks, overlaps) for part in _split(mask, apart))


def _contained(satisfied: list[set[int]], within: dict[int, set[int]]) -> list[set[int]]:
    """A claim lies only where those that contain it lie, as far as their regions meet at all."""
    result = []
    for claim, points in enumerate(satisfied):
        for outer in sorted(within[claim]):
            points = points & satisfied[outer] or points
        result.append(points)
    return result


def _joined(masks: list[int], overlaps: set[Pair]) -> list[int]:
    """More atoms for claims that overlap by their sources' word against their regions.

    Such an atom holds both claims and what either region leaves possible for the two together; no other
    claims come to meet by it, so that knowing of an overlap never lowers what others give.
    """
    while True:
        against = [pair for pair in sorted(map(sorted, overlaps)) if not any(_holds(mask, pair) for mask in masks)]
        more = [
            _joint(one, other, pair, overlaps)
            for pair in against
            for one in masks if one >> pair[0] & 1
            for other in masks if other >> pair[1] & 1
        ]
        grown = largest([*masks, *more])
        if grown == masks:
            return masks
        masks = grown


def _joint(one: int, other: int, pair: list[int], overlaps: set[Pair]) -> int:
    """What `one` and `other` share, with the pair, and with whatever overlaps all that it is not already with."""
    joint = one & other | 1 << pair[0] | 1 << pair[1]
    for mask, opposite in ((one, other), (other, one)):
        for claim in _claims(mask & ~opposite):
            strangers = _claims(joint & ~mask)
            if all(frozenset({claim, stranger}) in overlaps for stranger in strangers):
                joint |= 1 << claim
    return joint


def _claims(mask: int) -> list[int]:
    return [claim for claim in range(mask.bit_length()) if mask >> claim & 1]


def _holds(mask: int, pair: list[int]) -> bool:
    return all(mask >> claim & 1 for claim in pair)


def _moving(satisfied: list[set[int]], lasting: list[bool]) -> list[set[int]]:
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
        points | {
            first + number for number, bound in enumerate(bounds)
            if (points & set(bound) if lasts else points >= set(bound))
        }
        for points, lasts in zip(satisfied, lasting, strict=True)
    ]


def _points(satisfied: list[set[int]]) -> list[int]:
    """Turn claim → points into one mask a point, the largest only.

    A claim at odds with what is known of the world (by two enemies acting together, say) has no point
    of its own; it may then be at any, so that it still counts and never separates.
    """
    everything = set().union(*satisfied)
    masks: dict[int, int] = {}
    for claim, points in enumerate(satisfied):
        for point in points or everything or {0}:
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
    """An incident has one GBVIMS type (the first yes wins), so types tell incidents apart; other axes do not."""
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


