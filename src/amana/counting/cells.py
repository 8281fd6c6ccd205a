"""The space of harms (or persons) cut into cells, where some claims also say how many there are at most.

A claim that is complete (a *register*) counts every harm in its region, so it matters which harms are *not* in it. A
cell is a pair of masks over a few regions: the claims that one harm can satisfy at once, and the registers that it
is then surely in. Of two cells the one with more claims and fewer registers makes the other needless.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations
from operator import or_

from amana.counting.dimensions import acting, acts_in, allies, sides, takes_part
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
    """A few regions, which of them are registers, and which is what is asked about (masks)."""

    regions: Sequence[Region]
    registers: int
    world: World
    asked: int = 0

    def cell(self, satisfied: Iterable[int], inside: Iterable[int] | None = None) -> Cell:
        """A point's cell, of the places of the regions that can be satisfied there and of those it lies in."""
        claims = mask_of(satisfied)
        return claims, (claims if inside is None else mask_of(inside)) & self.registers


def harm_cells(few: Few) -> list[Cell]:
    """Cells of harms, one survivor in one event, without what tells persons apart."""
    moments = _met([_places(few), _times(few), _parties(few), _acts(few), _ages(few)])
    return meet(_lasting(few, moments), _met([_sides(few), _types(few)]))


def person_cells(few: Few) -> list[Cell]:
    """What tells persons apart: sex, birth and linked records, as cells."""
    return _met([_sexes(few), _births(few), _identities(few)])


def meet(one: Iterable[Cell], other: Iterable[Cell]) -> list[Cell]:
    """The cells of both."""
    return _best({(claims & more, inside & within) for claims, inside in one for more, within in other})


def gathered(cells: Sequence[Cell]) -> list[Cell]:
    """What a person can satisfy who may have been harmed in several events, for each set of registers she is in."""
    return _best(_gathered(cells))


def _gathered(cells: Iterable[Cell]) -> set[Cell]:
    closure = {0}
    for _, inside in cells:
        closure |= {one | inside for one in closure}
        if len(closure) > MOST_CELLS:
            raise TooMany
    return {
        (reduce(or_, (claims for claims, inside in cells if not inside & ~registers), 0), registers)
        for registers in closure
    }


def _lasting(few: Few, moments: Sequence[Cell]) -> list[Cell]:
    """Cells of harms: one moment at which what does not last happened, and others while the rest lasted.

    A harm is in a register if it was there at any moment, for then the register's own sentence is true of it.
    """
    lasting = mask_of(one for one, region in enumerate(few.regions) if region.continuing)
    if not lasting:
        return list(moments)
    spells = _gathered(_best({(claims & (lasting | few.asked), inside) for claims, inside in moments}))
    return _best({(claims | more, inside | within) for claims, inside in moments for more, within in spells})


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
    return [
        few.cell(one for one, region in enumerate(few.regions) if not region.places or line & region.places)
        for line in lines
    ]


def _times(few: Few) -> list[Cell]:
    return _spans(few, [(region.start.toordinal(), region.end.toordinal()) for region in few.regions])


def _ages(few: Few) -> list[Cell]:
    return _spans(few, [region.ages for region in few.regions])


def _births(few: Few) -> list[Cell]:
    return _spans(few, [(region.born[0].toordinal(), region.born[1].toordinal()) for region in few.regions])


def _spans(few: Few, spans: Sequence[tuple[int, int]]) -> list[Cell]:
    """Where a span begins or has just ended every set of spans is met or left that can be."""
    bounds = sorted({bound for first, last in spans for bound in (first, last + 1)})
    return [few.cell(one for one, (first, last) in enumerate(spans) if first <= bound <= last) for bound in bounds]


def _parties(few: Few) -> list[Cell]:
    world = few.world
    parties = acting(few.regions, world)
    capped = {few.regions[one].parties for one in members(few.registers)} - {frozenset()}
    cells = set()
    for epoch in range(len(world.epochs)):
        for avoided in _subsets(capped):
            left = [party for party in parties if not avoided & set(world.line(party, epoch))]
            for group in allies(left, world, epoch):
                found = (one for one, region in enumerate(few.regions) if acts_in(region, group, epoch, world))
                cells.add(few.cell(found))
    return list(cells)


def _sides(few: Few) -> list[Cell]:
    """Whoever took part in a harm was not always at war; it leaves no register thereby."""
    return [
        few.cell(
            (one for one, region in enumerate(few.regions) if takes_part(region, side, few.world)),
            range(len(few.regions)),
        )
        for side in sides(acting(few.regions, few.world), few.world)
    ]


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
