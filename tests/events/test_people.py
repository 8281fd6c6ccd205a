"""Persons missing and witnesses: as told, without names, seen by who may use the testimony that tells of them."""

from datetime import timedelta

import pytest

from amana.errors import Problem
from amana.events import actions, policy
from amana.events.actions_people import add_witness, note_missing, remove_witness
from amana.events.models import Missing, Witness
from amana.testimony.consents import today
from amana.testimony.custody.models import Row
from deskkit import keep, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def analyst(person):
    return person("analyst", name="Noor")


@pytest.fixture
def daughter(analyst):
    """Somebody who was taken away, as her mother told."""
    row = keep(sealed())
    event = actions.make_event(analyst, row)
    victim = actions.add_victim(analyst, event, [row], "a daughter of eighteen", 1, "female")
    actions.add_act(analyst, victim, ["other.abduction", "other.missing"], "unsaid", "armed men")
    return row, event, victim


def refused(code, function, *args):
    with pytest.raises(Problem) as problem:
        function(*args)
    assert problem.value.code == code


def test_what_is_known_is_added_to_and_the_latest_holds(analyst, daughter):
    *_, victim = daughter
    note_missing(analyst, victim, "missing", today() - timedelta(days=9), ["family"], "not seen again")
    note_missing(analyst, victim, "seen", today(), ["family", "red_cross"], "at a market")
    assert [row.state for row in victim.whereabouts.all()] == ["missing", "seen"]
    assert "at a market" not in repr([row.entry for row in Row.objects.all()])
    refused("events.unknown_state", note_missing, analyst, victim, "lost", None, [], "")
    refused("events.unknown_state", note_missing, analyst, victim, "seen", None, ["spies"], "")
    refused("events.not_yet", note_missing, analyst, victim, "seen", today() + timedelta(days=1), [], "")


def test_people_are_missing_one_by_one(analyst, daughter):
    row, event, _ = daughter
    group = actions.add_victim(analyst, event, [row], "men", 3, "male")
    refused("events.missing_one", note_missing, analyst, group, "missing", None, [], "")


def test_a_witness_is_told_of_in_a_testimony_of_the_event_and_is_counted_nowhere(analyst, daughter):
    row, event, _ = daughter
    before = policy.agreed_victims("count").count()
    own = add_witness(analyst, event, row, True, ["saw"], "", 1)
    add_witness(analyst, event, row, False, ["heard"], "neighbours", 4)
    refused("events.victim_needs_telling", add_witness, analyst, event, keep(sealed()), False, [], "", 1)
    refused("events.at_least_one", add_witness, analyst, event, row, True, [], "", 2)
    refused("events.unknown_state", add_witness, analyst, event, row, False, ["guessed"], "", 1)
    assert policy.agreed_victims("count").count() == before
    refused("events.testimony_in_use", actions.take_out_testimony, analyst, event, row)
    remove_witness(analyst, own)
    assert Witness.objects.count() == 1


def test_pages_show_them_and_nothing_of_what_was_not_given(signed_in, daughter):
    client = signed_in("analyst", name="Salma")
    row, event, victim = daughter
    at = f"/events/{event.pk}"
    sent = {
        "do": "missing",
        "victim": victim.pk,
        "state": "missing",
        "sought_by": ["family"],
        "said": "last seen at dusk",
    }
    assert client.post(at, sent).status_code == 302
    witness = {"do": "witness", "told_in": row.pk, "knows_by": ["saw"], "said": "a neighbour", "at_least": "1"}
    assert client.post(at, witness).status_code == 302
    page = client.get(at).content.decode()
    assert "last seen at dusk" in page and "a neighbour" in page and "The family" in page
    listed = client.get("/events/missing").content.decode()
    assert "a daughter of eighteen" in listed and event.code in listed
    stranger = signed_in("caseworker", name="Ines")
    other = keep(sealed(consents={}))
    from amana.testimony.actions import take_in_hand

    silent = take_in_hand(signed_in("caseworker", name="Sara").user, other)
    hidden = actions.make_event(signed_in("supervisor", name="Salim").user, silent)
    boss = hidden.made_by
    lost = actions.add_victim(boss, hidden, [silent], "a son", 1, "male")
    note_missing(boss, lost, "missing", None, [], "")
    for one in (client, stranger):
        assert "a son" not in one.get("/events/missing").content.decode()
        assert hidden.code not in one.get("/events/").content.decode()
    assert signed_in("publisher", name="Pavel").get("/events/missing").status_code == 403
    entered = Witness.objects.get()
    client.post(at, {"do": "remove_witness", "witness": entered.pk})
    assert not Witness.objects.exists() and Missing.objects.count() == 2
