"""Linkages join each pair as often as is its probability and never contradict themselves; pools hold all the doubt."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amana.counting import graphs
from amana.counting.knots import Knot
from amana.counting.linkages import Records, draw, entropic
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists
from amana.counting.pooling import mixed, over, pool
from amana.counting.sweeps import sweep_draws
from amana.errors import Problem

KOREA = read_lists(Path(__file__).parents[2] / "examples" / "hidden" / "korea.csv")[""]


def records(on: list[int], pairs: dict[tuple[int, int], float], lists: int = 3) -> Records:
    ends = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return Records(tuple("abcdef"[:lists]), np.array(on), ends, np.array(list(pairs.values()), dtype=float))


def shared(drawn: list[Lists], one: int, other: int) -> float:
    return float(np.mean([lists.overlaps[one, other] for lists in drawn]))


def test_a_pair_is_joined_as_often_as_is_its_probability_and_no_record_is_lost() -> None:
    drawn = draw(records([0, 1, 2], {(0, 1): 0.3}), 1_500, seed=1)
    assert shared(drawn, 0, 1) == pytest.approx(0.3, abs=0.04)
    assert all((lists.counts @ lists.histories).tolist() == [1, 1, 1] for lists in drawn)


def test_what_is_sure_stays_and_what_hangs_on_it_goes_together() -> None:
    """A record that is the person of two sure ones with chance 0.3 is joined to both or to neither."""
    drawn = draw(records([0, 1, 2], {(0, 1): 1.0, (0, 2): 0.3, (1, 2): 0.3}), 1_500, seed=2)
    patterns = [sorted("".join(map(str, row)) for row in lists.histories) for lists in drawn]
    assert {tuple(one) for one in patterns} == {("111",), ("001", "110")}
    assert np.mean([one == ["111"] for one in patterns]) == pytest.approx(0.3, abs=0.04)


def test_pairs_that_are_said_to_be_apart_never_meet_even_by_way_of_others() -> None:
    drawn = draw(records([0, 1, 2], {(0, 1): 0.6, (1, 2): 0.6, (0, 2): 0.0}), 500, seed=8)
    assert shared(drawn, 0, 2) == 0
    assert 0.3 < shared(drawn, 0, 1) < 0.7


def test_what_is_sure_but_cannot_be_is_left_in_doubt() -> None:
    drawn = draw(records([0, 1, 1], {(0, 1): 1.0, (0, 2): 1.0}), 200, seed=9)
    assert all(lists.observed == 2 for lists in drawn)


def test_two_records_of_one_list_are_never_one_person_unless_they_were_compared() -> None:
    knot = {(0, 1): 0.8, (0, 2): 0.8}
    apart = draw(records([0, 1, 1], knot), 500, seed=3)
    assert all(lists.observed == 2 for lists in apart if lists.overlaps[0, 1]) and len(apart) == 500
    same = draw(records([0, 1, 1], knot | {(1, 2): 0.8}), 500, seed=3)
    assert any(lists.observed == 1 for lists in same)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 20), min_size=5, max_size=5))
def test_chances_that_some_linkage_meets_are_met(weights: list[int]) -> None:
    ways = [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, 2)]
    joined = np.array([[way[a] == way[b] for a, b in combinations(range(3), 2)] for way in ways], dtype=float)
    chances = np.array(weights) / sum(weights) @ joined
    found = entropic(joined, chances)
    assert found @ joined == pytest.approx(chances, abs=0.02)
    assert found.sum() == pytest.approx(1)


def test_chances_that_contradict_each_other_are_met_as_far_as_can_be() -> None:
    drawn = draw(records([0, 1, 2], {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.1}), 2_000, seed=4)
    assert 0.1 < shared(drawn, 0, 2) < shared(drawn, 0, 1) < 0.9


def test_a_knot_too_large_to_write_down_is_swept_to_the_same_shares() -> None:
    ends = ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 2))
    chances = np.array([0.7, 0.5, 0.4, 0.6, 0.3, 0.4])
    knot = Knot(tuple(1 << place for place in range(6)), ends, chances, frozenset())
    drawn = sweep_draws(knot, 1_000, np.random.default_rng(5))
    for (one, other), chance in zip(ends, chances, strict=True):
        share = np.mean([any(person >> one & person >> other & 1 for person in persons) for persons in drawn])
        assert share == pytest.approx(chance, abs=0.08)
    knot = {(one, one + 1): 0.5 for one in range(13)}
    whole = draw(records([one % 6 for one in range(14)], knot, lists=6), 20, seed=6)
    assert all(int((lists.counts @ lists.histories).sum()) == 14 for lists in whole)


def test_pairs_that_are_none_are_refused() -> None:
    for pairs in ({(0, 0): 0.5}, {(0, 1): 1.5}, {(0, 7): 0.5}):
        with pytest.raises(Problem, match="from 0 to 1"):
            records([0, 1, 2], pairs)


def test_a_pool_of_one_estimate_is_that_estimate_and_two_that_differ_make_it_wider() -> None:
    found = graphs.fit(KOREA)
    alone = pool([found, found])
    for end in ("lower", "median", "upper"):
        assert getattr(alone.estimate, end) == pytest.approx(getattr(found.estimate, end), rel=0.01)
    assert alone.detail["share_of_doubt_between"] == 0
    far = replace(found, population=found.population * 3)
    both = pool([found, far])
    assert both.estimate.lower <= found.estimate.median <= 3 * found.estimate.median <= both.estimate.upper
    assert both.detail["share_of_doubt_between"] > 0.5
    with pytest.raises(Problem, match="one model"):
        pool([found, replace(found, model="loglinear")])


def test_replicates_pool_and_those_that_carry_nothing_are_told_of() -> None:
    nothing = Lists.of("abc", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [5, 5, 5])
    pooled = over([KOREA] * 19 + [nothing], "graphs")
    assert pooled.detail["pooled"] == 19
    assert pooled.warnings[0].code == "counting.pooled_without"
    with pytest.raises(Problem, match="No two lists share"):
        over([KOREA, nothing], "graphs")


def test_doubtful_links_widen_the_estimate() -> None:
    rng = np.random.default_rng(7)
    rows = rng.random((400, 3)) < 0.4
    on, ends, chances = [], [], []
    for row in rows:
        mine = [len(on) + place for place in range(int(row.sum()))]
        on += np.flatnonzero(row).tolist()
        ends += list(combinations(mine, 2))
    sure = Records(tuple("abc"), np.array(on), np.array(ends), np.ones(len(ends)))
    chances = np.where(rng.random(len(ends)) < 0.3, 0.5, 1.0)
    unsure = Records(tuple("abc"), np.array(on), np.array(ends), chances)
    plain = over(draw(sure, 5, seed=1), "graphs")
    wide = over(draw(unsure, 20, seed=1), "graphs")
    assert plain.estimate.lower < 400 < plain.estimate.upper
    assert wide.estimate.upper - wide.estimate.lower > plain.estimate.upper - plain.estimate.lower
    again = over(draw(unsure, 20, seed=1), "graphs")
    assert again.estimate == wide.estimate


def test_models_are_mixed_with_equal_weight_and_those_left_out_are_told_of() -> None:
    one = graphs.fit(KOREA)
    low, high = replace(one, population=np.full(10, 200.0)), replace(one, population=np.full(999, 1_000.0))
    refused = Problem("counting.no_overlap")
    found = mixed({"low": low, "high": high, "bound": replace(one, population=np.empty(0)), "other": refused})
    assert found and (found.estimate.lower, found.estimate.upper) == (200, 1_000)
    assert np.mean(found.population == 200) == 0.5
    assert found.detail["models"] == ["low", "high"]
    assert ["other" in str(warning) for warning in found.warnings] == [True]
    assert mixed({"low": low, "other": refused}) is None
