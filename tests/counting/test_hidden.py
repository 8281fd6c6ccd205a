"""What cannot be carried by the lists is refused with what could be done instead; the command prints or writes it."""

import json
from pathlib import Path

import numpy as np
import pytest

from amana.cli import main
from amana.counting.hidden import estimate
from amana.counting.lists import Lists
from amana.errors import Problem

EXAMPLES = Path(__file__).parents[2] / "examples" / "hidden"


def lists(text: str) -> Lists:
    rows = [line.split() for line in text.strip().splitlines()]
    return Lists.of(
        "abcdefgh"[: len(rows[0][0])], [list(map(int, row[0])) for row in rows], [int(row[1]) for row in rows]
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10 5\n01 5\n11 2", "few_lists"),
        ("100 5\n010 5\n001 2", "no_overlap"),
        ("100 40\n010 30\n001 20\n110 6", "lists_apart"),
        ("100 40\n010 30\n110 6", "empty_list"),
    ],
)
def test_lists_that_carry_nothing_are_refused_with_what_could_be_done(text: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        estimate(lists(text), "chao")
    assert refused.value.code == f"counting.{code}"


def test_a_list_that_shares_nobody_is_warned_of() -> None:
    found = estimate(lists("1000 40\n0100 30\n0010 20\n1100 6\n0110 4\n0001 9"), "chao")
    assert "counting.list_apart" in [one.code for one in found.warnings]


def test_chaos_bound_is_hers_where_lists_are_equal_and_holds_for_unequal_ones() -> None:
    equal = estimate(lists("100 90\n010 90\n001 90\n110 20\n101 20\n011 19\n111 5"), "chao")
    singles, pairs = 270, 59
    assert equal.estimate.median == pytest.approx(334 + (2 / 3) * singles**2 / (2 * (pairs + 1)))
    assert equal.estimate.lower < equal.estimate.median < equal.estimate.upper
    chances, whole = np.array([0.5, 0.1, 0.2]), 1_000_000
    histories = np.array([[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)])
    expected = whole * np.prod(np.where(histories, chances, 1 - chances), axis=1)
    independent = estimate(Lists.of("abc", histories, expected.round().astype(int)), "chao")
    assert independent.estimate.median == pytest.approx(whole, rel=1e-3)


def test_the_command_prints_figures_with_their_intervals_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    korea = str(EXAMPLES / "korea.csv")
    assert main(["count", "hidden", korea, "--model", "chao"]) == 0
    assert "of whom 123 are listed" in capsys.readouterr().out
    assert main(["count", "hidden", korea, "--model", "chao", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["observed"] == 123
    assert set(found["estimate"]) == {"median", "lower", "upper", "level"}
    assert found["model"] == "chao"
    assert {"rhat", "ess", "draws", "seconds"} <= set(found["diagnostics"])
    assert found["warnings"]
    assert main(["count", "hidden", str(EXAMPLES / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err
