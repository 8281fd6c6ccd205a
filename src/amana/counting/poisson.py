"""Many Poisson regressions at once, of the same terms on different counts.

All are fitted together by Newton's method on arrays, which is what makes it
cheap to choose the model anew in every bootstrap sample.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS = 60
CLOSE = 1e-8
FAR = 3.0


class Fitted(NamedTuple):
    """By table: the `values` of the terms, the `expected` counts, and the log `likelihood` to a constant."""

    values: Floats
    expected: Floats
    likelihood: Floats


def fit(design: Floats, counts: Floats) -> Fitted:
    """The most likely values for each table of `counts` (tables × cells), `design` being cells × terms.

    Where no finite estimate exists, values run off and some expected count goes to zero; see existence.doubtful.
    """
    terms = design.shape[1]
    outer = (design[:, :, None] * design[:, None, :]).reshape(len(design), terms * terms)
    ridge = 1e-12 * np.eye(terms)
    mean = counts + 0.5
    linear = np.log(mean)
    values = np.zeros((len(counts), terms))
    going = np.arange(len(counts))
    for turn in range(ROUNDS):
        here = mean[going]
        short = counts[going] - here
        hessian = (here @ outer).reshape(-1, terms, terms) + ridge
        pull = short + here * linear[going] if turn == 0 else short
        step = np.linalg.solve(hessian, (pull @ design)[..., None])[..., 0]
        moved = np.abs(step @ design.T).max(axis=1)
        if turn:
            step *= np.minimum(1.0, FAR / np.maximum(moved, FAR))[:, None]
        values[going] += step
        linear[going] = values[going] @ design.T
        mean[going] = np.exp(np.minimum(linear[going], 50.0))
        going = going[(moved > CLOSE) | (turn == 0)]
        if not len(going):
            break
    return Fitted(values, mean, (counts * linear - mean).sum(axis=1))
