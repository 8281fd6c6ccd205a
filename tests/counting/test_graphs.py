"""Averaging over graphs gives the peer's printed figures and what closed forms say, whatever the order of lists."""

from itertools import combinations, permutations, product
from math import lgamma, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.counting.decomposable import decomposable
from amana.counting.gamma import log_gamma
from amana.counting.graphs import fit, posterior
from amana.counting.hidden import estimate
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists
from amana.errors import Problem

EXAMPLES = Path(__file__).parents[2] / "examples" / "hidden"
CELLS = {lists: np.array(list(product((0, 1), repeat=lists))) for lists in (3, 4, 5, 6)}
# Madigan and York 1997: infants with Down's syndrome, 5 lists (the example of the R package dga).
DOWN = [0, 27, 37, 19, 4, 4, 1, 1, 97, 22, 37, 25, 2, 1, 3, 5, 83, 36, 34, 18, 3, 5, 0, 2, 30, 5, 23, 8, 0, 3, 0, 2]
SPINA_BIFIDA = [0, 247, 49, 142, 60, 112, 4, 12]
ARTIFICIAL_3 = [0, 20, 30, 0, 40, 0, 6, 0]


def ends(found) -> tuple[float, float, float]:
    return found.estimate.lower, found.estimate.median, found.estimate.upper


@pytest.mark.parametrize(("lists", "graphs"), [(2, 2), (3, 8), (4, 61), (5, 822)])
def test_every_decomposable_graph_is_found_once(lists: int, graphs: int) -> None:
    found = decomposable(lists)
    assert len(found) == len({graph.edges for graph in found}) == graphs


@pytest.mark.parametrize("lists", [3, 4])
def test_the_graphs_are_those_without_a_circle_that_lacks_a_chord(lists: int) -> None:
    pairs = list(combinations(range(lists), 2))
    chordal = set()
    for chosen in product((False, True), repeat=len(pairs)):
        edges = {pair for pair, there in zip(pairs, chosen, strict=True) if there}
        joined = lambda one, other, edges=edges: (min(one, other), max(one, other)) in edges  # noqa: E731
        open_circle = any(
            all(joined(ring[at], ring[at - 1]) for at in range(4))
            and not (joined(ring[0], ring[2]) or joined(ring[1], ring[3]))
            for ring in permutations(range(lists), 4)
        )
        if not open_circle:
            chordal.add(tuple(sorted(edges)))
    assert {graph.edges for graph in decomposable(lists)} == chordal


def test_the_peers_printed_figures_come_out() -> None:
    kosovo = read_lists(EXAMPLES / "kosovo.csv")[""]
    assert ends(estimate(kosovo, "graphs")) == (9_827, 12_595, 16_544)
    assert ends(fit(Lists.of("abc", CELLS[3], ARTIFICIAL_3))) == (96, 268, 831)
    down = fit(Lists.of("abcde", CELLS[5], DOWN), delta=0.5)
    assert (round(down.population.mean()), down.estimate.lower, down.estimate.upper) == (618, 588, 655)
    a, b = 13.14, 55.17
    informed = fit(
        Lists.of("abc", CELLS[3], SPINA_BIFIDA),
        delta=1,
        prior=lambda whole: whole * log(b) - (whole + a) * log(1 + b) + log_gamma(whole + a) - log_gamma(whole + 1),
    )
    assert ends(informed) == (682, 731, 797)


def test_more_than_five_lists_are_refused_and_so_is_a_prior_that_is_none() -> None:
    with pytest.raises(Problem, match="5 lists at most"):
        fit(Lists.of("abcdef", CELLS[6], np.ones(64)))
    with pytest.raises(Problem, match="flat prior"):
        fit(Lists.of("abc", CELLS[3], np.ones(8)), prior="flat", limit=None)


def test_a_limit_that_matters_is_told_and_what_it_would_be_without() -> None:
    artificial = Lists.of("abc", CELLS[3], ARTIFICIAL_3)
    found = fit(artificial)
    assert "counting.graphs_limit" in [one.code for one in found.warnings]
    free = fit(artificial, limit=None)
    assert found.detail["without_limit"]["upper"] == free.estimate.upper > 2 * found.estimate.upper


COUNTS = st.lists(st.integers(0, 30), min_size=7, max_size=7).filter(any)


@settings(deadline=None, max_examples=40)
@given(COUNTS, st.permutations(range(3)))
def test_the_order_of_lists_never_matters(counts: list[int], order: list[int]) -> None:
    one = fit(Lists.of("abc", CELLS[3], [0, *counts]))
    other = fit(Lists.of([*"abc"], CELLS[3][:, order], [0, *counts]))
    assert ends(one) == pytest.approx(ends(other), abs=1)


@settings(deadline=None, max_examples=40)
@given(COUNTS)
def test_each_graph_has_the_chance_of_its_closed_form(counts: list[int]) -> None:
    lists, delta = Lists.of("abc", CELLS[3], [0, *counts]), 1 / 8
    found = posterior(lists, delta=delta, limit=3)
    observed = sum(counts)

    def dirichlet(cells: np.ndarray, weight: float) -> float:
        size = cells.sum()
        return (
            sum(lgamma(cell + weight) - lgamma(weight) for cell in cells.reshape(-1))
            + lgamma(cells.size * weight)
            - lgamma(size + cells.size * weight)
        )

    logs: dict[tuple, list[float]] = {"apart": [], "whole": []}
    for missing in range(3 * observed + 1):
        cube = np.array([missing, *counts], dtype=float).reshape(2, 2, 2)
        shared = lgamma(observed + missing + 1) - lgamma(missing + 1) - log(observed + missing)
        margins = [cube.sum(axis=axes) for axes in ((1, 2), (0, 2), (0, 1))]
        logs["apart"].append(shared + sum(dirichlet(margin, 4 * delta) for margin in margins))
        logs["whole"].append(shared + dirichlet(cube, delta))
    ratio = np.logaddexp.reduce(logs["whole"]) - np.logaddexp.reduce(logs["apart"])
    at = {graph.edges: place for place, graph in enumerate(found.graphs)}
    apart, whole = at[()], at[(0, 1), (0, 2), (1, 2)]
    assert np.log(found.weights[whole]) - np.log(found.weights[apart]) == pytest.approx(ratio, abs=1e-6)


def test_log_gamma_is_that_of_the_standard_library() -> None:
    values = np.concatenate([np.logspace(-3, 12, 200), np.linspace(1, 40, 100)])
    expected = np.array([lgamma(value) for value in values])
    assert np.allclose(log_gamma(values), expected, rtol=1e-14, atol=1e-13)
