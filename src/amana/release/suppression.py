"""Hides small counts in a table, and as much more as keeps them from being worked out.

A count under five is not shown, zero included: a shown zero beside a hidden
count would say that the hidden one is not nothing, that somebody told. Other
cells are hidden with it (complementary suppression) until two readers fail:

- one who knows only how the table adds up must find that a small cell could as
  well be nothing, and as well be five or more;
- one who knows also which hidden cells are small must not find its value, even
  if she is herself the only one counted in another cell and so knows that one.

What is shown is never changed or rounded. Choosing the complement is greedy, by
the least-cost path of Kelly, Golden and Assad (*Cell suppression: disclosure
protection for sensitive tabular data*, Networks 22, 1992), so it may hide more
than the least possible; that it hides enough is checked at the end by `attack`.
"""

from collections.abc import Iterable

import highspy
import numpy as np

from amana.release.attack import Attack, Cell, Table, quiet_solver

THRESHOLD = 5
TOTAL_COST = 8.0
"""How much dearer it is to hide a total than a cell of the same size: readers need totals most."""


def protect(table: Table, threshold: int = THRESHOLD) -> frozenset[Cell]:
    """The cells to hide: every count under `threshold`, and their complement."""
    small = [cell for cell, count in table.counts.items() if count < threshold]
    hidden = dict.fromkeys(small)
    while len(hidden) < len(table.counts) and (unsafe := first_unsafe(table, hidden, threshold)):
        cell, least = unsafe
        more = _complement(table, hidden, cell, least)
        hidden.update(dict.fromkeys(more or [_cheapest(table, hidden)]))
    for cell in sorted(hidden.keys() - set(small), key=lambda one: (-_cost(table, one), repr(one))):
        fewer = {one: None for one in hidden if one != cell}
        if not first_unsafe(table, fewer, threshold):
            hidden = fewer
    return frozenset(hidden)


def shown(table: Table, threshold: int = THRESHOLD) -> dict[Cell, int | None]:
    """The table as it may be told: every count, or None where it is hidden."""
    hidden = protect(table, threshold)
    return {cell: None if cell in hidden else count for cell, count in table.counts.items()}


def first_unsafe(table: Table, hidden: Iterable[Cell], threshold: int = THRESHOLD) -> tuple[Cell, int] | None:
    """A small cell that a reader could work out, and the value it must be able to take; None if there is none.

    The value is 0, `threshold`, or one more or less than the count itself.
    """
    hidden = list(hidden)
    small = [cell for cell in hidden if table.counts[cell] < threshold]
    outsider = Attack(table, hidden)
    for cell in small:
        low, high = outsider.bounds(cell)
        if low > 0:
            return cell, 0
        if high is not None and high < threshold:
            return cell, threshold
    caps = dict.fromkeys(small, threshold - 1)
    for known in [(), *((cell,) for cell in small if table.counts[cell] == 1)]:
        unknown = [cell for cell in hidden if cell not in known]
        insider = Attack(table, unknown, caps)
        for cell in small:
            if cell not in known and table.counts[cell] and len(set(insider.bounds(cell))) == 1:
                return cell, table.counts[cell] + 1 if table.counts[cell] + 1 < threshold else table.counts[cell] - 1
    return None


def _complement(table: Table, hidden: Iterable[Cell], target: Cell, value: int) -> list[Cell]:
    """The cheapest cells not yet hidden that let `target` take `value` while every sum still holds; may be none.

    A cell may move down to nothing and up as far as it is large, so what moves could really have been otherwise.
    """
    hidden = set(hidden)
    solver = quiet_solver()
    cells = list(table.counts)
    place = {cell: 2 * number for number, cell in enumerate(cells)}
    move = value - table.counts[target]
    for cell in cells:
        up, down = (max(move, 0), max(-move, 0)) if cell == target else (highspy.kHighsInf, table.counts[cell])
        for most in (up, down):
            solver.addVar(float(most) if cell == target else 0.0, float(most))
            solver.changeColCost(solver.getNumCol() - 1, 0.0 if cell in hidden else _cost(table, cell))
    for total, parts in table.sums:
        terms = [(cell, 1.0) for cell in parts] + [(total, -1.0)]
        columns = np.array([place[cell] + side for cell, _ in terms for side in (0, 1)], dtype=np.int32)
        signs = np.array([sign * way for _, sign in terms for way in (1.0, -1.0)])
        solver.addRow(0.0, 0.0, len(columns), columns, signs)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return []
    values = solver.getSolution().col_value
    moved = [cell for cell in cells if values[place[cell]] + values[place[cell] + 1] > 0.5]
    return [cell for cell in moved if cell not in hidden]


def _cheapest(table: Table, hidden: Iterable[Cell]) -> Cell:
    return min(table.counts.keys() - set(hidden), key=lambda cell: (_cost(table, cell), repr(cell)))


def _cost(table: Table, cell: Cell) -> float:
    """What hiding a cell costs: more for large counts, and for totals."""
    totals = {total for total, _ in table.sums}
    return (1.0 + table.counts[cell]) * (TOTAL_COST if cell in totals else 1.0)
