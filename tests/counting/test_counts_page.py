"""The counts page: what may be counted and nothing else, each figure opened as far as its reader may see."""

import base64
import re
from datetime import date

import pytest

from amana.counting.at_least import Count
from amana.counting.desk_claims import gather
from amana.events import actions
from amana.events.models import Claim, Place, Source
from amana.parties.actions import conclude, keep_party
from amana.testimony.actions import record_consent, take_in_hand
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")


@pytest.fixture
def land(db):
    """An invented land with two villages, two parties, and a published claim of its own."""
    place = {"source": "invented"}
    actions.keep_entry(None, Place, {"id": "land", "name": "Invented Land", "kind": "country", **place})
    for village in ("upper", "lower"):
        given = {"id": village, "name": f"{village.title()} Hamlet", "kind": "village", "under": "land", **place}
        actions.keep_entry(None, Place, given)
    for party in ("north", "south"):
        keep_party(None, {"id": party, "name": f"{party.title()} Front", "kind": "armed_group", "source": "invented"})
    actions.keep_entry(None, Source, {"id": "gazette", "name": "The Gazette (invented)", "kind": "press"})


def published(pk: str, number: int, place: str, **more):
    entry = {"id": pk, "source": "gazette", "summary": f"Women in {place}.", "unit": "persons", "acts": ["crsv.rape"],
             "quantity": {"kind": "at_least", "number": number}, "place": {"in": [place]},
             "period": {"within": ["2026-01-01", "2026-01-31"]}, **more}  # fmt: skip
    return actions.keep_entry(None, Claim, entry)


def told(who, place: str, at_least: int = 1, testimony=None, codes=("crsv.rape",), event=None, victim=None):
    """An event at `place` in January in which a testimony tells of so many."""
    testimony = testimony or keep(sealed())
    event = event or actions.make_event(who, testimony)
    where = Place.objects.get(pk=place)
    actions.set_frame(who, event, where, date(2026, 1, 1), date(2026, 1, 31), "", "")
    victim = victim or actions.add_victim(who, event, [testimony], "", at_least, "any")
    return actions.add_act(who, victim, list(codes), "unsaid", "men in grey")


def at_least() -> int:
    desk = gather()
    return Count(desk.claims, desk.world).at_least().survivors


def test_two_victims_of_one_event_are_two_and_two_acts_on_one_are_one(land, person):
    who = person("analyst")
    first = told(who, "upper")
    told(who, "upper", testimony=first.victim.told_in.get(), event=first.victim.event)
    assert at_least() == 2
    told(who, "upper", testimony=first.victim.told_in.get(), event=first.victim.event, victim=first.victim,
         codes=("crsv.sexual_slavery", "gbvims.sexual_assault"))  # fmt: skip
    assert at_least() == 2


def test_two_events_that_may_be_the_same_are_counted_once_and_apart_places_twice(land, person):
    who = person("analyst")
    told(who, "upper")
    told(who, "upper")
    assert at_least() == 1
    told(who, "lower")
    assert at_least() == 2


def test_what_was_told_here_may_be_among_what_was_published(land, person):
    published("report", 5, "upper")
    told(person("analyst"), "upper")
    assert at_least() == 5


def test_without_consent_nothing_of_it_is_counted_and_withdrawal_holds_at_once(land, person):
    boss, hers = person("supervisor", name="Boss"), person("caseworker")
    silent = keep(sealed(consents={}))
    told(boss, "upper", testimony=silent)
    assert (at_least(), gather().events) == (0, {})
    asked = keep(sealed())
    told(boss, "lower", testimony=asked)
    assert at_least() == 1
    take_in_hand(hers, asked)
    record_consent(hers, asked, "count", "withdrawn")
    assert at_least() == 0


def test_only_a_conclusion_that_is_more_than_possible_names_a_party(land, person, signed_in):
    who = person("analyst", name="Who")
    from amana.parties.models import Party

    act = told(who, "upper")
    conclude(who, act, Party.objects.get(pk="north"), "possible", "the coats")
    client = signed_in("analyst")
    assert "North Front" not in client.get("/counting/?by=party").content.decode()
    conclude(who, act, Party.objects.get(pk="north"), "likely", "the coats and the flag")
    assert "North Front" in client.get("/counting/?by=party").content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_counts_and_how_far_they_open(land, signed_in, person, role):
    act = told(person("analyst", name="Maker"), "upper")
    published("report", 3, "lower")
    client = signed_in(role)
    answer = client.get("/counting/?by=place")
    assert (answer.status_code == 200) == (role in {"supervisor", "analyst", "investigator", "publisher"})
    page = answer.content.decode()
    event = f"/events/{act.victim.event.pk}"
    assert (event in page) == (role in {"supervisor", "analyst"})
    assert ("/events/claims/report" in page) == (role in {"supervisor", "analyst", "investigator", "publisher"})
    assert act.victim.told_in.get().code not in page and "men in grey" not in page


def test_every_figure_and_bar_is_that_of_the_engine(land, signed_in):
    published("one", 12, "upper", by={"concluded": [{"party": "north", "by": "gazette", "sure": "stated"}]})
    published("two", 3, "lower", by={"concluded": [{"party": "south", "by": "gazette", "sure": "stated"}]})
    page = signed_in("analyst").get("/counting/?by=party").content.decode()
    figures = [int(found) for found in re.findall(r"at least <b>(\d+)</b>", page)]
    bars = [int(found) for found in re.findall(r'<rect width="(\d+)"', page)]
    assert sorted(figures) == [3, 12]
    assert sorted(bars) == [20, 80]


def test_cautions_are_said_in_words(land, signed_in):
    published("one", 12, "upper")
    published("two", 3, "land")
    page = signed_in("analyst").get("/counting/").content.decode()
    assert "Adds nothing, as it may be of the same people" in page
    assert "Shown to be of others, it would add 3." in page


@pytest.mark.parametrize(
    "address", ["/counting/?by=nothing&act=nothing", "/counting/?by=people", "/counting/?act=other.killing&by=year"]
)
def test_any_address_gives_a_page(land, signed_in, address):
    published("one", 12, "upper")
    assert signed_in("analyst").get(address).status_code == 200


def test_the_page_names_contradictions_bounds_facts_late_claims_and_draws_what_its_table_says(land, signed_in):
    year = {"period": {"within": ["2025-01-01", "2025-12-31"]}, "unit": "cases"}
    party = {"by": {"concluded": [{"party": "north", "by": "gazette", "sure": "stated"}]}}
    published("register", 4, "upper", quantity={"kind": "exactly", "number": 4}, complete=True, **year)
    published("many", 9, "upper", **year, **party)
    published("after", 2, "lower", late=True, **year, **party)
    published("nearby", 3, "land", **year)
    few = {"kind": "range", "number": 1, "upto": 6}
    published("few", 2, "lower", quantity=few, complete=True, **year)
    page = signed_in("analyst").get("/counting/?by=place").content.decode()
    assert "Claims that cannot all hold" in page and "the others are more" in page
    assert "What one fact would raise it" in page
    assert "These revise the figure from 10 to 11." in page
    assert "if it is right:" in page and "2 at least, 6 at most." in page
    drawn = base64.b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)[1]).decode()
    assert ">11*<" in drawn and "North Front, 2025: 11 (reported)" in drawn
    assert re.search(r'<th scope="row"><bdi>North Front</bdi></th>.*?>2025</td>.*?>11</td>.*?>2</td>', page, re.S)


def test_a_place_narrows_every_figure_and_each_cell_by_party_and_year_opens_to_its_sources(land, signed_in):
    by = {"concluded": [{"party": "north", "by": "gazette", "sure": "stated"}]}
    published("above", 9, "upper", by=by)
    published("below", 4, "lower", by=by)
    client = signed_in("analyst")
    everywhere = client.get("/counting/?by=party-place").content.decode()
    assert "At least <b>13</b>" in everywhere and "North Front · Upper Hamlet" in everywhere
    page = client.get("/counting/?by=place&place=lower").content.decode()
    assert "At least <b>4</b>" in page and "At least <b>13</b>" not in page
    lines = page[page.index('id="lines"') : page.index('id="grid"')]
    assert "Lower Hamlet" in lines and "Invented Land" not in lines, "a wider place is no line of a narrower question"
    cells = page[page.index('id="grid"') :]
    assert "/events/claims/below" in cells and "/events/claims/above" not in cells
    assert "At least <b>13</b>" in client.get("/counting/?place=nowhere").content.decode()
    assert "Where, and when" in page and "2026" in client.get("/counting/?by=place-year").content.decode()
