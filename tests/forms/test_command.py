"""A gazetteer is made of a list of places, or the list is refused by its cells; the command writes what phones take."""

import json
from pathlib import Path

import pytest
from tests.forms.formkit import save

from amana import cli
from amana.errors import Problem
from amana.forms.places import read_places, write_places
from amana.forms.refusal import Refused
from amana.sealing import bundle
from amana.sealing.places import Gazetteer

LIST = """id,name,parent,lat,lon,other
SEL,Selo crossing,NOR,14.5,-4.2049,Selo | The crossing
NOR,The invented north,,,,
"""


def places(folder: Path, text: str) -> Path:
    path = folder / "places.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_list_becomes_what_phones_take_sorted_and_no_more_exact_than_a_kilometre(tmp_path: Path) -> None:
    entries = read_places(places(tmp_path, LIST))
    assert entries == [
        ["NOR", "The invented north", None, None, []],
        ["SEL", "Selo crossing", "NOR", "14.5,-4.2", ["Selo", "The crossing"]],
    ]
    data = write_places(entries, "invented")
    assert bundle.read(Gazetteer, data, bundle.digest(data)).entries == entries


@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ("a b,Name,,,,", "forms.bad_code", "places.csv!A2"),
        ("A,Name,,,,\nA,Again,,,,", "forms.place_twice", "places.csv!A3"),
        ("A,,,,,", "forms.no_label", "places.csv!B2"),
        ("A,Name,B,,,", "forms.no_parent", "places.csv!C2"),
        ("A,Name,,91,0,", "forms.no_degrees", "places.csv!D2"),
        ("A,Name,,1,,", "forms.no_degrees", "places.csv!D2"),
        ("A,Name,,1e1,2,", "forms.no_degrees", "places.csv!D2"),
        ("A,Name,A,,,", "forms.place_circle", "places.csv"),
    ],
)
def test_a_place_that_does_not_fit_is_refused_by_its_cell(rows: str, code: str, cell: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        read_places(places(tmp_path, f"id,name,parent,lat,lon,other\n{rows}\n"))
    assert [(fault.code, fault.values["where"]) for fault in caught.value.faults] == [(code, cell)]


def test_a_list_without_its_columns_or_in_no_utf_8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="columns"):
        read_places(places(tmp_path, "code,name\nA,B\n"))
    path = tmp_path / "places.csv"
    path.write_bytes("id,name\nA,é\n".encode("latin-1"))
    with pytest.raises(Problem, match="UTF-8"):
        read_places(path)


def test_the_command_writes_both_halves_of_a_form_and_a_gazetteer(tmp_path: Path) -> None:
    form = save(tmp_path, ["text", "words", "Words"])
    assert cli.main(["forms", "build", str(form), "--out", str(tmp_path / "made")]) == 0
    assert cli.main(["forms", "places", str(places(tmp_path, LIST)), "--out", str(tmp_path / "made")]) == 0
    assert {path.name for path in (tmp_path / "made").iterdir()} == {"invented.json", "invented.xml", "places.json"}
    assert json.loads((tmp_path / "made" / "invented.json").read_text("utf-8"))["form"] == "amana-form/2"


def test_the_command_says_what_is_to_be_mended_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = save(tmp_path, ["time", "a", "When?"])
    assert cli.main(["forms", "build", str(form), "--out", str(tmp_path / "made")]) == 2
    assert "survey!A2" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_recordings_are_laid_out_by_question_and_choice(tmp_path: Path) -> None:
    (tmp_path / "hello.ogg").write_bytes(b"OggS")
    head = ["type", "name", "label::en", "media::audio::en"]
    choices = [["list_name", "name", "label::en", "media::audio::fr"], ["yes_no", "yes", "Yes", "hello.ogg"]]
    form = save(tmp_path, ["select_one yes_no", "saw", "Did you?", "hello.ogg"], head=head, choices=choices)
    command = ["forms", "build", str(form), "--out", str(tmp_path / "made"), "--audio", str(tmp_path)]
    assert cli.main(command) == 0
    assert (tmp_path / "made/en/sounds/invented/saw.ogg").read_bytes() == b"OggS"
    assert (tmp_path / "made/fr/sounds/invented/saw/yes.ogg").read_bytes() == b"OggS"
    (tmp_path / "hello.ogg").unlink()
    assert cli.main(command) == 2
