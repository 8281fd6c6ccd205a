"""Chao's lower bound, for lists of unequal size.

Where people differ in how easily they come onto any list, and lists are
otherwise independent, at least as many are on no list as the persons on one
list alone and on two lists imply (Chao 1987, Biometrics 43; for lists of
unequal size the singles are taken by pairs of lists, which for equal lists is
her formula; Rivest and Baillargeon 2007, Biometrics 63). Lists that avoid each
other break it: then it may lie above the truth.
"""

import time
from statistics import NormalDist

import numpy as np

from amana.counting.estimate import LEVEL, Diagnostics, Estimate, Interval
from amana.counting.lists import Lists
from amana.errors import Problem


def bound(lists: Lists, *, level: float = LEVEL) -> Estimate:
    """The lower bound on the whole number, with Chao's log-normal interval of the bound (not of the number)."""
    began = time.perf_counter()
    times = lists.histories.sum(axis=1)
    singles = lists.counts[times == 1] @ lists.histories[times == 1]
    pairs = int(lists.counts[times == 2].sum())
    observed = lists.observed
    products = (singles.sum() ** 2 - (singles**2).sum()) / 2
    hidden = products / (pairs + 1)
    variance = (
        (singles * (1 + (singles.sum() - singles) / (pairs + 1)) ** 2).sum()
        + pairs * (1 - products / (pairs + 1) ** 2) ** 2
        + lists.counts[times > 2].sum()
        - (observed + hidden)
    )
    spread = np.sqrt(np.log1p(max(variance, 0.0) / hidden**2)) if hidden else 0.0
    wide = float(np.exp(NormalDist().inv_cdf((1 + level) / 2) * spread))
    return Estimate(
        observed=observed,
        estimate=Interval(observed + hidden, observed + hidden / wide, observed + hidden * wide, level),
        model="chao",
        diagnostics=Diagnostics(seconds=time.perf_counter() - began),
        warnings=(Problem("counting.lower_bound"),),
    )
