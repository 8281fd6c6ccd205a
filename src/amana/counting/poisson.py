"""Many Poisson regressions at once: each with its own counts, its own terms and its own possible cells.

All are fitted together by Newton's method on arrays, which is what makes it
cheap to choose the model anew in every bootstrap sample.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROUNDS = 60
CLOSE = 1e-9
FAR = 3.0
CHUNK = 4_096


class Fitted(NamedTuple):
    """By row: `values` of terms (0 if not in the model), `expected` counts, and log `likelihood` to a constant."""

    values: Floats
    expected: Floats
    likelihood: Floats


def fit(design: Floats, counts: Floats, active: Flags, possible: Flags) -> Fitted:
    """The most likely values, by row: `counts` (rows × cells), the terms in each model, the cells it can reach.

    Where no finite estimate exists, values run off and some expected count goes to zero; see existence.doubtful.
    """
    parts = [
        _fit(design, counts[at : at + CHUNK], active[at : at + CHUNK], possible[at : at + CHUNK])
        for at in range(0, len(counts), CHUNK)
    ]
    return Fitted(*(np.concatenate(one) for one in zip(*parts, strict=True)))


def _fit(design: Floats, counts: Floats, active: Flags, possible: Flags) -> Fitted:
    terms = design.shape[1]
    outer = (design[:, :, None] * design[:, None, :]).reshape(len(design), terms * terms)
    both = active[:, :, None] & active[:, None, :]
    fixed = np.einsum("bi,ij->bij", (~active).astype(float), np.eye(terms)) + 1e-12 * np.eye(terms)
    expected = np.where(possible, counts + 0.5, 0.0)
    linear = np.log(np.maximum(expected, 1e-300))
    values = np.zeros((len(counts), terms))
    going = np.arange(len(counts))
    for turn in range(ROUNDS):
        mean, open_to = expected[going], possible[going]
        hessian = np.where(both[going], (mean @ outer).reshape(-1, terms, terms), 0.0) + fixed[going]
        short = np.where(open_to, counts[going] - mean, 0.0)
        pull = short + mean * linear[going] if turn == 0 else short
        step = np.linalg.solve(hessian, ((pull @ design) * active[going])[..., None])[..., 0]
        moved = np.abs(np.where(open_to, step @ design.T, 0.0)).max(axis=1)
        if turn:
            step *= np.minimum(1.0, FAR / np.maximum(moved, FAR))[:, None]
        values[going] += step
        linear[going] = values[going] @ design.T
        expected[going] = np.where(open_to, np.exp(np.minimum(linear[going], 50.0)), 0.0)
        going = going[(moved > CLOSE) | (turn == 0)]
        if not len(going):
            break
    likelihood = (np.where(possible, counts * linear, 0.0) - expected).sum(axis=1)
    return Fitted(values, expected, likelihood)
