"""Where the posterior has two parts, each weighs what it weighs: beside sums over all ways to divide people."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from amana.counting import latent_walk
from amana.counting.latent_sweep import Array
from amana.counting.latent_walk import Walker, set_out
from amana.counting.lists import Lists

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
DRAWS, TURNS = 2_000, 4


def test_both_parts_weigh_what_they_do_though_no_plain_sampler_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(BENCHMARKS)
    import _two_parts as made

    weights, unlisted = made.exactly()
    share = 1 / (1 + np.exp(weights[1] - weights[0]))
    lists = Lists.of([f"list {number}" for number in range(11)], made.HISTORIES, made.COUNTS)

    def together(kept: Array) -> Array:
        found: Array = made.is_together(kept.reshape(len(kept), 2, 12)[:, :, :-1])
        return found

    for turns in ("SETTLING", "WANDERING", "TRYING"):
        monkeypatch.setattr(latent_walk, turns, 2_000)
    for kinds in (1, 2):
        alone = together(Walker(lists, 2, kinds, np.random.SeedSequence(kinds))._walk(500, TURNS, 0)[1])
        assert alone.all() == (kinds == 1) and alone.any() == (kinds == 1)
    with ThreadPoolExecutor(1) as pool:
        walkers = set_out(lists, 2, [1, 1, 2, 2], np.random.SeedSequence(1), pool)
    shares = []
    for walker in walkers:
        whole, kept = walker._walk(DRAWS, TURNS, latent_walk.OFFERS)
        inside = together(kept)
        shares.append(inside.mean())
        assert [whole[inside].mean() - 41, whole[~inside].mean() - 41] == pytest.approx(unlisted, rel=0.12)
    assert shares == pytest.approx([share] * 4, abs=0.04) and np.mean(shares) == pytest.approx(share, abs=0.015)
