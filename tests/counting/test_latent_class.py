"""The latent-class model gives what the peer gives, what exact computation gives, and refuses what it cannot know."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.counting import diagnostics
from amana.counting.latent_class import RHAT, fit
from amana.counting.latent_moves import relabel, trajectory
from amana.counting.latent_posterior import RATE, SHAPE, Posterior
from amana.counting.latent_start import begin
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists
from amana.errors import Problem

EXAMPLES = Path(__file__).parents[2] / "examples" / "hidden"
THREE = Lists.of("abc", [[0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [1, 0, 1], [1, 1, 0]], [9, 5, 2, 7, 1, 3])


def example(name: str) -> Lists:
    (lists,) = read_lists(EXAMPLES / f"{name}.csv").values()
    return lists


@pytest.mark.parametrize(
    ("name", "classes", "peer"),
    [
        ("korea", 7, (124, 138, 202)),
        ("kosovo", 15, (9_066, 10_443, 13_865)),
        ("ukdat", 15, (16_918, 22_973, 34_435)),
        ("hav_taiwan", 7, (370, 515, 900)),
        ("ph_manila_police", 15, (534, 576, 654)),
        ("neworl", 10, (511, 716, 1_089)),
    ],
)
def test_it_gives_what_five_million_sweeps_of_the_peer_give(
    name: str, classes: int, peer: tuple[float, float, float]
) -> None:
    """The peer's ends are themselves known to 3 % at best; hav_taiwan's were taken from a short run of it."""
    found = fit(example(name), classes=classes, effective=1_500)
    assert np.quantile(found.population, [0.025, 0.5, 0.975]) == pytest.approx(
        peer, rel=0.09 if name == "hav_taiwan" else 0.035
    )
    assert found.diagnostics.rhat and found.diagnostics.rhat <= RHAT
    assert min(found.diagnostics.ess or 0, found.diagnostics.ess_tail or 0) >= 1_500
    assert found.population.min() >= example(name).observed
    assert found.detail["verdict"].startswith("Converged: 4 groups")
    assert ("counting.latent_unseen" in [one.code for one in found.warnings]) == (name == "ukdat")


def test_one_class_gives_the_exact_answer_of_independent_lists() -> None:
    """With one class, whatever N is, each list's chance integrates to a beta function: N can be summed over."""
    sizes, seen = np.array(list(THREE.sizes.values())), THREE.observed
    whole = np.arange(seen, 4_000)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, 4_002)))])
    weight = (
        logs[whole - 1] - logs[whole - seen] + (logs[whole[:, None] - sizes] - logs[whole + 1][:, None]).sum(axis=1)
    )
    share = np.cumsum(np.exp(weight - weight.max()))
    exact = [int(whole[np.searchsorted(share, mark * share[-1])]) for mark in (0.1, 0.5, 0.9)]
    found = np.quantile(fit(THREE, classes=1, effective=4_000).population, [0.1, 0.5, 0.9])
    assert found == pytest.approx(exact, rel=0.03)


def test_two_classes_give_what_weighing_draws_of_the_prior_gives() -> None:
    """Importance sampling from the prior, which knows nothing of trajectories, ladders or labels."""
    dice = np.random.default_rng(5)
    chance = dice.random((400_000, 3, 2))
    broken = dice.beta(1, dice.gamma(SHAPE, 1 / RATE, 400_000) + 1e-300)
    weights = np.stack([broken, 1 - broken], axis=1)
    unseen = ((1 - chance).prod(axis=1) * weights).sum(axis=1)
    likelihood = -THREE.observed * np.log1p(-unseen)
    for history, count in zip(THREE.histories, THREE.counts, strict=True):
        term = np.where(history[:, None] == 1, chance, 1 - chance).prod(axis=1)
        likelihood += count * np.log((term * weights).sum(axis=1))
    share = np.exp(likelihood - likelihood.max())
    drawn = dice.choice(unseen, 40_000, p=share / share.sum())
    exact = THREE.observed + dice.poisson(dice.standard_gamma(THREE.observed, 40_000) * drawn / (1 - drawn))
    found = np.quantile(fit(THREE, classes=2, effective=4_000).population, [0.1, 0.5, 0.9])
    assert found == pytest.approx(np.quantile(exact, [0.1, 0.5, 0.9]), rel=0.05)


@given(seed=st.integers(0, 2**32 - 1), classes=st.integers(1, 6), heat=st.floats(0, 1))
@settings(max_examples=30, deadline=None)
def test_the_gradient_is_that_of_the_density(seed: int, classes: int, heat: float) -> None:
    dice = np.random.default_rng(seed)
    posterior = Posterior(THREE, classes)
    state = posterior.spread(1, 1, dice)[..., 0]
    slope = posterior.value(state, heat).slope.copy()
    assert posterior.slope(state, heat) == pytest.approx(slope, rel=1e-3, abs=1e-3)
    for place in [*np.ndindex(3, classes), *((3, one) for one in range(classes - 1))]:
        ends = []
        for step in (1e-5, -1e-5):
            near = state.copy()
            near[place] += step
            value = posterior.value(near, heat)
            ends.append(float((value.prior + heat * value.likelihood)[0]))
        assert slope[place][0] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-4, abs=1e-4)


def test_moves_leave_the_prior_as_it_is() -> None:
    """Without data the answer is known: chances are uniform, and the first piece of the stick follows alpha's prior."""
    dice = np.random.default_rng(3)
    posterior = Posterior(THREE, 4)
    width = 4_000
    state = np.zeros((4, 4, width))
    chance = dice.random((3, 4, width))
    state[:-1] = np.log(chance) - np.log1p(-chance)
    alpha = np.maximum(dice.gamma(SHAPE, 1 / RATE, width), 1e-40)
    state[-1, :-1] = np.log(dice.standard_exponential((3, width)) / alpha)
    before = np.quantile(state[-1, :-1], [0.1, 0.25, 0.5, 0.75], axis=1)
    with np.errstate(all="ignore"):
        for _ in range(30):
            state, *_ = trajectory(posterior, state, 0.0, 0.4, 5, dice)
            relabel(state, 3, dice)
    assert np.quantile(state[-1, :-1], [0.1, 0.25, 0.5, 0.75], axis=1) == pytest.approx(before, abs=0.35)
    assert np.quantile(1 / (1 + np.exp(-state[:-1])), [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


def test_labels_change_places_and_nothing_else_changes() -> None:
    dice = np.random.default_rng(1)
    posterior = Posterior(THREE, 5)
    state = posterior.spread(1, 200, dice)[:, :, 0]
    before = posterior.value(state, 1.0)
    moved = state.copy()
    with np.errstate(all="ignore"):
        relabel(moved, 20, dice)
    after = posterior.value(moved, 1.0)
    assert (moved != state).any(axis=(0, 1)).mean() > 0.5
    assert after.likelihood == pytest.approx(before.likelihood, rel=1e-9)
    assert after.odds == pytest.approx(before.odds, rel=1e-9)


def test_chains_that_begin_anywhere_come_to_the_mode_that_counts() -> None:
    """On the United Kingdom's lists the peer's chains stay for thousands of sweeps where the whole is below 8,000."""
    lists = example("ukdat")
    with np.errstate(all="ignore"):
        posterior = Posterior(lists, 15)
        begun = begin(posterior, 2, 16, np.random.default_rng(11))
        whole = lists.observed * (1 + posterior.value(begun.state, 1.0).odds)
    assert min(begun.trips) >= 1
    assert (whole > 12_000).mean() > 0.9


def test_a_seed_gives_the_same_draws_and_another_gives_others() -> None:
    first, second, other = (fit(THREE, classes=2, chains=16, seed=seed, effective=100).population for seed in (4, 4, 5))
    assert (first == second).all()
    assert first.shape != other.shape or (first != other).any()


@pytest.mark.parametrize(
    ("change", "code"),
    [({"classes": 0.5}, "latent_classes"), ({"classes": 99}, "latent_classes"), ({"chains": 6}, "latent_chains")],
)
def test_what_cannot_be_run_is_refused(change: dict[str, int], code: str) -> None:
    with pytest.raises(Problem) as refused:
        fit(THREE, **change)
    assert refused.value.code == f"counting.{code}"


def test_chains_that_disagree_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amana.counting.latent_class.RHAT", 0.5)
    monkeypatch.setattr("amana.counting.latent_class.LAST_ROUND", 32)
    with pytest.raises(Problem) as refused:
        fit(THREE, chains=16)
    assert refused.value.code == "counting.latent_apart"
    assert "no figure is given" in refused.value.say()


@given(
    chains=st.integers(2, 6), length=st.integers(32, 200), keep=st.floats(-0.5, 0.99), seed=st.integers(0, 2**32 - 1)
)
@settings(max_examples=60, deadline=None)
def test_diagnostics_are_those_of_the_library_that_is_slow_to_load(
    chains: int, length: int, keep: float, seed: int
) -> None:
    dice = np.random.default_rng(seed)
    draws = dice.standard_normal((2 * chains, length))
    for place in range(1, length):
        draws[:, place] += keep * draws[:, place - 1]
    # Of rounded draws some equal the ends, and the last bit of an end decides for each program on which side they lie.
    smooth, draws = draws, draws.round(1)
    from arviz_stats.base import array_stats  # loaded here: every worker of a run would wait a second or two for it

    group = np.arange(2 * chains) * chains // (2 * chains)
    peer = {"chain_axis": 0, "draw_axis": 1}
    assert diagnostics.rhat(draws, chains) == pytest.approx(
        float(array_stats.rhat_nested(draws, group, **peer)), rel=1e-9
    )
    assert diagnostics.bulk(draws) == pytest.approx(float(array_stats.ess(draws, method="bulk", **peer)), rel=1e-6)
    tail = array_stats.ess(smooth, method="tail", prob=diagnostics.TAILS, **peer)
    assert diagnostics.tail(smooth) == pytest.approx(float(tail), rel=1e-6)


def test_more_persons_than_chains_agree_on_are_refused_at_once() -> None:
    counts = [270_000, 220_000, 310_000, 90_000, 80_000, 70_000, 30_000]
    lists = Lists.of("ABC", [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]], counts)
    with pytest.raises(Problem, match="1,070,000 persons"):
        fit(lists)
