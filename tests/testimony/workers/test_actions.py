"""A key counts from the comparing of the digits to its end; what comes after is kept aside, and nothing is lost."""

from datetime import timedelta

import pytest

from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing import codec
from amana.sealing import keys as keys_of_age
from amana.sealing.envelope import open_, seal
from amana.sealing.worker import check_digits
from amana.testimony.custody.models import Row
from amana.testimony.models import Envelope, Testimony
from amana.testimony.workers import actions, keys
from amana.testimony.workers.letters import due, letter_for, note_written
from amana.testimony.workers.models import Case, Visit, Worker
from amana.testimony.workers.panels import standing
from deskkit import bring
from workerkit import INVITATION, Phone, today

pytestmark = pytest.mark.django_db


def refused(code: str, act, *args) -> None:
    with pytest.raises(Problem) as problem:
        act(*args)
    assert problem.value.code == code


def heard(envelope: Envelope, teller: str | None = "listener") -> str | None:
    found = standing(envelope.testimony, teller)
    return found.code if found else None


def test_no_visit_is_asked_for_where_a_reprisal_is_feared_unless_that_was_read(phone, worker, supervisor):
    from amana.testimony.actions import take_in_hand
    from amana.testimony.cases.actions import open_case
    from amana.testimony.cases.actions_care import weigh_risk

    testimony = take_in_hand(supervisor, bring(phone.sealed()).testimony)
    weigh_risk(supervisor, open_case(supervisor, testimony), "likely", "an invented man", "", today(), False)
    testimony.refresh_from_db()
    refused("cases.risk_unread", actions.put_on_list, supervisor, worker, testimony, "visit", None)
    actions.put_on_list(supervisor, worker, testimony, "stay_away", None)
    actions.put_on_list(supervisor, worker, testimony, "visit", None, heeded=True)


def test_a_phone_answers_is_compared_and_counts(phone, invited, supervisor):
    early = bring(phone.sealed())
    assert heard(early) == "unconfirmed"
    invited.refresh_from_db()
    assert keys.digits_of(invited) == check_digits(phone.key, keys_of_age.recipient_of(phone.identity))
    actions.confirm(supervisor, invited)
    assert heard(bring(phone.sealed(day="2026-03-02"))) == "heard"
    assert heard(early) == "heard"
    refused("workers.nothing_to_confirm", actions.confirm, supervisor, invited)
    said = [row.entry.action for row in Row.objects.order_by("index")]
    assert [each for each in said if each.startswith("worker.")] == [
        "worker.invited",
        "worker.answered",
        "worker.confirmed",
    ]


def test_an_enrolment_is_no_testimony(phone):
    assert not Testimony.objects.exists()


def test_a_second_phone_with_the_same_link_spoils_it(phone, invited, supervisor):
    other = Phone(seed=b"\3" * 32)
    assert bring(other.enrolment()).reason == ""
    invited.refresh_from_db()
    assert invited.contested and invited.key == codec.base64url(phone.key)
    refused("workers.contested", actions.confirm, supervisor, invited)
    actions.end(supervisor, invited, "other")


def test_a_link_that_leaks_after_the_comparing_changes_nothing(worker):
    bring(Phone(seed=b"\3" * 32).enrolment())
    worker.refresh_from_db()
    assert not worker.contested and worker.ended_on is None


@pytest.mark.parametrize(
    ("sealed", "code"),
    [
        (lambda: Phone().enrolment(b"\x08" * 16), "workers.no_invitation"),
        (lambda: Phone().enrolment(signed=False), "workers.not_its_key"),
        (lambda: Phone().enrolment(reply_to=None), "workers.not_its_key"),
        (
            lambda: Phone().enrolment(
                enrolment={
                    "invitation": codec.base64url(INVITATION),
                    "key": codec.base64url(Phone(seed=b"\4" * 32).key),
                }
            ),
            "workers.not_its_key",
        ),
    ],
)
def test_what_is_no_enrolment_is_kept_aside(invited, sealed, code):
    assert bring(sealed()).reason == code
    invited.refresh_from_db()
    assert not invited.key


def test_an_invitation_is_good_for_a_week(invited):
    assert bring(Phone().enrolment(), today() + timedelta(days=8)).reason == "workers.no_invitation"
    assert bring(Phone(seed=b"\5" * 32).enrolment(), today() + timedelta(days=7)).reason == ""


def test_what_an_ended_key_signs_is_kept_aside_and_can_be_taken_in_marked(worker, phone, supervisor, person):
    before = bring(phone.sealed())
    actions.end(supervisor, worker, "lost")
    assert heard(before) == "ended", "it came on the day of the loss"
    late = bring(phone.sealed(day="2026-03-02"))
    assert late.reason == "workers.ended_key" and not Testimony.objects.filter(envelope=late).exists()
    refused("desk.not_your_role", actions.take_in, person("caseworker", name="Ines"), late)
    actions.take_in(supervisor, late)
    late.refresh_from_db()
    assert late.reason == "" and heard(late) == "ended"


def test_what_came_before_the_loss_stays_good(worker, phone, supervisor):
    yesterday = today() - timedelta(days=1)
    before = bring(phone.sealed(), yesterday)
    actions.end(supervisor, worker, "taken")
    assert heard(before) == "heard"


def test_the_loss_may_lie_back(worker, phone, supervisor):
    yesterday = today() - timedelta(days=1)
    before = bring(phone.sealed(), yesterday)
    actions.end(supervisor, worker, "lost", yesterday.isoformat())
    assert heard(before) == "ended"


@pytest.mark.parametrize("since", ["2999-01-01", "soon"])
def test_an_end_has_a_reason_and_a_day_that_was(worker, supervisor, since):
    refused("workers.no_such_end", actions.end, supervisor, worker, "lost", since)
    refused("workers.no_such_end", actions.end, supervisor, worker, "tired")
    actions.end(supervisor, worker, "stopped")
    refused("workers.ended_already", actions.end, supervisor, worker, "lost")


def test_a_claim_without_a_known_key_is_shown_as_one(invited):
    assert heard(bring(Phone().sealed())) == "unknown"
    assert heard(bring(Phone().sealed(signed=False))) == "unsigned"
    assert heard(bring(Phone().sealed(signed=False, day="2026-03-03")), "survivor") is None


def test_a_changed_account_is_not_taken_for_the_workers(worker, phone):
    changed = open_([keys_of_age.identity_from_seed(lock.keys.identity)], phone.sealed()).inside
    forged = changed.model_copy(update={"answers": {"own_words": "other words"}})
    recipient = keys_of_age.recipient_of(keys_of_age.identity_from_seed(lock.keys.identity))
    assert bring(seal(forged, [], [recipient])).reason == "sealing.bad_signature"


def test_a_list_has_pseudonyms_of_its_own_and_nothing_else(worker, phone, supervisor):
    testimony = bring(phone.sealed()).testimony
    case = actions.put_on_list(supervisor, worker, testimony, "visit", today())
    assert case.code != testimony.code
    again = actions.put_on_list(supervisor, worker, testimony, "wait", None)
    assert (again.pk, again.code) == (case.pk, case.code)
    letter = letter_for(worker, today()).members()
    assert letter["letter"]["worker"] == {
        "cases": [{"code": case.code, "state": "wait", "next": None}],
        "revoked": False,
    }
    assert not {testimony.code, "Awa", "heron"} & set(str(letter).replace("'", " ").split())
    actions.take_off_list(supervisor, worker, testimony)
    assert letter_for(worker, today()).members()["letter"]["worker"] == {"cases": [], "revoked": False}


def test_only_who_looks_after_it_puts_it_on_a_list(worker, phone, person):
    testimony = bring(phone.sealed()).testimony
    caseworker = person("caseworker", name="Ines")
    refused("testimony.not_in_your_hands", actions.put_on_list, caseworker, worker, testimony, "visit", None)
    from amana.testimony.actions import take_in_hand

    take_in_hand(caseworker, testimony)
    actions.put_on_list(caseworker, worker, testimony, "visit", None)
    refused("workers.unknown_state", actions.put_on_list, caseworker, worker, testimony, "told me all", None)


def test_nobody_is_put_on_the_list_of_a_key_that_is_not_in_force(invited, worker, phone, supervisor):
    testimony = bring(phone.sealed()).testimony
    waiting = actions.invite(supervisor, "Bintou (invented)", b"\x08" * 16)
    refused("workers.not_in_force", actions.put_on_list, supervisor, waiting, testimony, "visit", None)
    actions.end(supervisor, worker, "stopped")
    refused("workers.not_in_force", actions.put_on_list, supervisor, worker, testimony, "visit", None)


def test_letters_go_daily_and_for_a_year_after_the_end(worker, supervisor):
    day = today()
    assert due(day) == [worker]
    note_written(worker, day)
    assert due(day) == [] and due(day + timedelta(days=1)) == [worker]
    actions.end(supervisor, worker, "lost")
    assert letter_for(worker, day).members()["letter"]["worker"] == {"cases": [], "revoked": True}
    note_written(worker, day + timedelta(days=20))
    assert worker.next_letter == day + timedelta(days=27)
    note_written(worker, day + timedelta(days=400))
    assert worker.next_letter is None


def test_a_visit_is_noted_with_a_case_of_the_signers(worker, phone, supervisor):
    testimony = bring(phone.sealed()).testimony
    case = actions.put_on_list(supervisor, worker, testimony, "visit", None)
    assert bring(phone.visit(case.code, "not_safe")).reason == ""
    assert [(visit.how, visit.day) for visit in Visit.objects.all()] == [("not_safe", today())]
    assert Testimony.objects.count() == 1
    other = Phone(seed=b"\3" * 32)
    assert bring(other.visit(case.code)).reason == "workers.not_in_force"
    assert bring(phone.visit("K7M4-PXAR")).reason == "workers.no_such_case"
    assert bring(phone.visit(case.code, "told me all")).reason == "workers.no_such_case"
    assert bring(phone.visit(case.code, text="words")).reason == "workers.no_such_case"


@pytest.mark.parametrize("role", ["caseworker", "analyst", "investigator", "publisher"])
def test_who_may_not_invite(person, role):
    user = person(role, name="Other")
    refused("desk.not_your_role", actions.invite, user, "Awa", INVITATION)


def test_names_and_keys_are_sealed_in_the_database(worker, phone, supervisor):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM workers_worker")
        raw = b"|".join(
            str(bytes(value) if isinstance(value, memoryview) else value).encode() for value in cursor.fetchone()
        )
    for plain in ("Awa (invented)", codec.base64url(phone.key), "age1pq1"):
        assert plain.encode() not in raw
    assert Worker.objects.get().name == "Awa (invented)" and not Case.objects.exists()
