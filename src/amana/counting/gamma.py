"""log Γ over arrays, by Stirling's series: the one function that counting would load all of SciPy for."""

from math import lgamma, log, pi

import numpy as np
from numpy.typing import NDArray

SMALL = 16.0


def log_gamma(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """log Γ of each positive value, to double precision."""
    large = np.maximum(values, SMALL)
    inverse = 1 / large
    square = inverse * inverse
    series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))))
    found: NDArray[np.float64] = (large - 0.5) * np.log(large) - large + 0.5 * log(2 * pi) + series
    small = np.flatnonzero(values < SMALL)
    found[small] = [lgamma(value) for value in values[small].tolist()]
    return found
