"""The integer programme behind a documented minimum, solved by HiGHS.

Minimise the number of harms (or persons), one whole variable an atom, so that
every claim finds as many as it needs among the atoms that satisfy it. Claims
that share no atom fall into parts that are solved apart.
"""

from collections.abc import Sequence

import highspy


def smallest(atoms: Sequence[int], needs: dict[int, int]) -> int:
    """The least total over `atoms` (bit masks of claims) that gives every claim what it `needs`."""
    return sum(_solve(part, needs) for part in _parts(atoms))


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
    claims = [claim for claim in needs if any(atom >> claim & 1 for atom in atoms)]
    if len(atoms) == 1:
        return max((needs[claim] for claim in claims), default=0)
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.silent()
    ceiling = float(sum(needs[claim] for claim in claims))
    for column in range(len(atoms)):
        model.addCol(1.0, 0.0, ceiling, 0, [], [])
        model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for claim in claims:
        columns = [column for column, atom in enumerate(atoms) if atom >> claim & 1]
        model.addRow(float(needs[claim]), highspy.kHighsInf, len(columns), columns, [1.0] * len(columns))
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 0.5)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError("HiGHS did not solve a programme that always has a solution")
    return round(model.getInfo().objective_function_value)
