"""Registers, which say that there were no others: what they allow at most, and whether claims can hold beside them.

A register is believed here only as far as its own word goes: it never raises a documented minimum. If it is right,
a number lies between `least` and `most` (Limits); where it cannot be right together with other claims, that is a
contradiction (contradictions.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from amana.counting import cells
from amana.counting.cells import Cell, Few, TooMany
from amana.counting.masks import mask_of, members, unrelated
from amana.counting.regions import AGES, FIRST, LAST, SEXES, Question, Region, lies_in
from amana.events.claims import Claim
from amana.vocabulary import ancestors, entries

if TYPE_CHECKING:
    from amana.counting.at_least import Count

MOST_CLAIMS = 60


@dataclass(frozen=True)
class Limits:
    """The least and the most if the `registers` are complete, as they say. `most` None: nothing bounds it."""

    least: int
    most: int | None
    registers: tuple[str, ...]


def upper_bound(claim: Claim, unit: str) -> int | None:
    """How many survivors in an event, or persons, are at most in a claim's own number; None if it says nothing."""
    if claim.hedge or claim.quantity.kind not in ("exactly", "range"):
        return None
    if entries("units")[claim.unit].facts["most"] not in ("both", unit):
        return None
    return claim.quantity.number if claim.quantity.kind == "exactly" else claim.quantity.upto


def closes(claim: Claim) -> bool:
    """Whether a register says that nobody else was harmed in its region, and not only by whom it describes or guesses,
    by each of several at once, by all of several acts, or apart from attempts."""
    by = claim.by
    sure = all(one.sure == "stated" for one in by.concluded)
    whole = sure and (bool(by.concluded) or not by.described) and (by.how == "jointly" or len(by.concluded) < 2)
    axes = {ancestors("acts", act)[-1] for act in claim.acts}
    acts = len(claim.acts) < 2 or not (claim.acts_each or len(axes) > 1)
    return claim.complete and whole and acts and claim.attempt in ("unsaid", "either")


class Programme:
    """Cells of a few claims and what they need, and of registers and what they allow. Places are the count's own."""

    def __init__(self, count: "Count", unit: str, claims: Iterable[int], question: Question | None = None) -> None:
        self.claims = sorted(claims)
        space = count.harms if unit == "survivors" else count.people
        if mask_of(self.claims) & space.at_odds:
            raise TooMany
        needs = count.needs(mask_of(self.claims), unit)
        tops = {place: count.tops[unit].get(place) for place in self.claims}
        self.needs = {one: needs[place] for one, place in enumerate(self.claims) if place in needs}
        self.tops = {one: top for one, place in enumerate(self.claims) if (top := tops[place]) is not None}
        regions = [count.regions[place] for place in self.claims]
        self.asked = len(regions) if question else None
        if question:
            regions.append(asked_region(question, count))
        registers = mask_of([*self.tops, *([] if self.asked is None else [self.asked])])
        few = Few(regions, registers, count.world, 0 if self.asked is None else 1 << self.asked)
        found = cells.harm_cells(few)
        if unit == "persons":
            found = cells.gathered(found)
        self.cells = self._related(cells.meet(found, cells.person_cells(few)), count, space.apart)
        if question:
            inside = count.asked.inside(question)
            kept = mask_of(one for one, place in enumerate(self.claims) if inside >> place & 1)
            outside = ~(1 << len(self.claims))
            self.cells = [
                cell if cell[1] >> len(self.claims) & 1 else (cell[0] & ~kept & outside, cell[1]) for cell in self.cells
            ]

    def _related(self, found: list[Cell], count: "Count", apart: Mapping[int, int]) -> list[Cell]:
        """Cells as far as their claims' sources let them meet: parts lie in their totals, others are apart."""
        own = {place: one for one, place in enumerate(self.claims)}
        whole = mask_of(self.claims)
        apart = {
            own[place]: mask_of(own[x] for x in members(others & whole))
            for place, others in apart.items()
            if place in own
        }
        outer = {own[place]: mask_of(own[x] for x in members(count.within[place] & whole)) for place in self.claims}
        for one, containers in outer.items():
            met = [claims for claims, _ in found if claims >> one & 1]
            outer[one] = mask_of(x for x in members(containers) if any(claims >> x & 1 for claims in met))
        result = []
        for claims, inside in found:
            left = claims & (1 << len(self.claims) + 1) - 1
            for one in members(left & mask_of(outer)):
                if outer[one] & ~claims or apart.get(one, 0) & inside:
                    left &= ~(1 << one)
            related = {one: apart.get(one, 0) for one in members(left)}
            torn = mask_of(one for one in related if related[one] & left)
            result += [(left & ~torn | part, inside) for part in (unrelated(torn, related) if torn else [0])]
        return list(dict.fromkeys(result))

    def solve(self, sense: int = 1) -> float | None:
        """The least (`sense` 1) or most (-1) harms in what is asked; infinite if unbounded, None if nothing holds."""
        programme = highspy.HighsLp()
        programme.num_col_ = len(self.cells)
        asked = 0 if self.asked is None else 1 << self.asked
        part = 1 if sense == 1 else 0
        programme.col_cost_ = np.array([float(bool(cell[part] & asked)) for cell in self.cells])
        programme.col_lower_ = np.zeros(len(self.cells))
        programme.col_upper_ = np.full(len(self.cells), highspy.kHighsInf)
        programme.integrality_ = [highspy.HighsVarType.kInteger] * len(self.cells)
        rows = [(0, one, float(need), highspy.kHighsInf) for one, need in self.needs.items()]
        rows += [(1, one, 0.0, float(top)) for one, top in self.tops.items()]
        programme.num_row_ = len(rows)
        programme.row_lower_ = np.array([row[2] for row in rows])
        programme.row_upper_ = np.array([row[3] for row in rows])
        held = [[number for number, cell in enumerate(self.cells) if cell[side] >> one & 1] for side, one, _, _ in rows]
        programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        programme.a_matrix_.start_ = np.cumsum([0, *map(len, held)])
        programme.a_matrix_.index_ = np.array([number for row in held for number in row], dtype=np.int32)
        programme.a_matrix_.value_ = np.ones(sum(map(len, held)))
        programme.sense_ = highspy.ObjSense.kMinimize if sense == 1 else highspy.ObjSense.kMaximize
        model = highspy.Highs()  # type: ignore[no-untyped-call]
        model.silent()
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_abs_gap", 0.5)
        model.passModel(programme)
        model.run()
        status = model.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return round(model.getInfo().objective_function_value)
        unbounded = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        if sense == -1 and status in unbounded:
            return float("inf")
        return None


def asked_region(question: Question, count: "Count") -> Region:
    """The region that a question asks about, as if a claim spoke of it."""
    start, end = question.start or FIRST, question.end or LAST
    return Region(
        parties=question.parties or frozenset(),
        places=question.places or frozenset(),
        start=start,
        end=end,
        acts=question.acts or frozenset(),
        sexes=frozenset({question.sex}) if question.sex else SEXES,
        ages=question.ages or AGES,
        epochs=count.world.epochs_of(start, end),
    )


def limits(count: "Count", question: Question, unit: str) -> Limits | None:
    """What registers allow in a question; None where none bears on it, or claims that cannot all hold do."""
    registers = mask_of(count.tops[unit]) & count.asked.touching(question)
    if not registers or question.unidentified:
        return None
    named = count.ids(members(registers))
    near = registers | count.asked.inside(question) & count.everyone
    for place in members(registers):
        near |= count.inner(place)
    chosen = set(count.needs(near, unit)) | set(members(registers))
    for place in list(chosen):
        chosen |= set(members(count.within[place]))
    try:
        if len(chosen) > MOST_CLAIMS:
            raise TooMany
        programme = Programme(count, unit, chosen, question)
        least, most = programme.solve(), programme.solve(-1)
    except TooMany:
        asked = asked_region(question, count)
        tops = [top for place, top in count.tops[unit].items() if lies_in(asked, count.question_of(place), count.world)]
        return Limits(0, min(tops), named) if tops else None
    if least is None or most is None:
        return None
    return Limits(int(least), None if most == float("inf") else int(most), named)
