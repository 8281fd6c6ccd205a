"""Many Poisson regressions at once, of the same terms on different counts.

All are fitted together by Newton's method on arrays, which is what makes it
cheap to choose the model anew in every bootstrap sample.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ROUNDS = 60
CLOSE = 1e-5
"""The last step that is taken: what is left after it is about its square."""
FAR = 3.0


class Fitted(NamedTuple):
    """By table: the `values` of the terms, the `expected` counts, and the log `likelihood` to a constant."""

    values: Floats
    expected: Floats
    likelihood: Floats


def fit(design: Floats, counts: Floats) -> Fitted:
    """The most likely values for each table of `counts` (tables × cells).

    `design` is cells × terms, or tables × cells × terms where each table has a model of its own with as many terms.
    Where no finite estimate exists, values run off and some expected count goes to zero; see existence.doubtful.
    """
    terms = design.shape[-1]
    own = design.ndim == 3
    outer = None if own else (design[:, :, None] * design[:, None, :]).reshape(len(design), terms * terms)
    ridge = 1e-12 * np.eye(terms)
    mean = counts + 0.5
    linear = np.log(mean)
    values = np.zeros((len(counts), terms))
    going = np.arange(len(counts))
    for turn in range(ROUNDS):
        here = mean[going]
        short = counts[going] - here
        model = design[going] if own else design
        turned = np.swapaxes(model, -1, -2)
        hessian = (turned * here[:, None, :]) @ model if outer is None else (here @ outer).reshape(-1, terms, terms)
        pull = short + here * linear[going] if turn == 0 else short
        step = np.linalg.solve(hessian + ridge, _times(turned, pull)[..., None])[..., 0]
        moved = np.abs(_times(model, step)).max(axis=1)
        if turn:
            step *= np.minimum(1.0, FAR / np.maximum(moved, FAR))[:, None]
        values[going] += step
        linear[going] = _times(model, values[going])
        mean[going] = np.exp(np.minimum(linear[going], 50.0))
        going = going[(moved > CLOSE) | (turn == 0)]
        if not len(going):
            break
    return Fitted(values, mean, (counts * linear - mean).sum(axis=1))


def _times(matrix: Floats, vectors: NDArray[np.floating[Any]]) -> Floats:
    """Each row of `vectors` by the one matrix, or by its own."""
    found: Floats = (matrix @ vectors[..., None])[..., 0] if matrix.ndim == 3 else vectors @ matrix.T
    return found
