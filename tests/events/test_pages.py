"""Events and sources by role, and what an event shows of testimonies that one may not use."""

from typing import get_args

import pytest

from amana.events import actions
from amana.events.claims import Source as PlainSource
from amana.events.forms_sources import SOURCE_KINDS
from amana.events.models import Claim, Event, Place, Source
from amana.parties.actions import keep_party
from amana.testimony.actions import take_in_hand
from amana.testimony.models import Testimony
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")
WORKS = {"caseworker", "supervisor", "analyst", "investigator"}
READS = {"supervisor", "analyst", "investigator", "publisher"}
EDITS = {"analyst", "investigator"}
SEES = {
    "/events/": WORKS,
    "/events/sources": READS,
    "/events/sources/new": EDITS,
    "/events/places/new": EDITS,
    "/events/sources/gazette": READS,
    "/events/sources/gazette/claims/new": EDITS,
    "/events/claims/road": READS,
    "/parties/": READS,
    "/parties/new": EDITS,
    "/parties/party/north": READS,
}


@pytest.fixture
def published(person):
    keep_party(None, {"id": "north", "name": "Northern Front", "kind": "armed_group", "source": "invented"})
    actions.keep_entry(None, Source, {"id": "gazette", "name": "The Gazette (invented)", "kind": "press"})
    road = {"id": "road", "source": "gazette", "summary": "On a road.", "unit": "persons", "acts": ["crsv.rape"]}
    actions.keep_entry(None, Claim, {**road, "quantity": {"kind": "at_least", "number": 3}})


@pytest.mark.parametrize("role", ROLES)
def test_each_page_for_each_role(signed_in, published, role):
    client = signed_in(role)
    for page, roles in SEES.items():
        assert (client.get(page).status_code == 200) == (role in roles), (role, page)


def made(signed_in, **consents) -> tuple[Event, Testimony]:
    client = signed_in("supervisor", name="Maker")
    testimony = keep(sealed(consents=consents))
    client.post(f"/events/of/{testimony.pk}")
    event = Event.objects.get()
    victim = {"do": "victim", "told_in": [testimony.pk], "said": "a woman of the place", "at_least": 2, "sex": "female"}
    assert client.post(f"/events/{event.pk}", victim).status_code == 302
    act = {
        "do": "act",
        "victim": event.victims.get().pk,
        "codes": ["crsv.rape"],
        "attempt": "unsaid",
        "described": "men in grey",
    }
    assert client.post(f"/events/{event.pk}", act).status_code == 302
    return event, testimony


@pytest.mark.parametrize(
    ("role", "consents", "sees"),
    [
        ("analyst", {"count": "yes"}, True),
        ("analyst", {"evidence": "yes"}, False),
        ("investigator", {"evidence": "yes"}, True),
        ("investigator", {"count": "yes"}, False),
        ("caseworker", {}, True),
        ("publisher", {"count": "yes", "evidence": "yes"}, False),
        ("administrator", {"count": "yes", "evidence": "yes"}, False),
    ],
)
def test_an_event_is_seen_by_those_who_may_use_what_it_rests_on(signed_in, role, consents, sees):
    event, _ = made(signed_in, **consents)
    client = signed_in(role)
    answer = client.get(f"/events/{event.pk}")
    assert (answer.status_code == 200) == sees
    assert ("men in grey" in answer.content.decode()) == sees
    act = event.victims.get().acts.get()
    assert (client.post(f"/parties/acts/{act.pk}", {"sure": "likely", "why": "x"}).status_code == 302) == sees
    assert act.conclusions.count() == int(sees)


def test_a_victim_of_whom_only_unusable_testimonies_tell_is_not_shown(signed_in):
    event, _ = made(signed_in)
    open_one = keep(sealed(consents={"count": "yes"}))
    analyst = signed_in("analyst")
    supervisor = signed_in("supervisor", name="Other")
    supervisor.post(f"/events/of/{open_one.pk}", {"event": event.pk})
    page = analyst.get(f"/events/{event.pk}").content.decode()
    assert open_one.code in page and "a woman of the place" not in page
    assert "It also rests on what was not given for your work." in page
    hidden = {"do": "act", "victim": event.victims.get().pk, "codes": ["crsv.rape"], "attempt": "unsaid"}
    assert analyst.post(f"/events/{event.pk}", hidden).status_code == 404


def test_a_caseworker_sees_no_event_of_what_another_has_in_hand(signed_in, person):
    event, testimony = made(signed_in)
    take_in_hand(person("caseworker", name="Other"), testimony)
    assert signed_in("caseworker").get(f"/events/{event.pk}").status_code == 404


def test_a_form_filled_in_wrongly_comes_back_with_what_was_typed(signed_in):
    event, _ = made(signed_in)
    client = signed_in("supervisor", name="Again")
    answer = client.post(f"/events/{event.pk}", {"do": "frame", "first_day": "soon", "said": "in the dry season"})
    assert answer.status_code == 422 and "in the dry season" in answer.content.decode()


def test_source_place_and_claim_by_form(signed_in):
    client = signed_in("investigator")
    client.post("/events/sources/new", {"name": "The Gazette (invented)", "kind": "press", "named": "organisation"})
    client.post("/events/places/new", {"name": "Invented Land", "kind": "country", "source": "invented"})
    source, place = Source.objects.get(), Place.objects.get()
    given = {
        "summary": "Women on a road.",
        "quantity": "at_least",
        "number": 7,
        "unit": "persons",
        "verb": "reported",
        "acts": ["crsv.rape"],
        "attempt": "unsaid",
        "sex": "female",
        "described": "men in grey\nothers",
        "places": [place.pk],
        "place_of": "event",
        "period_of": "event",
        "first_day": "2026-03-01",
        "last_day": "2026-03-31",
    }
    answer = client.post(f"/events/sources/{source.pk}/claims/new", given)
    assert answer.status_code == 302, answer.content.decode()
    claim = Claim.objects.get().plain()
    assert (claim.quantity.number, claim.by.described, claim.place.places) == (
        7,
        ("men in grey", "others"),
        (place.pk,),
    )
    assert "men in grey" in client.get(answer.headers["Location"]).content.decode()
    wrong = client.post(f"/events/sources/{source.pk}/claims/new", {**given, "quantity": "several"})
    assert wrong.status_code == 422 and "Women on a road." in wrong.content.decode()
    assert Claim.objects.count() == 1


def test_every_kind_of_source_that_the_specification_has_is_said_in_words():
    assert set(SOURCE_KINDS) == set(get_args(PlainSource.model_fields["kind"].annotation))
