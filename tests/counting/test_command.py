"""`./amana count at-least` on the published claims that come with Amana."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from amana.cli import main

MALI = Path(__file__).parents[2] / "examples" / "mali-2025"


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["count", "at-least", *words]) == 0
    return capsys.readouterr().out


def test_json_gives_the_minimum_in_all_and_by_party_with_its_claims(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, str(MALI), "--json"))
    whole = found["in_all"]
    assert (whole["minimum"], whole["persons"]) == (58 + 28 + 1 + 1, 58)
    assert whole["claims"] == ["girl", "jnim-clinic", "mother", "moura-attack"]
    assert {one["claim"] for one in whole["absorbed"]} == {"four-others", "msf-survivors", "undressed"}
    rows = {row["party"]: row for row in found["rows"]}
    assert rows["jnim"]["minimum"] == 28
    assert (rows["africa-corps"]["minimum"], rows["africa-corps"]["units"]) == (5, {"cases": 4, "persons": 1})
    assert rows["wagner"]["minimum"] == 1
    assert (rows["fama"]["minimum"], rows["fama"]["jointly_with_others"]) == (0, ["moura-attack"])
    assert rows["fama+russian-fighters"]["minimum"] == 58 + 1 + 1
    assert {row["act"]: row["minimum"] for row in found["other_violations"]}["other.killing"] == 7
    assert set(whole["claims"]) <= set(found["claims"])


def test_no_sexual_act_is_inferred_from_what_was_refused_or_from_who_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = json.loads(told(capsys, str(MALI), "--json"))
    everything = json.dumps([found["in_all"], found["rows"]])
    assert "daughter" not in everything
    assert {row["act"]: row["minimum"] for row in found["other_violations"]}["other.missing"] == 1


def test_the_table_and_the_sentences_name_claims_and_what_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, str(MALI))
    assert "moura-attack" in page
    assert "not to be added up" in page
    sentences = told(capsys, str(MALI), "--explain")
    assert "Shown to be of others, it would add 3." in sentences
    assert "girl: 1 (persons, alleged; the girl's family" in sentences
    assert "no trend can be drawn" in sentences


def test_a_pair_of_dimensions_gives_a_line_for_each_pair(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, str(MALI), "--by", "party", "--by", "year", "--json"))
    rows = {(row["party"], row["year"]): row["minimum"] for row in found["rows"]}
    assert rows["wagner", "2024"] == 1
    assert rows["africa-corps", "2025"] == 5
    assert not any(party == "jnim" for party, _ in rows)


def test_a_folder_or_an_act_that_is_not_there_is_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["count", "at-least", str(tmp_path)]) == 2
    assert "sources.yaml" in capsys.readouterr().err
    assert main(["count", "at-least", str(MALI), "--act", "rape"]) == 2
    assert "rape" in capsys.readouterr().err


def test_no_django_is_loaded() -> None:
    code = "import sys; from amana.cli import main; main(sys.argv[1:]); sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, "count", "at-least", str(MALI)], capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_picture_by_party_and_year_carries_its_figures(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = tmp_path / "minimum.svg"
    page = told(capsys, str(MALI), "--plot", str(picture))
    svg = picture.read_text("utf-8")
    assert "Wagner Group · 2024" in page
    assert svg.startswith("<svg") and "Wagner Group, 2024: at least 1 (alleged)" in svg
    assert ">Wagner Group<" in svg and ">2024<" in svg
    assert main(["count", "at-least", str(MALI), "--plot", str(picture), "--by", "place"]) == 2
    assert "--by, --plot cannot" in capsys.readouterr().err
    assert main(["count", "at-least", str(MALI), "--plot", str(tmp_path / "no" / "x.svg")]) == 2
    assert "x.svg" in capsys.readouterr().err


def test_contradictions_and_registers_are_said_in_sentences(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text("- {id: s, name: Source (invented), kind: ngo}")
    (tmp_path / "places.yaml").write_text("- {id: land, name: Land, kind: country, source: invented}")
    entry = (
        "- {id: %s, source: s, summary: Invented., unit: cases, acts: [crsv], place: {in: [land]}, "
        "period: {within: [2020-01-01, 2020-12-31]}, quantity: {kind: exactly, number: %d}, complete: %s}\n"
    )
    (tmp_path / "claims.yaml").write_text(entry % ("few", 10, "true") + entry % ("many", 20, "false"))
    page = told(capsys, str(tmp_path), "--by", "year", "--explain")
    assert "few and many cannot all hold: one says that there were no others." in page
    assert json.loads(told(capsys, str(tmp_path), "--json"))["contradictions"][0]["claims"] == ["few", "many"]
    (tmp_path / "claims.yaml").write_text(entry % ("few", 10, "true") + entry % ("some", 7, "false"))
    page = told(capsys, str(tmp_path), "--by", "place", "--by", "year", "--explain")
    assert "If few is complete, as it says: 10 at least, 10 at most" in page
