"""The integer programme behind a documented minimum, solved by HiGHS.

Minimise the number of harms (or persons), one whole variable an atom, so that
every claim finds as many as it needs among the atoms that satisfy it. Claims
that share no atom fall into parts that are solved apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import count
from operator import or_
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from amana.counting.masks import inside, largest, mask_of

Floats = NDArray[np.float64]
FEW = 40
TINY = 1e-6


@dataclass(frozen=True)
class Least:
    """The least total; claims that alone give it; and one way to reach it, as sets that so many harms satisfy."""

    total: int
    making: tuple[int, ...]
    harms: tuple[tuple[int, int], ...]


def fewest(solved: Mapping[tuple[int, ...], Least], needs: Mapping[int, int]) -> tuple[int, ...]:
    """Claims that alone give the least total of all parts, the weakest left out first: none of them can be spared.

    Where more than FEW matter to a part, those are named whose prices in the linear programme (its dual) prove it.
    """
    making: set[int] = set()
    for part, found in solved.items():
        making.update(found.making if len(found.making) > FEW else _core(part, found, needs))
    return tuple(sorted(making))


def union(atoms: Iterable[int]) -> int:
    """All the claims of some atoms."""
    return reduce(or_, atoms, 0)


def _core(atoms: Sequence[int], found: Least, needs: Mapping[int, int]) -> list[int]:
    """The weakest left out first, as long as the total stays."""
    kept = list(found.making)
    for claim in sorted(kept, key=lambda claim: (needs[claim], -claim)):
        without = [other for other in kept if other != claim]
        if sum(needs[other] for other in without) >= found.total:
            those = mask_of(without)
            fewer = parts(largest(atom & those for atom in atoms))
            if sum(solve_part(part, needs).total for part in fewer) == found.total:
                kept = without
    return kept


def parts(atoms: Iterable[int]) -> list[tuple[int, ...]]:
    """Atoms grouped so that no claim is in two groups."""
    above: dict[int, int] = {}

    def top(claim: int) -> int:
        while above.setdefault(claim, claim) != claim:
            above[claim] = claim = above[above[claim]]
        return claim

    atoms = [atom for atom in atoms if atom]
    for atom in atoms:
        first, *others = map(top, inside(atom))
        above.update(dict.fromkeys(others, first))
    found: dict[int, list[int]] = {}
    for atom in atoms:
        found.setdefault(top((atom & -atom).bit_length() - 1), []).append(atom)
    return list(map(tuple, found.values()))


def solve_part(atoms: Sequence[int], needs: Mapping[int, int], begun: "Relaxed | None" = None) -> Least:
    """One part; its `making` are the claims that the linear programme prices, if that proves the total; else all.

    `begun` is the linear programme of some of the atoms, which is made that of all of them.
    """
    needs = {claim: needs[claim] for claim in inside(union(atoms))}
    if len(atoms) == 1:
        most = max(needs, key=lambda claim: (needs[claim], -claim))
        return Least(needs[most], (most,), ((atoms[0], needs[most]),))
    amounts, prices = (begun or Relaxed()).solved(atoms, needs)
    if np.abs(amounts - amounts.round()).max() > TINY:
        amounts = _in_whole_numbers(atoms, needs)
    total = round(amounts.sum())
    proven = prices @ np.array(list(needs.values())) > total - 1 + TINY
    making = [claim for claim, price in zip(needs, prices, strict=True) if price > TINY or not proven]
    harms = ((atom, round(amount)) for atom, amount in zip(atoms, amounts, strict=True) if amount > TINY)
    return Least(total, tuple(making), tuple(harms))


class Relaxed:
    """The linear programme, a column an atom, a row a claim. It can grow, and then begins from what it found before:
    that is quicker, and leaves most harms as they were."""

    def __init__(self) -> None:
        self._model = highspy.Highs()  # type: ignore[no-untyped-call]
        self._model.silent()
        self.atoms: dict[int, int] = {}
        self._rows: dict[int, int] = {}

    def solved(self, atoms: Sequence[int], needs: Mapping[int, int]) -> tuple[Floats, Floats]:
        """How many harms satisfy each atom, and the price (dual) of each claim; what was there must be among them."""
        claims = [claim for claim in needs if claim not in self._rows]
        self._rows.update(zip(claims, count(len(self._rows)), strict=False))
        least = np.array([needs[claim] for claim in claims], dtype=float)
        none = np.zeros(0, dtype=np.int32)
        self._model.addRows(
            len(claims),
            least,
            np.full(len(claims), highspy.kHighsInf),
            0,
            np.zeros(len(claims), dtype=np.int32),
            none,
            [],
        )
        new = [atom for atom in atoms if atom not in self.atoms]
        self.atoms.update(zip(new, count(len(self.atoms)), strict=False))
        places = [inside(atom) for atom in new]
        rows = np.array([self._rows[claim] for claims in places for claim in claims], dtype=np.int32)
        starts = np.cumsum([0, *map(len, places)])[:-1].astype(np.int32)
        ones, free = np.ones(len(new)), np.full(len(new), highspy.kHighsInf)
        self._model.addCols(len(new), ones, np.zeros(len(new)), free, len(rows), starts, rows, np.ones(len(rows)))
        found = _run(self._model)
        amounts, prices = np.array(found.col_value), np.array(found.row_dual)
        return amounts[[self.atoms[atom] for atom in atoms]], prices[[self._rows[claim] for claim in needs]]


def _in_whole_numbers(atoms: Sequence[int], needs: Mapping[int, int]) -> Floats:
    """How many harms satisfy each atom, where the linear programme would part them."""
    row = {claim: number for number, claim in enumerate(needs)}
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(atoms), len(row)
    programme.col_cost_ = np.ones(len(atoms))
    programme.col_lower_ = np.zeros(len(atoms))
    programme.col_upper_ = np.full(len(atoms), highspy.kHighsInf)
    programme.row_lower_ = np.array(list(needs.values()), dtype=float)
    programme.row_upper_ = np.full(len(row), highspy.kHighsInf)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.cumsum([0, *(atom.bit_count() for atom in atoms)])
    programme.a_matrix_.index_ = np.array([row[claim] for atom in atoms for claim in inside(atom)])
    programme.a_matrix_.value_ = np.ones(len(programme.a_matrix_.index_))
    programme.integrality_ = [highspy.HighsVarType.kInteger] * len(atoms)
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.5)
    model.passModel(programme)
    return np.array(_run(model).col_value)


def _run(model: Any) -> Any:
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError("HiGHS did not solve a programme that always has a solution")
    return model.getSolution()
