"""The integer programme behind a documented minimum, solved by HiGHS.

Minimise the number of harms (or persons), one whole variable an atom, so that
every claim finds as many as it needs among the atoms that satisfy it. Claims
that share no atom fall into parts that are solved apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import highspy
import numpy as np

from amana.counting.columns import Claims, largest

FEW = 40
TINY = 1e-6


@dataclass(frozen=True)
class Least:
    """The least total, and claims that alone give it: none of them can be spared, unless there are more than FEW."""

    total: int
    making: tuple[int, ...]


def least(atoms: Iterable[Claims], needs: Mapping[int, int]) -> Least:
    """The least total over `atoms` that gives every claim what it `needs`.

    Where more than FEW claims matter to a part, those are named whose prices in the linear programme (its dual)
    prove its total; else the weakest are left out first as long as the total stays.
    """
    total, making = 0, set[int]()
    for part in _parts(atoms):
        own = {claim: needs[claim] for claim in sorted(frozenset().union(*part))}
        found, priced = _priced(part, own)
        total += found
        making.update(priced if len(priced) > FEW else _core(part, priced, found))
    return Least(total, tuple(sorted(making)))


def _core(atoms: Sequence[Claims], needs: dict[int, int], total: int) -> dict[int, int]:
    kept = needs
    for claim in sorted(needs, key=lambda claim: (needs[claim], -claim)):
        without = {other: need for other, need in kept.items() if other != claim}
        if sum(without.values()) >= total and _total(_restricted(atoms, without), without) == total:
            kept = without
    return kept


def _restricted(atoms: Iterable[Claims], needs: Mapping[int, int]) -> list[Claims]:
    return largest(atom & needs.keys() for atom in atoms)


def _total(atoms: Sequence[Claims], needs: dict[int, int]) -> int:
    return sum(
        _priced(part, {claim: needs[claim] for claim in sorted(frozenset().union(*part))})[0] for part in _parts(atoms)
    )


def _parts(atoms: Iterable[Claims]) -> list[list[Claims]]:
    """Atoms grouped so that no claim is in two groups."""
    above: dict[int, int] = {}

    def top(claim: int) -> int:
        while above.setdefault(claim, claim) != claim:
            above[claim] = claim = above[above[claim]]
        return claim

    atoms = [atom for atom in atoms if atom]
    for atom in atoms:
        first, *others = map(top, atom)
        above.update(dict.fromkeys(others, first))
    parts: dict[int, list[Claims]] = {}
    for atom in atoms:
        parts.setdefault(top(next(iter(atom))), []).append(atom)
    return list(parts.values())


def _priced(atoms: Sequence[Claims], needs: dict[int, int]) -> tuple[int, dict[int, int]]:
    """One part: its least total, and the claims that the linear programme prices, if that proves the total; else all."""
    if len(atoms) == 1:
        most = max(needs, key=lambda claim: (needs[claim], -claim))
        return needs[most], {most: needs[most]}
    model = _model(atoms, needs, whole=False)
    solution = model.getSolution()
    total = ceil(model.getInfo().objective_function_value - TINY)
    amounts = np.array(solution.col_value)
    if np.abs(amounts - amounts.round()).max() > TINY:
        total = round(_model(atoms, needs, whole=True).getInfo().objective_function_value)
    prices = list(solution.row_dual)
    proven = sum(price * need for price, need in zip(prices, needs.values(), strict=True))
    if proven <= total - 1 + TINY:
        return total, needs
    return total, {claim: need for (claim, need), price in zip(needs.items(), prices, strict=True) if price > TINY}


def _model(atoms: Sequence[Claims], needs: Mapping[int, int], *, whole: bool) -> Any:
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
    programme.a_matrix_.start_ = np.cumsum([0, *map(len, atoms)])
    programme.a_matrix_.index_ = np.array([row[claim] for atom in atoms for claim in sorted(atom)])
    programme.a_matrix_.value_ = np.ones(sum(map(len, atoms)))
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
