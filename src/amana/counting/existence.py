"""Whether a log-linear model has a finite most likely value for these counts.

It has unless some change of its terms leaves the expected count of every cell
that holds somebody as it is, and takes none of the others up and some of them
down (Fienberg and Rinaldo 2012, Annals of Statistics 40): along it the
likelihood would rise without end. Such changes are looked for by a linear
programme, in the few directions that the cells with somebody leave free.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TINY = 1e-4
ZERO = 1e-9


def doubtful(expected: Floats) -> NDArray[np.intp]:
    """Rows of a fit whose estimate may not be finite: where some cell is expected to hold next to nobody."""
    return np.flatnonzero((expected < TINY).any(axis=1))


def exists(design: Floats, seen: Flags) -> bool:
    """Whether the terms (columns) have a finite, single estimate where just the `seen` cells (rows) hold somebody."""
    _, sizes, directions = np.linalg.svd(design[seen], full_matrices=True)
    free = directions[int((sizes > ZERO * max(1.0, sizes.max(initial=0))).sum()) :]
    if not len(free):
        return True
    changes = design[~seen] @ free.T
    if len(changes) < len(free) or np.linalg.matrix_rank(changes, tol=ZERO) < len(free):
        return False
    if len(free) == 1:
        return bool(changes.min() < -ZERO and changes.max() > ZERO)
    return _deepest(changes) < ZERO


def _deepest(changes: Floats) -> float:
    """How far the cells without anybody can be lowered in sum, each by 1 at most and none raised."""
    import highspy  # loaded where the question is not decided without it

    cells, ways = changes.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = ways, cells
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = -changes.sum(axis=0)
    model.col_lower_ = np.full(ways, -highspy.kHighsInf)
    model.col_upper_ = np.full(ways, highspy.kHighsInf)
    model.row_lower_ = np.full(cells, -1.0)
    model.row_upper_ = np.zeros(cells)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.arange(0, cells * ways + 1, ways)
    model.a_matrix_.index_ = np.tile(np.arange(ways), cells)
    model.a_matrix_.value_ = changes.reshape(-1)
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.passModel(model)
    solver.run()
    return float(solver.getInfo().objective_function_value)
