"""Placing testimonies in events, and keeping published sources, without ever mixing told and concluded."""

from datetime import date

import pytest

from amana.errors import Problem
from amana.events import actions
from amana.events.models import Act, Claim, Event, Place, Source
from amana.parties.actions import conclude, conclude_claim, keep_party
from amana.parties.models import Conclusion
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst(person):
    return person("analyst", "investigator")


def source(**more):
    return {"id": "gazette", "name": "The Gazette (invented)", "kind": "press", **more}


def claim(**more):
    quantity = {"kind": "at_least", "number": 3}
    return {"id": "road", "source": "gazette", "summary": "On a road.", "quantity": quantity, "unit": "persons",
            "acts": ["crsv.rape"], **more}  # fmt: skip


def test_one_event_of_several_testimonies(analyst):
    first, second = keep(sealed()), keep(sealed())
    event = actions.make_event(analyst, first)
    actions.place_testimony(analyst, event, second)
    actions.place_testimony(analyst, event, second)
    assert set(event.testimonies.all()) == {first, second}


def test_who_may_not_read_a_testimony_may_not_place_it(analyst):
    silent = keep(sealed(consents={}))
    with pytest.raises(Problem) as problem:
        actions.make_event(analyst, silent)
    assert problem.value.code == "testimony.not_in_your_hands"
    assert not Event.objects.exists()


def test_a_victim_is_told_of_in_a_testimony_of_the_event(analyst):
    event, elsewhere = actions.make_event(analyst, keep(sealed())), keep(sealed())
    for tellings in ([], [elsewhere]):
        with pytest.raises(Problem) as problem:
            actions.add_victim(analyst, event, tellings, "", 1, "any")
        assert problem.value.code == "events.victim_needs_telling"


def test_a_testimony_leaves_an_event_only_when_nobody_in_it_rests_on_it(analyst):
    testimony = keep(sealed())
    event = actions.make_event(analyst, testimony)
    actions.add_victim(analyst, event, [testimony], "a woman", 1, "female")
    with pytest.raises(Problem) as problem:
        actions.take_out_testimony(analyst, event, testimony)
    assert problem.value.code == "events.testimony_in_use"


def test_a_span_does_not_end_before_it_begins(analyst):
    event = actions.make_event(analyst)
    with pytest.raises(Problem) as problem:
        actions.set_frame(analyst, event, None, date(2026, 3, 2), date(2026, 3, 1), "", "")
    assert problem.value.code == "events.ends_before_it_begins"


def test_what_was_described_stays_beside_what_is_concluded(analyst):
    testimony = keep(sealed())
    victim = actions.add_victim(analyst, actions.make_event(analyst, testimony), [testimony], "", 1, "any")
    act = actions.add_act(analyst, victim, ["crsv.rape", "icc.rape"], "unsaid", "men in grey")
    party = keep_party(analyst, {"id": "north", "name": "Northern Front", "kind": "armed_group", "source": "invented"})
    conclude(analyst, act, party, "possible", "the grey coats")
    conclude(analyst, act, None, "likely", "others wear grey too")
    act.refresh_from_db()
    assert act.described == "men in grey"
    assert [row.party for row in Conclusion.objects.filter(act=act)] == [party, None]
    with pytest.raises(Problem) as problem:
        conclude(analyst, act, party, "likely", "  ")
    assert problem.value.code == "parties.why_needed"


@pytest.mark.parametrize("codes", [[], ["crsv.unheard_of"]])
def test_an_act_needs_a_code_of_the_vocabulary(analyst, codes):
    testimony = keep(sealed())
    victim = actions.add_victim(analyst, actions.make_event(analyst, testimony), [testimony], "", 1, "any")
    with pytest.raises(Problem) as problem:
        actions.add_act(analyst, victim, codes, "unsaid", "")
    assert problem.value.code == "events.unknown_act"
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (claim(source="nobody"), "source"),
        (claim(place={"in": ["nowhere"]}), "place"),
        (claim(contains=["none"]), "contains"),
        (claim(contains=["road"]), "contains"),
        (claim(unit="heads"), "unit"),
        (claim(surprise=1), "surprise"),
        (claim(quantity={"kind": "several", "number": 3}), "quantity"),
    ],
)
def test_a_claim_that_leads_nowhere_is_refused_and_nothing_is_kept(analyst, given, field):
    actions.keep_entry(analyst, Source, source())
    with pytest.raises(Problem) as problem:
        actions.keep_entry(analyst, Claim, given)
    assert problem.value.code == "events.bad_entry" and field in problem.value.say()
    assert not Claim.objects.exists()


def test_a_place_does_not_lie_in_itself(analyst):
    place = {"name": "A", "kind": "region", "source": "invented"}
    actions.keep_entry(analyst, Place, {"id": "a", **place})
    actions.keep_entry(analyst, Place, {"id": "b", "under": "a", **place})
    with pytest.raises(Problem):
        actions.keep_entry(analyst, Place, {"id": "a", "under": "b", **place})


def test_an_analysts_conclusion_is_added_to_what_the_source_says(analyst):
    actions.keep_entry(analyst, Source, source())
    row = actions.keep_entry(analyst, Claim, claim(by={"described": ["men in grey"]}))
    party = keep_party(analyst, {"id": "north", "name": "Northern Front", "kind": "armed_group", "source": "invented"})
    conclude_claim(analyst, row, party, "likely", "the place and the day")
    plain = Claim.objects.get().plain()
    assert plain.by.described == ("men in grey",)
    assert [(each.party, each.by, each.sure) for each in plain.by.concluded] == [("north", "analyst", "likely")]
