"""What cannot be carried by the lists is refused with what could be done instead; the command prints or writes it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from amana.cli import main
from amana.counting.hidden import MODELS, estimate
from amana.counting.lists import Lists
from amana.counting.sensitivity import VARIANTS, sensitivity
from amana.errors import Problem

EXAMPLES = Path(__file__).parents[2] / "examples" / "hidden"
WHAT_IS_LOADED = """
import sys
from amana.cli import main
assert main(["count", "hidden", sys.argv[1]]) == 0
print(*{name.partition(".")[0] for name in sys.modules})
"""


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


def test_a_list_that_holds_the_same_persons_as_another_counts_once_and_is_warned_of() -> None:
    three = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1], [0, 1, 1], [1, 1, 1]])
    counts = [30, 40, 20, 10, 8, 7, 3]
    found = estimate(Lists.of("abcd", np.c_[three, three[:, 0]], counts), "chao")
    assert [one.values for one in found.warnings if one.code == "counting.list_copied"] == [{"lists": "a, d"}]
    with pytest.raises(Problem) as refused:
        estimate(Lists.of("abc", three[:, [0, 1, 0]], counts), "chao")
    assert (refused.value.code, refused.value.values) == ("counting.copied_lists", {"lists": "a, c"})


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
    assert main(["count", "hidden", korea]) == 0
    assert "Converged: 4 groups of chains that began apart agree" in capsys.readouterr().out
    assert main(["count", "hidden", korea, "--model", "chao", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["observed"] == 123
    assert set(found["estimate"]) == {"median", "lower", "upper", "level"}
    assert found["model"] == "chao"
    assert {"rhat", "ess", "draws", "seconds"} <= set(found["diagnostics"])
    assert found["warnings"]
    assert main(["count", "hidden", str(EXAMPLES / "none.csv")]) == 2
    assert "none.csv" in capsys.readouterr().err
    assert main(["count", "hidden", korea, "--model", "chao", "--plot", "/nowhere/out.svg"]) == 2
    assert "out.svg cannot be written" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["count", "hidden", korea, "--seed", "-1"])
    assert "from 0 on" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--sensitivity", "--model", "chao"], "--sensitivity, --model cannot"),
        (["--pairs", "p.csv", "--count", "n", "--persons"], "--pairs, --count, --persons cannot"),
        (["--strata", "n", "--sensitivity"], "--strata, --sensitivity cannot"),
    ],
)
def test_nothing_that_is_asked_for_is_passed_over_in_silence(capsys, asked: list[str], said: str) -> None:
    assert main(["count", "hidden", str(EXAMPLES / "korea.csv"), *asked]) == 2
    assert said in capsys.readouterr().err


def test_what_every_model_refuses_is_said_once_and_ends_with_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    apart = tmp_path / "apart.csv"
    apart.write_text("a,b,c,n\n1,0,0,5\n0,1,0,6\n0,0,1,7\n")
    assert main(["count", "hidden", str(apart), "--model", "all"]) == 2
    page = capsys.readouterr().out
    assert page.count("No two lists share anybody") == 1 and "every model refuses" in page
    assert main(["count", "hidden", str(apart), "--model", "all", "--json"]) == 2
    assert "refused" in json.loads(capsys.readouterr().out)["models"]["chao"]


def test_nothing_slow_is_loaded_for_an_estimate() -> None:
    """How soon the command answers is measured by `./amana bench start-up`; this keeps out what would spoil it."""
    told = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LOADED, EXAMPLES / "korea.csv"], capture_output=True, text=True, check=True
    )
    loaded = set(told.stdout.split())
    assert "numpy" in loaded
    assert loaded.isdisjoint({"numba", "scipy", "django", "pandas", "pydantic", "highspy", "vl_convert", "arviz_stats"})


def test_all_models_stand_side_by_side_with_refusals_in_their_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delitem(MODELS, "latent-class")
    picture = tmp_path / "out.svg"
    assert (
        main(
            [
                "count",
                "hidden",
                str(EXAMPLES / "ukdat_5.csv"),
                "--lists",
                "LA,NG,GO",
                "--model",
                "all",
                "--json",
                "--plot",
                str(picture),
            ]
        )
        == 0
    )
    found = json.loads(capsys.readouterr().out)["models"]
    assert list(found) == ["graphs", "loglinear", "chao", "mixed"]
    assert found["mixed"]["detail"]["models"] == ["graphs", "loglinear"]
    ends = [found[model]["estimate"] for model in ("graphs", "loglinear")]
    mixed = found["mixed"]["estimate"]
    assert min(one["lower"] for one in ends) <= mixed["lower"] < mixed["upper"] <= max(one["upper"] for one in ends)
    assert found["graphs"]["estimate"]["lower"] <= found["graphs"]["estimate"]["median"]
    assert "</svg>" in picture.read_text("utf-8")


def test_strata_are_estimated_apart_pooled_and_together(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    rows = [
        [*map(int, row), place, age]
        for row in rng.random((900, 3)) < 0.4
        for place, age in [rng.choice(["n", "s"], 2)]
        if any(row)
    ]
    path = tmp_path / "strata.csv"
    path.write_text("a,b,c,place,age\n" + "\n".join(",".join(map(str, row)) for row in rows), "utf-8")
    assert main(["count", "hidden", str(path), "--strata", "place,age", "--pool", "--model", "graphs", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["strata"]
    assert set(found) == {"n · n", "n · s", "s · n", "s · s", "all strata"}
    assert found["n · n"]["detail"]["pooled_with"] == 4
    assert found["all strata"]["observed"] == len(rows)
    again = path.read_text("utf-8").replace(",n,", ",all strata,")
    path.write_text(again.replace(",s,", ",south,"), "utf-8")
    asked = [str(path), "--strata", "place", "--lists", "a,b,c", "--json"]
    assert main(["count", "hidden", *asked, "--model", "chao"]) == 0
    assert set(json.loads(capsys.readouterr().out)["strata"]) == {"all strata", "south"}
    assert main(["count", "hidden", *asked, "--model", "graphs"]) == 0
    assert set(json.loads(capsys.readouterr().out)["strata"]) == {"all strata", "south", "all strata together"}
    assert main(["count", "hidden", str(path), "--pool"]) == 2
    assert "--strata" in capsys.readouterr().err


def test_replicates_and_linkages_pool_from_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    korea = str(EXAMPLES / "korea.csv")
    assert main(["count", "hidden", korea, korea, "--model", "graphs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["detail"]["pooled"] == 2
    assert main(["count", "hidden", korea, str(EXAMPLES / "kosovo.csv"), "--model", "graphs"]) == 2
    assert "kosovo.csv does not have the same lists as korea.csv" in capsys.readouterr().err
    records, pairs = tmp_path / "records.csv", tmp_path / "pairs.csv"
    names = [(f"{who}{where}", where) for who in range(60) for where in "abc" if (who * 7 + ord(where) * 5) % 3]
    records.write_text("record,list\n" + "\n".join(map(",".join, names)), "utf-8")
    close = [(one, other) for one, _ in names for other, _ in names if one < other and one[:-1] == other[:-1]]
    pairs.write_text("one,other,chance\n" + "\n".join(f"{one},{other},0.8" for one, other in close), "utf-8")
    assert main(["count", "hidden", str(records), "--pairs", str(pairs), "--model", "graphs", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["detail"]["pooled"] == 50
    low, high = found["detail"]["observed"]
    assert low < high
    with monkeypatch.context() as quick:
        quick.setattr("amana.counting.command_hidden.MODELS", ("graphs", "loglinear"))
        quick.setattr("amana.counting.pooling.DRAWS", 5)
        assert main(["count", "hidden", str(records), "--pairs", str(pairs)]) == 0
        assert "\n  mixed" in capsys.readouterr().out
    pairs.write_text("one,other,chance\n0a,nobody,0.8\n", "utf-8")
    assert main(["count", "hidden", str(records), "--pairs", str(pairs), "--strata", "x"]) == 2
    assert main(["count", "hidden", str(records), "--pairs", str(pairs)]) == 2
    assert "not among the records" in capsys.readouterr().err


def test_priors_and_models_stand_side_by_side() -> None:
    some = {name: one for name, one in VARIANTS.items() if one[0] == "graphs"}
    found = dict(sensitivity(lists("100 9\n010 8\n001 7\n110 4\n011 3\n101 2\n111 1"), variants=some))
    assert list(found) == list(some)
    assert found["graphs"].estimate.upper < found["graphs, flat prior"].estimate.upper
