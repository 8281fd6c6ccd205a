"""The integer programme behind a documented minimum, solved by HiGHS.

Minimise the number of harms (or persons), one whole variable an atom, so that
every claim finds as many as it needs among the atoms that satisfy it. Claims
that share no atom fall into parts that are solved apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

import highspy
import numpy as np

from amana.counting.masks import largest, mask_of, members

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
        first, *others = map(top, members(atom))
        above.update(dict.fromkeys(others, first))
    found: dict[int, list[int]] = {}
    for atom in atoms:
        found.setdefault(top((atom & -atom).bit_length() - 1), []).append(atom)
    return list(map(tuple, found.values()))


def solve_part(atoms: Sequence[int], needs: Mapping[int, int]) -> Least:
    """One part; its `making` are the claims that the linear programme prices, if that proves the total; else all."""
    needs = {claim: needs[claim] for claim in members(union(atoms))}
    if len(atoms) == 1:
        most = max(needs, key=lambda claim: (needs[claim], -claim))
        return Least(needs[most], (most,), ((atoms[0], needs[most]),))
    model = _model(atoms, needs, whole=False)
    prices = np.array(model.getSolution().row_dual)
    amounts = np.array(model.getSolution().col_value)
    if np.abs(amounts - amounts.round()).max() > TINY:
        amounts = np.array(_model(atoms, needs, whole=True).getSolution().col_value)
    total = round(amounts.sum())
    proven = prices @ np.array(list(needs.values())) > total - 1 + TINY
    making = [claim for claim, price in zip(needs, prices, strict=True) if price > TINY or not proven]
    harms = ((atom, round(amount)) for atom, amount in zip(atoms, amounts, strict=True) if amount > TINY)
    return Least(total, tuple(making), tuple(harms))


def _model(atoms: Sequence[int], needs: Mapping[int, int], *, whole: bool) -> Any:
    """The programme, solved: a column an atom (`whole` numbers or not), a row a claim."""
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
    programme.a_matrix_.index_ = np.array([row[claim] for atom in atoms for claim in members(atom)])
    programme.a_matrix_.value_ = np.ones(len(programme.a_matrix_.index_))
    if whole:
        programme.integrality_ = [highspy.HighsVarType.kInteger] * len(atoms)
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.5)
    model.passModel(programme)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError("HiGHS did not solve a programme that always has a solution")
    return model
