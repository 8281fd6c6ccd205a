"""What a reader of a table can work out about the cells that were hidden in it.

The attacker knows every cell that is shown, how the cells add up, and that no
count is negative. The exact least and greatest value of a hidden cell is then a
linear programme (Fischetti and Salazar, *Solving the cell suppression problem
on tabular data with linear constraints*, Management Science 47(7), 2001). For
tables of one and two ways its corners are whole numbers, so it is exact.
"""

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

Cell = Hashable
Bounds = tuple[int, int | None]
"""The least and the greatest value that a cell can have; None: no upper bound."""

SLACK = 1e-6


@dataclass(frozen=True)
class Table:
    """Counts by cell, and how they add up: each sum is a total's cell and the cells it is the total of."""

    counts: Mapping[Cell, int]
    sums: tuple[tuple[Cell, tuple[Cell, ...]], ...]


def one_way(counts: Mapping[Cell, int]) -> Table:
    """A list of counts with its total, whose cell is None. Keys must not be None."""
    return Table({**counts, None: sum(counts.values())}, ((None, tuple(counts)),))


def two_way(counts: Mapping[tuple[Cell, Cell], int]) -> Table:
    """Counts by (row, column) with totals (row, None), (None, column) and (None, None). A missing pair counts as 0."""
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    columns = tuple(dict.fromkeys(column for _, column in counts))
    cells: dict[Cell, int] = {(row, column): counts.get((row, column), 0) for row in rows for column in columns}
    sums: list[tuple[Cell, tuple[Cell, ...]]] = [((row, None), tuple((row, one) for one in columns)) for row in rows]
    sums += [((None, column), tuple((one, column) for one in rows)) for column in columns]
    for total, parts in sums:
        cells[total] = sum(cells[part] for part in parts)
    sums.append(((None, None), tuple((row, None) for row in rows)))
    sums.append(((None, None), tuple((None, column) for column in columns)))
    cells[None, None] = sum(counts.values())
    return Table(cells, tuple(sums))


def quiet_solver() -> Any:
    """A HiGHS solver that prints nothing."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    return solver


class Attack:
    """One attacker on one table: solves the bounds of hidden cells one after another, each from the last solution."""

    def __init__(self, table: Table, hidden: Iterable[Cell], caps: Mapping[Cell, int] | None = None) -> None:
        """`caps` are upper bounds that the attacker knows of hidden cells besides (that a cell is under five, say)."""
        self._hidden = list(dict.fromkeys(hidden))
        self._column = {cell: place for place, cell in enumerate(self._hidden)}
        self._solver = quiet_solver()
        self._beyond = 10.0 * (1 + max(table.counts.values(), default=0)) * (1 + len(table.counts))
        for cell in self._hidden:
            self._solver.addVar(0.0, float((caps or {}).get(cell, self._beyond)))
        for total, parts in table.sums:
            self._add(table.counts, total, parts)

    def _add(self, counts: Mapping[Cell, int], total: Cell, parts: tuple[Cell, ...]) -> None:
        terms = [(cell, 1.0) for cell in parts] + [(total, -1.0)]
        unknown = [(self._column[cell], sign) for cell, sign in terms if cell in self._column]
        known = sum(sign * counts[cell] for cell, sign in terms if cell not in self._column)
        if unknown:
            columns = np.array([column for column, _ in unknown], dtype=np.int32)
            signs = np.array([sign for _, sign in unknown])
            self._solver.addRow(-known, -known, len(unknown), columns, signs)

    def bounds(self, cell: Cell) -> Bounds:
        """The exact least and greatest whole value that `cell`, a hidden one, can have."""
        low, high = self._solve(cell, 1.0), self._solve(cell, -1.0)
        return math.ceil(low - SLACK), None if high > self._beyond / 2 else math.floor(high + SLACK)

    def _solve(self, cell: Cell, sign: float) -> float:
        """The least (sign 1) or greatest (sign -1) value of a cell."""
        self._solver.changeColCost(self._column[cell], sign)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ValueError("the table does not add up")
        value = self._solver.getSolution().col_value[self._column[cell]]
        self._solver.changeColCost(self._column[cell], 0.0)
        return float(value)


def bounds(table: Table, hidden: Iterable[Cell]) -> dict[Cell, Bounds]:
    """What a reader can work out about every hidden cell."""
    attack = Attack(table, hidden)
    return {cell: attack.bounds(cell) for cell in dict.fromkeys(hidden)}
