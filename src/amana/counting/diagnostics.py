"""Did the chains find the same answer, and how many independent draws are theirs worth?

R-hat and effective sample sizes as Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021, Bayesian Analysis 16)
define them, on ranks and with every chain split in two; R-hat between groups of chains as Margossian and others (2024,
Bayesian Analysis) have it for many short chains: the groups began apart, so that what keeps them apart is seen.
The same numbers as arviz-stats gives (a test holds them to it), without the two seconds that it takes to load.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
TAILS = (0.05, 0.95)


def rhat(draws: ArrayLike, groups: int) -> float:
    """R-hat of `draws` (chains x draws): of the middle or of the spread, whichever is larger.

    Chains stand in `groups` of equal number, one group after the other. 1 where nothing varies.
    """
    halves = _halves(np.asarray(draws, dtype=float))
    if np.ptp(halves) == 0:
        return 1.0
    count = len(halves) // 2
    group = np.arange(count) * groups // count
    folded = np.abs(halves - np.median(halves))
    return max(_between(_scores(one), np.tile(group, 2)) for one in (halves, folded))


def bulk(draws: ArrayLike) -> float:
    """How many independent draws the middle is worth."""
    return _effective(_scores(_halves(np.asarray(draws, dtype=float))))


def tail(draws: ArrayLike) -> float:
    """How many independent draws the ends are worth, the worse of the two."""
    values = np.asarray(draws, dtype=float)
    ends = np.quantile(values, TAILS)
    return min(_effective(_halves((values <= end).astype(float))) for end in ends)


def _halves(draws: Array) -> Array:
    half = draws.shape[1] // 2
    return np.vstack((draws[:, :half], draws[:, -half:]))


def _scores(draws: Array) -> Array:
    """Normal scores of the ranks; equal values share the mean of their ranks."""
    _, place, counts = np.unique(draws, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    normal = NormalDist()
    scores = np.array([normal.inv_cdf(share) for share in (ranks - 0.375) / (draws.size + 0.25)])
    return scores[place].reshape(draws.shape)


def _between(draws: Array, group: NDArray[np.intp]) -> float:
    means, spreads = draws.mean(axis=1), draws.var(axis=1, ddof=1)
    members = [group == one for one in range(int(group.max()) + 1)]
    apart = np.var([means[one].mean() for one in members], ddof=1)
    within = np.mean([means[one].var(ddof=1) + spreads[one].mean() for one in members])
    return float(np.sqrt(1 + apart / within)) if within else float("inf")


def _effective(draws: Array) -> float:
    chains, length = draws.shape
    if np.ptp(draws) == 0:
        return float(draws.size)
    centred = draws - draws.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(centred, n=2 * length, axis=1)) ** 2
    lagged = np.fft.irfft(spectrum, axis=1)[:, :length].mean(axis=0) / length
    within = lagged[0] * length / (length - 1)
    whole = lagged[0] + (draws.mean(axis=1).var(ddof=1) if chains > 1 else 0.0)
    kept = 1 - (within - lagged) / whole
    kept[0] = 1.0
    # Sums of neighbouring pairs are positive and fall for a reversible chain (Geyer 1992); noise begins where not.
    pairs = kept[: length // 2 * 2].reshape(-1, 2)
    sums = pairs[: max(1, (length - 1) // 2)].sum(axis=1)
    negative = np.flatnonzero(sums < 0)
    last = int(negative[0]) if len(negative) else len(sums) - 1
    time = -1 + 2 * float(np.minimum.accumulate(sums[:last]).sum()) + max(float(pairs[last, 0]), 0.0)
    return float(draws.size / max(time, 1 / np.log10(draws.size)))
