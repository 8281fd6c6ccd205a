"""Log-linear estimates are the peers' on the peers' own samples; what has no finite estimate is never chosen."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from amana.counting.choosing import Models, criteria, stepwise
from amana.counting.existence import exists
from amana.counting.hidden import estimate
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists
from amana.counting.loglinear import bootstrap, fit
from amana.counting.poisson import fit as regress
from amana.counting.screening import best
from amana.counting.terms import Terms, hierarchical
from amana.errors import Problem

EXAMPLES = Path(__file__).parents[2] / "examples" / "hidden"
DATA = Path(__file__).parent / "data"
CELLS = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])


def example(name: str) -> Lists:
    return read_lists(EXAMPLES / f"{name}.csv")[""]


def test_every_hierarchical_model_is_there() -> None:
    assert [len(hierarchical(*one)) for one in ((3, 2), (4, 2), (4, 3), (5, 2), (5, 4))] == [8, 64, 113, 1024, 6893]


@settings(deadline=None, max_examples=12)
@given(st.lists(st.integers(0, 400) | st.integers(0, 3), min_size=15, max_size=15).filter(any), st.integers(1, 30))
def test_the_best_models_are_those_of_trying_all(counts: list[int], most: int) -> None:
    same_best(np.array(counts, dtype=float), 4, most)


def test_on_five_lists_the_best_are_proved_without_fitting_most_models() -> None:
    assert same_best(Terms(5, 4).counts(example("ukdat_5")), 5, 20) < 0.3 * 6893


def same_best(counts: np.ndarray, size: int, most: int) -> int:
    """How many models were fitted to find those that fitting all finds."""
    every, models = hierarchical(size, size - 1), Models(Terms(size, size - 1))
    bic, hidden = (one[0] for one in criteria(models, counts[None], every))
    found = best(models, counts, every, most, 6.0)
    ranked = np.sort(bic[np.isfinite(bic)])
    assert len(found.ranked) >= min(most, len(ranked))
    near = (ranked <= ranked[0] + 6.0).sum() if len(ranked) else 0
    wanted = max(near, min(most, len(ranked)))
    assert found.bic[found.ranked[:wanted]] == pytest.approx(ranked[:wanted], abs=1e-6)
    assert found.hidden[found.ranked] == pytest.approx(hidden[found.ranked], rel=1e-6)
    return found.fitted


def test_kosovos_published_model_is_the_best_and_its_rivals_are_told() -> None:
    found = estimate(example("kosovo"), "loglinear")
    assert round(found.estimate.median, 1) == 10_356.5
    assert found.detail["terms"] == [["EXH", "HRW"], ["OSCE", "HRW"], ["EXH", "ABA", "OSCE"]]
    assert found.detail["models"][1]["estimate"] == 12_741.0
    assert "counting.models_differ" in [one.code for one in found.warnings]
    assert found.estimate.lower < found.detail["chosen_model_alone"]["lower"]
    assert found.detail["chosen_model_alone"]["upper"] < found.estimate.upper


def test_its_values_are_corrected_as_its_interval_is_at_every_level() -> None:
    """So that what is pooled, mixed and drawn of it has the ends that it is quoted with."""
    whole = estimate(example("kosovo"), "loglinear")
    for level in (0.5, 0.8, 0.95):
        ends = estimate(example("kosovo"), "loglinear", level=level).estimate
        quantiles = np.quantile(whole.population, [(1 - level) / 2, (1 + level) / 2])
        assert quantiles == pytest.approx([ends.lower, ends.upper], rel=1e-9)
    assert (np.diff(whole.population) >= 0).all()


@pytest.mark.parametrize("counts", [[1, 9, 9, 9, 9, 9, 9], [300, 2, 9, 1, 40, 12, 2], [3, 3, 3, 3, 3, 3, 30]])
def test_values_rise_and_end_however_far_the_correction_goes(counts: list[int]) -> None:
    models = Models(Terms(3, 2))
    table = np.array(counts, dtype=float)
    drawn = np.random.default_rng(1).multinomial(int(table.sum()), table / table.sum(), size=100).astype(float)
    for middle in (table.sum(), 1e4):
        ends = bootstrap(table, drawn, middle, lambda tables: stepwise(models, tables), 0.999)
        assert ends.lower <= ends.upper
        assert np.isfinite(ends.values).all() and (np.diff(ends.values) >= 0).all()


def test_koreas_published_ends_are_those_of_all_models_and_of_the_best_one() -> None:
    found = estimate(example("korea"), "loglinear", samples=4_000)
    assert found.estimate.lower == pytest.approx(128, abs=3)
    assert found.estimate.upper == pytest.approx(349, rel=0.1)
    assert found.detail["chosen_model_alone"]["lower"] == pytest.approx(131, abs=3)


@pytest.mark.parametrize(
    ("name", "middle", "lower", "upper"), [("ukdat_5", 11_313, 9_257, 13_849), ("kosovo", 14_342, 11_993, 16_317)]
)
def test_on_the_peers_own_samples_the_interval_is_the_peers_to_its_last_digit(
    name: str, middle: int, lower: int, upper: int
) -> None:
    """The samples are R's (set.seed(1), 200 × rmultinom), as SparseMSE 2.0.2 draws them; columns as in the file."""
    lists = example(name)
    rows = [line.split(",")[:-1] for line in (EXAMPLES / f"{name}.csv").read_text("utf-8").splitlines()[1:]]
    places = np.array(rows, dtype=int) @ (1 << np.arange(len(lists.names))[::-1]) - 1
    models = Models(Terms(len(lists.names), 2))
    samples = np.loadtxt(DATA / f"sparsemse_{name}.csv", delimiter=",")
    drawn = np.zeros((len(samples), len(models.terms.design)))
    drawn[:, places] = samples
    counts = models.terms.counts(lists)
    found = lists.observed + stepwise(models, counts[None]).hidden[0]
    ends = bootstrap(counts, drawn, found, lambda tables: stepwise(models, tables), 0.95)
    assert (round(found), round(ends.lower), round(ends.upper)) == (middle, lower, upper)


def test_pairs_that_share_nobody_give_a_term_of_minus_infinity() -> None:
    """With nobody on both a and b, their term says so, and the rest is as if no history with both could occur."""
    lists = Lists.of("abc", CELLS, [0, 40, 30, 9, 50, 8, 0, 0])
    models = Models(Terms(3, 2))
    counts = models.terms.counts(lists)
    model = np.array([[True, True, True, True, True, False, False]])
    hidden, _, expected = models.hidden(counts[None], model)
    possible = [place for place in range(7) if place not in (5, 6)]
    design = models.terms.design[possible][:, :4]
    plain = regress(design, counts[None, possible])
    assert hidden[0] == pytest.approx(np.exp(plain.values[0, 0]))
    assert expected[0, [5, 6]].tolist() == [0, 0]


def test_a_model_without_a_finite_estimate_is_never_chosen() -> None:
    lists = Lists.of("abc", CELLS, [0, 20, 30, 0, 40, 0, 6, 0])
    models = Models(Terms(3, 2))
    counts = models.terms.counts(lists)[None]
    with_pair = np.array([[True, True, True, True, True, False, False]])
    assert np.isinf(models.hidden(counts, with_pair)[0][0])
    with pytest.raises(Problem, match="fewer than 3 lists bear on each other"):
        estimate(lists, "loglinear")


def test_an_interval_without_an_upper_end_is_refused() -> None:
    with pytest.raises(Problem, match="no upper end"):
        fit(Lists.of("abc", CELLS, [0, 50, 50, 1, 50, 1, 0, 0]), samples=200)


@pytest.mark.parametrize("counts", [[0, 0, 0, 0, 0, 0, 0, 50], [0, 0, 0, 0, 50, 0, 20, 5], [0, 0, 0, 1, 0, 0, 1, 0]])
def test_lists_on_which_no_model_has_a_finite_estimate_are_refused(counts: list[int]) -> None:
    with pytest.raises(Problem) as refused:
        fit(Lists.of("abc", CELLS, counts))
    assert refused.value.code == "counting.no_finite_model"


def test_stepwise_takes_more_lists_and_a_seed_repeats_it() -> None:
    rng = np.random.default_rng(4)
    rows = (rng.random((900, 6)) < 0.25).astype(int)
    lists = Lists.of("abcdef", rows, np.ones(len(rows)))
    one, again, other = (fit(lists, samples=60, seed=seed) for seed in (1, 1, 2))
    assert one.detail["method"] == "stepwise"
    assert one.estimate == again.estimate != other.estimate
    assert one.estimate.median == pytest.approx(900, rel=0.05)
    with pytest.raises(Problem, match="5 lists at most"):
        fit(lists, method="bic")


@settings(deadline=None, max_examples=60)
@given(st.integers(3, 4), st.data())
def test_existence_is_what_the_linear_programme_over_all_tables_says(size: int, data) -> None:
    terms = Terms(size, size - 1)
    models = hierarchical(size, size - 1)
    model = models[data.draw(st.integers(0, len(models) - 1))][None]
    seen = np.array(data.draw(st.lists(st.booleans(), min_size=2**size - 1, max_size=2**size - 1)))
    assume(seen.any())
    active, possible = terms.emptied(seen.astype(float)[None], model)
    design, held = terms.design[possible[0]][:, active[0]], seen[possible[0]]
    cells, columns = design.shape
    told = linprog(
        [0] * cells + [-1],
        A_ub=np.hstack([-np.eye(cells), np.ones((cells, 1))]),
        b_ub=np.zeros(cells),
        A_eq=np.hstack([design.T, np.zeros((columns, 1))]),
        b_eq=held.astype(float) @ design,
        bounds=[(0, None)] * cells + [(0, 1)],
    )
    expected = np.linalg.matrix_rank(design) == columns and told.status == 0 and -told.fun > 1e-7
    assert exists(design, held) == expected


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 60), min_size=7, max_size=7), st.permutations(range(3)))
def test_independence_has_its_closed_form_and_the_order_of_lists_never_matters(
    counts: list[int], order: list[int]
) -> None:
    """With b and c each depending on a, those on no list are n_b n_c / n_bc among those not on a."""
    lists = Lists.of("abc", CELLS, [0, *counts])
    models = Models(Terms(3, 2))
    table = dict(zip(((0, 0, 1), (0, 1, 0), (0, 1, 1)), counts, strict=False))
    model = np.array([[True, True, True, True, True, True, False]])
    hidden = models.hidden(models.terms.counts(lists)[None], model)[0][0]
    assert hidden == pytest.approx(table[0, 0, 1] * table[0, 1, 0] / table[0, 1, 1], rel=1e-6)
    turned = models.terms.counts(Lists.of("abc", CELLS[:, order], [0, *counts]))[None]
    one, other = (criteria(models, some, hierarchical(3, 2)) for some in (models.terms.counts(lists)[None], turned))
    for mine, theirs in zip(one, other, strict=True):
        assert np.sort(mine[0]) == pytest.approx(np.sort(theirs[0]), rel=1e-5)
