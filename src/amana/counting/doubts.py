"""What leaves it open whether two claims are of the same harms: the reasons for a caution."""

from collections.abc import Callable
from functools import partial

from amana.counting.regions import Region
from amana.counting.world import World


def left_open(one: Region, other: Region, world: World) -> tuple[str, ...]:
    """Why nobody can say whether two claims are of the same; nothing if one region lies inside the other."""
    if _nested(one, other, world) or _nested(other, one, world):
        return ()
    why = []
    if not one.parties or not other.parties:
        why.append("party_unsaid")
    elif not _under(one, other, world) and not _under(other, one, world):
        why.append("parties_may_act_together")
    if not one.places or not other.places:
        why.append("place_unsaid")
    apart = one.end < other.start or other.end < one.start
    if not apart and (one.start, one.end) != (other.start, other.end):
        why.append("times_overlap")
    if (one.continuing and other.continuing) or (apart and (one.continuing or other.continuing)):
        why.append("continuing")
    if one.sexes != other.sexes or one.ages != other.ages:
        why.append("people_may_be_the_same")
    return tuple(why) or ("acts_may_be_of_one_event",)


def _nested(inner: Region, outer: Region, world: World) -> bool:
    """Whether every harm of `inner` lies inside `outer` by where, when, by whom and to whom."""
    return (
        (not outer.places or (bool(inner.places) and _within(inner.places, outer.places, world.place_line)))
        and (not outer.parties or (bool(inner.parties) and _under(inner, outer, world)))
        and outer.start <= inner.start
        and inner.end <= outer.end
        and inner.sexes <= outer.sexes
        and outer.ages[0] <= inner.ages[0]
        and inner.ages[1] <= outer.ages[1]
    )


def _under(inner: Region, outer: Region, world: World) -> bool:
    """Whether all of one's parties stood under the other's at all times that it may be of."""
    return all(_within(inner.parties, outer.parties, partial(world.line, epoch=epoch)) for epoch in inner.epochs)


def _within(inner: frozenset[str], outer: frozenset[str], line: Callable[[str], tuple[str, ...]]) -> bool:
    return all(set(line(one)) & outer for one in inner)
