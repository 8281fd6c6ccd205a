"""How real reports state numbers: totals with parts by act, by people, by place and by party, and late reports."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from amana.counting.at_least import Count, Minimum
from amana.counting.regions import SEXUAL, Question
from amana.counting.rows import rows
from amana.counting.world import World
from amana.events.folder import read_folder


@pytest.fixture(scope="module")
def count() -> Count:
    folder = read_folder(Path(__file__).parent / "data" / "un-mali")
    return Count(folder.claims, World.of(folder.parties, folder.places))


def year(number: int, **more: object) -> Question:
    return replace(SEXUAL, start=date(number, 1, 1), end=date(number, 12, 31), **more)


def by_party(count: Count, number: int) -> dict[str, Minimum]:
    return {row.keys["party"]: row.minimum for row in rows(count, year(number), ["party"])}


def test_2014_ninety_allegations_are_women_and_girls_and_are_counted_once(count: Count) -> None:
    found = count.at_least(year(2014))
    assert (found.survivors, found.persons) == (90, 90)
    assert found.units == {"allegations": 90, "incidents": 90, "persons": 90}
    assert count.at_least(year(2014, acts=frozenset({"crsv.rape"}))).units == {"allegations": 69}
    assert count.at_least(year(2014, ages=(0, 17))).persons == 38
    assert count.at_least(year(2014, ages=(18, 130))).persons == 52
    parties = by_party(count, 2014)
    assert [parties[name].survivors for name in ("mnla", "fama", "unidentified")] == [12, 5, 73]
    assert [parties[name].persons for name in ("mnla", "fama", "unidentified")] == [1, 1, 1]


def test_2017_parts_by_party_and_by_act_make_the_sixteen(count: Count) -> None:
    assert count.at_least(year(2017)).survivors == 16
    assert {name: one.survivors for name, one in by_party(count, 2017).items()} == {
        "unidentified": 8,
        "hcua": 1,
        "cmfpr": 3,
        "msa": 2,
        "fama": 2,
    }
    assert count.at_least(year(2017, acts=frozenset({"crsv.rape"}))).survivors == 16
    assert count.at_least(year(2017, acts=frozenset({"crsv.gang_rape"}))).survivors == 5


def test_2018_further_cases_and_late_reports_revise_the_year(count: Count) -> None:
    found = count.at_least(year(2018))
    assert found.survivors == 22 + 116 + 22
    assert found.late == ("y2018-late",)
    assert found.verbs == ("reported", "verified")
    places = {row.keys["place"]: row.minimum.survivors for row in rows(count, year(2018), ["place"])}
    assert [places[name] for name in ("gao", "mopti", "timbuktu", "menaka", "mali")] == [12, 5, 4, 1, 160]
    assert by_party(count, 2018)["fama"].survivors == 24


def test_2018_persons_are_those_named_as_persons(count: Count) -> None:
    assert count.at_least(year(2018)).persons == 13 + 9


def test_2019_women_girls_and_a_man(count: Count) -> None:
    found = count.at_least(year(2019))
    assert (found.survivors, found.persons) == (27, 27)


def test_2013_several_is_no_number(count: Count) -> None:
    found = count.at_least(year(2013))
    assert found.unnumbered == ("y2013-timbuktu",)
    assert found.units == {"incidents": 4, "persons": 28}
    assert found.survivors == 28
    assert [one.claim for one in found.absorbed] == ["y2013-rebels"]


def test_all_years_together(count: Count) -> None:
    found = count.at_least()
    assert found.survivors == 160, "of no said kind, the cases of one year may be those of another that last"
    assert "y2013-girls" in {one.claim for one in found.absorbed}, "who was held in 2013 may be among the girls of 2014"
