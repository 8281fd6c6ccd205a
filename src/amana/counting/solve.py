"""The integer programme behind a documented minimum, solved by HiGHS.

Minimise the number of harms (or persons), one whole variable an atom, so that
every claim finds as many as it needs among the atoms that satisfy it. Claims
that share no atom fall into parts that are solved apart.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_

import highspy

FEW = 40
TINY = 1e-6


def smallest(atoms: Sequence[int], needs: dict[int, int]) -> int:
    """The least total over `atoms` (bit masks of claims) that gives every claim what it `needs`."""
    return sum(_solve(part, _own(part, needs)) for part in _parts(atoms))


def core(atoms: Sequence[int], needs: dict[int, int]) -> list[int]:
    """Claims that alone give the same least total, the weakest left out first.

    None of them can be spared, unless a part has more than FEW that matter: then those are named whose prices
    in the linear programme (its dual) prove the total.
    """
    return sorted(claim for part in _parts(atoms) for claim in _core(part, _own(part, needs)))


def _own(atoms: Sequence[int], needs: dict[int, int]) -> dict[int, int]:
    joined = reduce(or_, atoms, 0)
    return {claim: need for claim, need in needs.items() if joined >> claim & 1}


def _core(atoms: list[int], needs: dict[int, int]) -> list[int]:
    total = _solve(atoms, needs)
    kept = _priced(atoms, needs, total)
    if len(kept) > FEW:
        return list(kept)
    for claim in sorted(kept, key=lambda claim: (kept[claim], -claim)):
        without = {other: need for other, need in kept.items() if other != claim}
        if _solve(atoms, without) == total:
            kept = without
    return list(kept)


def _priced(atoms: list[int], needs: dict[int, int], total: int) -> dict[int, int]:
    """The claims that have a price in the linear programme, if that proves the total; else all."""
    model = _model(atoms, needs, whole=False)
    model.run()
    prices = model.getSolution().row_dual
    priced = {claim: need for (claim, need), price in zip(needs.items(), prices, strict=True) if price > TINY}
    proven = sum(price * need for price, need in zip(prices, needs.values(), strict=True))
    return priced if proven > total - 1 + TINY else needs


def _parts(atoms: Sequence[int]) -> list[list[int]]:
    """Atoms grouped so that no claim is in two groups."""
    parts: list[tuple[int, list[int]]] = []
    for atom in atoms:
        if not atom:
            continue
        joined, members = atom, [atom]
        apart = []
        for claims, group in parts:
            if claims & joined:
                joined, members = joined | claims, members + group
            else:
                apart.append((claims, group))
        parts = [*apart, (joined, members)]
    return [members for _, members in parts]


def _solve(atoms: list[int], needs: dict[int, int]) -> int:
    """One part; where a single atom satisfies all its claims the largest need is the answer."""
    if len(atoms) == 1 or not needs:
        return max(needs.values(), default=0)
    model = _model(atoms, needs, whole=True)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError("HiGHS did not solve a programme that always has a solution")
    return round(model.getInfo().objective_function_value)


def _model(atoms: list[int], needs: dict[int, int], *, whole: bool) -> highspy.Highs:
    """The programme: a column an atom (`whole` numbers or not), a row a claim."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    for column in range(len(atoms)):
        model.addCol(1.0, 0.0, float(sum(needs.values())), 0, [], [])
        if whole:
            model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for claim, need in needs.items():
        columns = [column for column, atom in enumerate(atoms) if atom >> claim & 1]
        model.addRow(float(need), highspy.kHighsInf, len(columns), columns, [1.0] * len(columns))
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.5)
    return model
