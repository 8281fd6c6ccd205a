"""Whoever is told of in several accounts is used when each of them agreed, and no longer once one is taken back."""

import pytest

from amana.events import actions
from amana.events.policy import agreed_victims
from amana.testimony.actions import record_consent, take_in_hand
from deskkit import keep, sealed

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BOTH = {"count": "yes", "publication": "yes"}


@pytest.fixture
def told_of(person):
    """Gives a function that enters one victim told of in accounts with the given consents."""
    boss = person("supervisor", "caseworker", name="Boss")

    def enter(*consents):
        rows = [keep(sealed(consents=each)) for each in consents]
        event = actions.make_event(boss, rows[0])
        for row in rows[1:]:
            actions.place_testimony(boss, event, row)
        return boss, rows, actions.add_victim(boss, event, rows, "", 1, "any")

    return enter


def test_one_account_that_did_not_agree_keeps_her_out(told_of):
    told_of({"count": "yes"}, {"count": "no"})
    assert not agreed_victims("count").exists()


def test_every_purpose_must_be_agreed_to(told_of):
    *_, victim = told_of(BOTH, BOTH)
    told_of(BOTH, {"count": "yes"})
    assert list(agreed_victims("count", "publication")) == [victim]


def test_one_consent_taken_back_takes_her_out_at_once(told_of):
    boss, rows, victim = told_of(BOTH, BOTH)
    assert list(agreed_victims("count")) == [victim]
    take_in_hand(boss, rows[1])
    record_consent(boss, rows[1], "count", "withdrawn")
    assert not agreed_victims("count").exists()
