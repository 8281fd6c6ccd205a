"""records.csv: each row is a claim of one, and what is wrong with it is said with its line."""

from pathlib import Path

import pytest

from amana.errors import Problem
from amana.events.folder import read_folder

HEADER = "id,source,person,sex,age,acts,party,place,from,to"
GOOD = "r1,clinic,p1,female,18-25,crsv.rape,front,land,2026-01-03,2026-01-09"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text("- {id: clinic, name: Clinic (invented), kind: medical}")
    (tmp_path / "claims.yaml").write_text("[]")
    (tmp_path / "places.yaml").write_text("- {id: land, name: Land, kind: country, source: invented}")
    (tmp_path / "parties.yaml").write_text("- {id: front, name: Front, kind: armed_group, source: invented}")
    return tmp_path


def read(folder: Path, *lines: str) -> tuple:
    (folder / "records.csv").write_text("\n".join(lines), "utf-8")
    return read_folder(folder).records


def test_a_row_is_a_claim_of_one(folder: Path) -> None:
    (record,) = read(folder, HEADER, GOOD)
    assert (record.person, record.quantity.number, record.unit) == ("p1", 1, "persons")
    assert (record.people.sex, record.people.age, record.place.places) == ("female", (18, 25), ("land",))
    assert [one.party for one in record.by.concluded] == ["front"]
    (single,) = read(folder, "id,source,acts,age", "r1,clinic,crsv.rape gbvims.rape,23")
    assert (single.people.age, single.acts, single.period.within) == (
        (23, 23),
        ("crsv.rape", "gbvims.rape"),
        (None, None),
    )
    assert read(folder, "id,source,acts,age", "r1,clinic,crsv.rape,18-")[0].people.age == (18, None)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((HEADER, GOOD, GOOD), "r1"),
        ((HEADER, GOOD.replace("clinic", "nobody")), "nobody"),
        ((HEADER, GOOD.replace("land", "moon")), "moon"),
        ((HEADER, GOOD.replace("2026-01-03", "January")), "line 2"),
        ((HEADER, GOOD + ",more"), "line 2"),
        ((HEADER, GOOD.rsplit(",", 1)[0]), "line 2"),
        (("id,source", "r1,clinic"), "acts"),
        ((HEADER + ",name", GOOD + ",x"), "name"),
        ((HEADER, '"r1'), "records.csv"),
        (("id,source,acts,unit", "r1,clinic,crsv.rape,persons", "r2,clinic,crsv.rape,allegations"), ""),
    ],
)
def test_what_is_wrong_is_said_with_its_line(folder: Path, lines: tuple[str, ...], said: str) -> None:
    if not said:
        assert len(read(folder, *lines)) == 2
        return
    with pytest.raises(Problem, match=said):
        read(folder, *lines)


def test_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "records.csv").write_bytes(b"id,source,acts\n\xff\xfe,x,y")
    with pytest.raises(Problem, match=r"records\.csv"):
        read_folder(folder)


def test_circles_and_strangers_over_time_are_refused(folder: Path) -> None:
    parties = (
        "- {id: a, name: A, kind: army, source: x, over_time: [{relation: under, party: %s, from: 2020-01-01}]}\n"
        "- {id: b, name: B, kind: army, source: x, under: a}"
    )
    for other in ("b", "c"):
        (folder / "parties.yaml").write_text(parties % other)
        with pytest.raises(Problem, match=r"parties\.yaml"):
            read_folder(folder)
