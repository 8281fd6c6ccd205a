"""Nothing hidden in a table can be worked out from what is shown."""

import time
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from amana.release.attack import Table, bounds, one_way, two_way
from amana.release.suppression import THRESHOLD, first_unsafe, protect, shown

# sdcTable's test of its simple heuristic: every line has two gaps, and yet one cell can be worked out.
KNOWN = {
    ("w", "a"): 30, ("w", "b"): 47, ("w", "c"): 64, ("w", "d"): 89,
    ("x", "a"): 90, ("x", "b"): 124, ("x", "c"): 5, ("x", "d"): 31,
    ("y", "a"): 92, ("y", "b"): 100, ("y", "c"): 59, ("y", "d"): 85,
    ("z", "a"): 800, ("z", "b"): 991, ("z", "c"): 651, ("z", "d"): 685,
}  # fmt: skip
GAPS = [(row, column) for row, columns in {"w": "abc", "x": "ac", "y": "bd", "z": "bd"}.items() for column in columns]


def test_the_attack_finds_what_is_known_to_be_recoverable():
    assert bounds(two_way(KNOWN), GAPS)["w", "b"] == (47, 47)
    assert bounds(two_way(KNOWN), [*GAPS, ("x", "d")])["w", "b"] == (0, 78)


def test_linked_tables_are_attacked_together():
    leaves = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
    groups = {"county-1": "ABIJ", "county-2": "KLMN", "big": "LM", "small": "ABIJKN"}
    sums = tuple((name, tuple(cells)) for name, cells in groups.items())
    counts = {**leaves, **{name: sum(leaves[cell] for cell in cells) for name, cells in groups.items()}}
    hidden = ["A", "B", "K", "L", "M"]
    for tables in (sums[:2], sums[2:]):
        low, high = bounds(Table(counts, tables), hidden)["K"]
        assert high is None or low < high
    assert bounds(Table(counts, sums), hidden)["K"] == (3, 3)
    assert first_unsafe(Table(counts, sums), protect(Table(counts, sums))) is None


def test_one_small_cell_takes_three_more_with_it_and_no_total():
    counts = {
        (row, sex): count
        for row, pair in {"A": (18, 2), "B": (14, 19), "C": (12, 10), "D": (11, 14)}.items()
        for sex, count in zip(("male", "female"), pair, strict=True)
    }
    hidden = protect(two_way(counts))
    assert len(hidden) == 4 and ("A", "female") in hidden and ("A", "male") in hidden
    assert not any(None in cell for cell in hidden)


def test_one_hidden_cell_is_not_got_from_the_total():
    assert shown(one_way({"a": 3, "b": 40, "c": 7})) == {"a": None, "b": 40, "c": None, None: 50}


def test_zero_is_hidden_like_any_small_count():
    told = shown(one_way({"a": 0, "b": 40, "c": 70}))
    assert told["a"] is None and told["b"] is None


def test_counts_that_fill_their_bound_are_not_given_away():
    """Three cells of four make twelve: whoever knows that all three are small knows each."""
    told = shown(one_way({"a": 4, "b": 4, "c": 4, "d": 60}))
    assert told["d"] is None


def test_everything_may_have_to_be_hidden():
    assert set(shown(one_way({"a": 4, "b": 4})).values()) == {None}
    assert shown(one_way({})) == {None: None}


def test_whoever_is_alone_in_a_cell_does_not_learn_of_another():
    """With one and one hidden beside a total of two more, each lone person would know the other."""
    table = one_way({"a": 1, "b": 1, "c": 30, "d": 31})
    assert first_unsafe(table, ["a", "b"]) is not None
    assert len(protect(table)) > 2


def test_a_table_without_small_counts_is_shown_whole():
    assert protect(two_way({("a", "x"): 5, ("a", "y"): 6, ("b", "x"): 7, ("b", "y"): 8})) == frozenset()


def test_a_table_of_few_is_hidden_with_its_total():
    assert set(shown(one_way({"a": 1, "b": 2})).values()) == {None}


counts = st.one_of(st.integers(0, 6), st.integers(0, 40))
tables = st.one_of(
    st.lists(counts, min_size=2, max_size=6).map(lambda some: one_way(dict(enumerate(some)))),
    st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(counts, min_size=width, max_size=width), min_size=2, max_size=4).map(
            lambda rows: two_way({(r, c): n for r, row in enumerate(rows) for c, n in enumerate(row)})
        )
    ),
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_table_gives_a_small_count_away(table):
    hidden = protect(table)
    assert all(cell in hidden for cell, count in table.counts.items() if count < THRESHOLD)
    for cell, (low, high) in bounds(table, hidden).items():
        if table.counts[cell] < THRESHOLD:
            assert low == 0 and (high is None or high >= THRESHOLD)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.data())
def test_the_bounds_are_those_of_trying_every_table(some, data):
    table = two_way(dict(zip(product("ab", "xy"), some, strict=True)))
    cells = [cell for cell in table.counts if cell != (None, None)]
    hidden = data.draw(st.lists(st.sampled_from(cells), min_size=1, unique=True))
    tried = [two_way(dict(zip(product("ab", "xy"), values, strict=True))).counts for values in sums_to(sum(some), 4)]
    fits = [one for one in tried if all(one[cell] == table.counts[cell] for cell in cells if cell not in hidden)]
    for cell, found in bounds(table, hidden).items():
        values = [one[cell] for one in fits]
        assert found == (min(values), max(values))


def sums_to(total, parts):
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in sums_to(total - first, parts - 1))


def test_a_table_as_large_as_a_page_is_protected_quickly():
    table = two_way({(r, c): (7 * r * r + 5 * c + r * c) % 17 for r in range(8) for c in range(6)})
    start = time.process_time()
    assert first_unsafe(table, protect(table)) is None
    assert time.process_time() - start < 20
