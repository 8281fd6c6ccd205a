"""A party's page: what is kept of it, and how it stood to others for a time, which the counts then follow."""

from datetime import date

import pytest

from amana.counting.at_least import Count
from amana.counting.desk_claims import gather
from amana.counting.regions import SEXUAL, Question
from amana.events import actions
from amana.events.models import Claim, Source
from amana.parties.actions import keep_party
from amana.parties.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides(db):
    for name in ("north", "union", "south"):
        value = {"id": name, "name": f"{name.title()} Front", "kind": "armed_group", "source": "invented"}
        keep_party(None, value)
    actions.keep_entry(None, Source, {"id": "gazette", "name": "The Gazette (invented)", "kind": "press"})
    for year in (2025, 2026):
        entry = {"id": f"in-{year}", "source": "gazette", "summary": "Invented.", "unit": "persons", "acts": ["crsv"],
                 "quantity": {"kind": "at_least", "number": year - 2020},
                 "by": {"concluded": [{"party": "north", "by": "gazette", "sure": "stated"}]},
                 "period": {"within": [f"{year}-02-01", f"{year}-02-28"]}}  # fmt: skip
        actions.keep_entry(None, Claim, entry)


def of_union() -> int:
    desk = gather()
    question = Question(acts=SEXUAL.acts, parties=frozenset({"union"}))
    return Count(desk.claims, desk.world).at_least(question).survivors


GIVEN = {"relation": "under", "party": "union", "since": "2026-01-01", "until": "", "how": "", "source": "invented"}


def test_what_held_for_a_time_is_added_shown_counted_and_taken_out_again(sides, signed_in):
    client = signed_in("investigator")
    assert of_union() == 0
    assert client.post("/parties/party/north", GIVEN)["Location"] == "/parties/party/north"
    [kept] = Party.objects.get(pk="north").plain().over_time
    assert (kept.relation, kept.party, kept.since, kept.until) == ("under", "union", date(2026, 1, 1), None)
    assert of_union() == 6, "what it did before it joined stays its own"
    page = client.get("/parties/party/north").content.decode()
    assert "was part of <bdi>Union Front</bdi>" in page and "1 January 2026" in page
    client.post("/parties/party/north", {**GIVEN, "relation": "opposed", "party": "south"})
    client.post("/parties/party/north", {"do": "remove", "at": "0"})
    assert [one.party for one in Party.objects.get(pk="north").plain().over_time] == ["south"]
    assert of_union() == 0
    for at in ("7", "x", "²", "9" * 5000):
        client.post("/parties/party/north", {"do": "remove", "at": at})
    assert len(Party.objects.get(pk="north").plain().over_time) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"since": "2026-05-01", "until": "2026-01-01"}, "must not end before it begins"),
        ({"how": "split"}, "in which way a party succeeds another"),
        ({"party": "north"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_told_in_the_form_and_nothing_is_kept(sides, signed_in, change, says):
    answer = signed_in("analyst").post("/parties/party/north", {**GIVEN, **change})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert not Party.objects.get(pk="north").plain().over_time


def test_a_circle_over_time_is_refused(sides, signed_in):
    client = signed_in("analyst")
    client.post("/parties/party/union", {**GIVEN, "party": "north"})
    answer = client.post("/parties/party/north", GIVEN)
    assert answer.status_code == 422 and "it leads back to itself" in answer.content.decode()


def test_who_only_reads_adds_nothing(sides, signed_in):
    client = signed_in("publisher")
    page = client.get("/parties/party/north").content.decode()
    assert "Add what held for a time" not in page
    assert client.post("/parties/party/north", GIVEN).status_code == 403
    assert client.get("/parties/party/nowhere").status_code == 404
    assert signed_in("caseworker", name="C").get("/parties/party/north").status_code == 403


def test_a_new_party_is_shown(signed_in):
    client = signed_in("analyst")
    given = {"name": "East Front (invented)", "kind": "armed_group", "source": "invented", "since": "2025-01-01"}
    answer = client.post("/parties/new", given)
    page = client.get(answer["Location"]).content.decode()
    assert "East Front (invented)" in page and "1 January 2025" in page
