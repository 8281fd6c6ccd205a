"""Cuts the space of harms into the few atoms that claims tell apart.

An atom is given by the set of claims that one harm (or one person) can satisfy
at once, as a bit mask. Each dimension is reduced to points at which the set of
satisfied claims can be largest; atoms are the largest sets over all dimensions.
Smaller sets need no atom: a harm that satisfies fewer claims never helps to
keep a total small.
"""

from collections.abc import Iterable, Sequence

from amana.counting import dimensions
from amana.counting.regions import Region
from amana.counting.world import World

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
        dimensions.moving(dimensions.places(regions, world), lasting),
        dimensions.moving(dimensions.days([(region.start, region.end) for region in regions]), lasting),
        dimensions.parties(regions, world),
        dimensions.types(regions),
        dimensions.sexes(regions),
        dimensions.spans([region.ages for region in regions]),
        dimensions.days([region.born for region in regions]),
    ]
    return _combine(columns, within, same, apart)


def person_atoms(
    regions: Sequence[Region], within: dict[int, set[int]], same: set[Pair], apart: set[Pair]
) -> list[int]:
    """Sets of claims that one person can satisfy at once, if she may have been harmed in several events.

    Only sex, date of birth, and being dead already tell persons apart. Arguments as above.
    """
    columns = [
        dimensions.sexes(regions),
        dimensions.days([region.born for region in regions]),
        dimensions.deaths(regions),
    ]
    return _combine(columns, within, same, apart)


def largest(masks: Iterable[int]) -> list[int]:
    """Only the masks that no other one contains."""
    kept: list[int] = []
    for mask in sorted(set(masks), key=lambda mask: (-mask.bit_count(), mask)):
        if not any(mask & other == mask for other in kept):
            kept.append(mask)
    return kept


def members(mask: int) -> list[int]:
    """The claims in a mask."""
    return [claim for claim in range(mask.bit_length()) if mask >> claim & 1]


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
            for one in masks
            if one >> pair[0] & 1
            for other in masks
            if other >> pair[1] & 1
        ]
        grown = largest([*masks, *more])
        if grown == masks:
            return masks
        masks = grown


def _joint(one: int, other: int, pair: list[int], overlaps: set[Pair]) -> int:
    """What `one` and `other` share, with the pair, and with whatever overlaps all that it is not already with."""
    joint = one & other | 1 << pair[0] | 1 << pair[1]
    for mask, opposite in ((one, other), (other, one)):
        for claim in members(mask & ~opposite):
            strangers = members(joint & ~mask)
            if all(frozenset({claim, stranger}) in overlaps for stranger in strangers):
                joint |= 1 << claim
    return joint


def _holds(mask: int, pair: list[int]) -> bool:
    return all(mask >> claim & 1 for claim in pair)


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
