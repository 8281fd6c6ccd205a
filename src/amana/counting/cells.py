"""The space of harms (or persons) cut into cells, where some claims also say how many there are at most.

A claim that is complete (a *register*) counts every harm in its region, so it matters which harms are *not* in it. A
cell is a pair of masks over a few regions: the claims that one harm can satisfy at once, and the registers that it
is then surely in. Of two cells the one with more claims and fewer registers makes the other needless.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from amana.counting.dimensions import acts_in, allies
from amana.counting.masks import mask_of, members
from amana.counting.regions import SEXES, SEXUAL, Region, does
from amana.counting.world import World
from amana.vocabulary import ancestors, entries

Cell = tuple[int, int]
MOST_CELLS = 3000
MOST_APART = 6


class TooMany(Exception):
    """There are more cells than can be told apart in reasonable time."""


@dataclass(frozen=True)
class Few:
    """A few regions, and which of them are registers (a mask)."""

    regions: Sequence[Region]
    registers: int
    world: World

    def cell(self, satisfied: Iterable[int], inside: Iterable[int] | None = None) -> Cell:
        """A point's cell, of the places of the regions that can be satisfied there and of those it lies in."""
        claims = mask_of(satisfied)
        return claims, (claims if inside is None else mask_of(inside)) & self.registers


def harm_cells(few: Few) -> list[Cell]:
    """Cells of harms, one survivor in one event, without what tells persons apart."""
    return _met([_places(few), _times(few), _parties(few), _types(few), _acts(few), _ages(few)])


def person_cells(few: Few) -> list[Cell]:
    """What tells persons apart: sex, birth and linked records, as cells."""
    return _met([_sexes(few), _births(few), _identities(few)])


def meet(one: Iterable[Cell], other: Iterable[Cell]) -> list[Cell]:
    """The cells of both."""
    return _best({(claims & more, inside & within) for claims, inside in one for more, within in other})


def gathered(cells: Sequence[Cell]) -> list[Cell]:
    """What a person can satisfy who may have been harmed in several events, for each set of registers she is in."""
    closure = {0}
    for _, inside in cells:
        closure |= {one | inside for one in closure}
        if len(closure) > MOST_CELLS:
            raise TooMany
    found = set()
    for registers in closure:
        claims = 0
        for satisfied, inside in cells:
            if not inside & ~registers:
                claims |= satisfied
        found.add((claims, registers))
    return _best(found)


def _met(columns: Iterable[Iterable[Cell]]) -> list[Cell]:
    cells: list[Cell] = [(-1, -1)]
    for column in columns:
        cells = meet(cells, column)
    return cells


def _best(cells: Iterable[Cell]) -> list[Cell]:
    kept: list[Cell] = []
    for claims, inside in sorted(cells, key=lambda cell: (-cell[0].bit_count(), cell[1].bit_count(), cell)):
        if not any(claims & more == claims and within & inside == within for more, within in kept):
            kept.append((claims, inside))
            if len(kept) > MOST_CELLS:
                raise TooMany
    return kept


def _places(few: Few) -> list[Cell]:
    lines = [frozenset(few.world.place_line(place)) for place in few.world.places] + [frozenset()]
    areas = [
        mask_of(point for point, line in enumerate(lines) if not region.places or line & region.places)
        for region in few.regions
    ]
    points = [few.cell(one for one, area in enumerate(areas) if area >> point & 1) for point in range(len(lines))]
    return [*points, *_moved(few, areas)]


def _moved(few: Few, areas: Sequence[int]) -> list[Cell]:
    """Cells of harms that last and cover a stretch: all that some areas have in common. Areas are masks of points."""
    lasting = [one for one, region in enumerate(few.regions) if region.continuing]
    if not lasting:
        return []
    stretches = {-1}
    for area in set(areas):
        stretches |= {stretch & area for stretch in stretches}
        if len(stretches) > MOST_CELLS:
            raise TooMany
    return [
        few.cell(
            (one for one, area in enumerate(areas) if (stretch & area if one in lasting else not stretch & ~area)),
            (one for one, area in enumerate(areas) if not stretch & ~area),
        )
        for stretch in stretches
        if stretch
    ]


def _times(few: Few) -> list[Cell]:
    return _stretched(few, [(region.start.toordinal(), region.end.toordinal()) for region in few.regions])


def _ages(few: Few) -> list[Cell]:
    return _stretched(few, [region.ages for region in few.regions])


def _stretched(few: Few, spans: Sequence[tuple[int, int]]) -> list[Cell]:
    """Cells of days or ages; a harm that lasts covers several."""
    bounds = _bounds(spans)
    areas = [mask_of(point for point, one in enumerate(bounds) if first <= one <= last) for first, last in spans]
    points = [few.cell(one for one, area in enumerate(areas) if area >> point & 1) for point in range(len(bounds))]
    return [*points, *_moved(few, areas)]


def _bounds(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Where a span begins or has just ended: at one of these every set of spans is met or left that can be."""
    return sorted({bound for first, last in spans for bound in (first, last + 1)})


def _births(few: Few) -> list[Cell]:
    spans = [(region.born[0].toordinal(), region.born[1].toordinal()) for region in few.regions]
    return [
        few.cell(one for one, (first, last) in enumerate(spans) if first <= point <= last) for point in _bounds(spans)
    ]


def _parties(few: Few) -> list[Cell]:
    world = few.world
    named = sorted({party for region in few.regions for party in region.parties})
    capped = {few.regions[one].parties for one in members(few.registers)} - {frozenset()}
    cells = set()
    for epoch in range(len(world.epochs)):
        for avoided in _subsets(capped):
            left = [party for party in named if not avoided & set(world.line(party, epoch))]
            for group in allies(left, world, epoch):
                acting = [one for one, region in enumerate(few.regions) if acts_in(region, group, epoch, world)]
                cells.add(few.cell(acting))
    return list(cells)


def _subsets(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The unions of some of them, of none too."""
    order = sorted(sets, key=sorted)
    if len(order) > MOST_APART:
        raise TooMany
    some = chain.from_iterable(combinations(order, size) for size in range(len(order) + 1))
    return list(dict.fromkeys(frozenset().union(*one) for one in some))


def _types(few: Few) -> list[Cell]:
    lines = [frozenset(ancestors("acts", code)) for code in entries("acts") if code.startswith("gbvims")]
    own = [{act for act in region.acts if act.startswith("gbvims")} for region in few.regions]
    return [
        few.cell((one for one, acts in enumerate(own) if not acts or line & acts), range(len(few.regions)))
        for line in lines
    ]


def _acts(few: Few) -> list[Cell]:
    """A harm may be of several acts; it is in no register of which it is of none of the acts."""
    acts = [_widened(region.acts) for region in few.regions]
    return [
        few.cell(
            (one for one, region in enumerate(few.regions) if not (avoided and does(region, avoided))),
            (one for one, own in enumerate(acts) if not own or any(avoided.isdisjoint(_line(act)) for act in own)),
        )
        for avoided in _subsets({acts[one] for one in members(few.registers)} - {frozenset()})
    ]


def _line(act: str) -> tuple[str, ...]:
    return ancestors("acts", act)


def _widened(acts: frozenset[str]) -> frozenset[str]:
    """All sexual violence is the same on every axis: a register of it on one is one on all."""
    return acts | (SEXUAL.acts or frozenset()) if "crsv" in acts else acts


def _sexes(few: Few) -> list[Cell]:
    return [few.cell(one for one, region in enumerate(few.regions) if sex in region.sexes) for sex in sorted(SEXES)]


def _identities(few: Few) -> list[Cell]:
    known = sorted({region.person for region in few.regions} | {""})
    return [
        few.cell(one for one, region in enumerate(few.regions) if region.person in ("", person)) for person in known
    ]
