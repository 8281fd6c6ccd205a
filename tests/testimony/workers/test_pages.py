"""Who sees what of community workers; the link is shown once; names and codes go to those who may read them."""

import re

import pytest

from amana.desk.lock import lock
from amana.testimony.models import Card, Envelope, Testimony
from amana.testimony.workers import actions
from amana.testimony.workers.models import Case, Worker
from deskkit import bring, fingerprint
from workerkit import Phone, today

pytestmark = pytest.mark.django_db
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")
SEES = {
    "/workers/": {"caseworker", "supervisor", "administrator"},
    "/workers/new": {"supervisor", "administrator"},
    "/workers/aside": {"supervisor"},
    "PAGE": {"caseworker", "supervisor", "administrator"},
}


@pytest.fixture
def card():
    link = f"https://hub.example/#{fingerprint()}"
    return Card.objects.create(serial=1, note="", hub="https://hub.example", link=link, day=today())


def account(phone: Phone, **members) -> Testimony:
    return bring(phone.sealed(**members)).testimony


@pytest.mark.parametrize("role", ROLES)
def test_each_page_for_each_role(signed_in, worker, role):
    client = signed_in(role, name="Salma")
    for page, roles in SEES.items():
        url = page.replace("PAGE", f"/workers/{worker.pk}")
        assert (client.get(url).status_code == 200) == (role in roles), (role, page)
    assert ('href="/workers/"' in client.get("/").content.decode()) == (role in SEES["/workers/"])


def test_an_invitation_is_shown_once_and_kept_as_a_hash(signed_in, card):
    client = signed_in("administrator")
    page = client.post("/workers/new", {"name": "Awa (invented)"}).content.decode()
    (invitation,) = re.findall(rf"#{fingerprint()}~([A-Za-z0-9_-]{{22}})", page)
    assert "<svg" in page
    row = Worker.objects.get()
    assert invitation not in client.get(f"/workers/{row.pk}").content.decode()
    assert "Invited; the link is good until" in client.get("/workers/").content.decode()
    assert client.post("/workers/new", {"name": " "}).status_code == 422


def test_without_a_card_nobody_is_invited(signed_in):
    client = signed_in("administrator")
    assert "no card at a hub yet" in client.get("/workers/").content.decode()
    assert client.post("/workers/new", {"name": "Awa"}).status_code == 409
    assert not Worker.objects.exists()


def test_the_digits_are_compared_and_confirmed_on_a_page(signed_in, phone, invited):
    client = signed_in("supervisor", name="Salma")
    assert "compare the eight digits" in client.get("/").content.decode()
    page = client.get(f"/workers/{invited.pk}").content.decode()
    assert re.search(r'<p class="key">\d{4} \d{4}</p>', page)
    client.post(f"/workers/{invited.pk}", {"do": "confirm"})
    assert "In force since" in client.get(f"/workers/{invited.pk}").content.decode()


def test_two_phones_are_told_of_and_neither_is_confirmed(signed_in, phone, invited):
    bring(Phone(seed=b"\3" * 32).enrolment())
    client = signed_in("supervisor", name="Salma")
    assert "the link has been in other hands" in client.get("/").content.decode()
    assert "They are the same" not in client.get(f"/workers/{invited.pk}").content.decode()
    assert client.post(f"/workers/{invited.pk}", {"do": "confirm"}).status_code == 409


def test_a_caseworker_ends_a_key_at_night(signed_in, worker):
    client = signed_in("caseworker", name="Salma")
    page = client.get(f"/workers/{worker.pk}").content.decode()
    assert "What to tell someone whose phone is lost" in page
    client.post(f"/workers/{worker.pk}", {"do": "end", "reason": "lost", "since": ""})
    worker.refresh_from_db()
    assert worker.ended_on == today()
    assert "the phone is lost" in client.get("/workers/").content.decode()
    assert client.post(f"/workers/{worker.pk}", {"do": "end"}).status_code == 422


def test_a_testimony_says_who_listened(signed_in, worker, phone):
    client = signed_in("caseworker", name="Salma")
    shown = client.get(f"/testimony/{account(phone).pk}").content.decode()
    assert "Awa (invented)" in shown and "with a key that was in force" in shown
    stranger = account(Phone(seed=b"\3" * 32))
    assert "a key that nobody of this desk has" in client.get(f"/testimony/{stranger.pk}").content.decode()


def test_an_account_by_a_listeners_form_that_nobody_signed_is_shown_as_such(signed_in):
    from amana.forms.ready import ready

    form = {"id": "listening", "version": ready("listening").phone["version"]}
    claimed = account(Phone(), signed=False, form=form)
    page = signed_in("caseworker", name="Salma").get(f"/testimony/{claimed.pk}").content.decode()
    assert "no community worker of this desk has signed it" in page


def test_an_analyst_is_not_told_who_listened(signed_in, worker, phone):
    counted = account(phone, consents={"count": "yes"})
    page = signed_in("analyst", name="Salma").get(f"/testimony/{counted.pk}")
    assert page.status_code == 200 and "Awa (invented)" not in page.content.decode()


def test_a_case_is_put_on_a_list_changed_and_taken_off(signed_in, worker, phone):
    row = account(phone)
    client = signed_in("caseworker", name="Salma")
    put = {"do": "put", "worker": worker.pk, "state": "visit", "next": "2026-12-01"}
    assert client.post(f"/workers/of/{row.pk}", put).status_code == 403
    client.post(f"/testimony/{row.pk}", {"do": "take"})
    client.post(f"/workers/of/{row.pk}", put)
    case = Case.objects.get()
    bring(phone.visit(case.code))
    page = client.get(f"/testimony/{row.pk}").content.decode()
    assert case.code in page and "Next visit: 1 December 2026" in page and "they have met" in page
    assert case.code in client.get(f"/workers/{worker.pk}").content.decode()
    client.post(f"/workers/of/{row.pk}", {"do": "take_off", "worker": worker.pk})
    assert not Case.objects.exists()


def test_an_administrator_sees_no_cases(signed_in, worker, phone, supervisor):
    row = account(phone)
    case = actions.put_on_list(supervisor, worker, row, "visit", None)
    page = signed_in("administrator", name="Salma").get(f"/workers/{worker.pk}").content.decode()
    assert case.code not in page and row.code not in page


def test_who_does_not_look_after_it_sees_no_link_to_it(signed_in, worker, phone, supervisor, person):
    from amana.testimony.actions import take_in_hand

    row = account(phone)
    actions.put_on_list(supervisor, worker, row, "visit", None)
    take_in_hand(person("caseworker", name="Other"), row)
    page = signed_in("caseworker", name="Salma").get(f"/workers/{worker.pk}").content.decode()
    assert row.code not in page and row.pk not in page and "On the list" not in page


def test_what_an_ended_key_signed_is_taken_in_on_a_page(signed_in, worker, phone, supervisor):
    actions.end(supervisor, worker, "lost")
    late = bring(phone.sealed())
    client = signed_in("supervisor", name="Salma")
    assert "signed by a key that has ended" in client.get("/").content.decode()
    client.post("/workers/aside", {"envelope": late.pk})
    assert "ended key" in client.get(f"/testimony/{late.testimony.pk}").content.decode()


def test_erasing_takes_it_off_every_list(worker, phone, supervisor):
    from amana.testimony.actions import take_in_hand
    from amana.testimony.erasing import erase

    row = account(phone)
    case = actions.put_on_list(supervisor, worker, row, "visit", None)
    told = phone.visit(case.code)
    bring(told)
    take_in_hand(supervisor, row)
    erase(supervisor, row)
    assert not Case.objects.exists()
    assert list(Envelope.objects.all()) == [worker.enrolment]
    assert bring(told) is None


@pytest.mark.django_db(transaction=True)
def test_a_workers_letter_reaches_the_phone(worker, phone, supervisor, tmp_path):
    from amana.care.publishing import publish_card
    from amana.sealing.envelope import open_
    from amana.testimony import sync
    from amana.testimony.hub_client import Hub
    from deskkit import hub_at

    with hub_at(tmp_path / "store") as address:
        publish_card(None, address, {"en": "An invented desk"})
        hub = Hub(address, lock.keys.card, pause=0.01)
        case = actions.put_on_list(supervisor, worker, account(phone), "visit", None)
        sync.sync_from_hub(hub)
        path = f"/v1/mailboxes/{worker.address['mailbox']}/letter"
        letter = open_([phone.identity], hub._call("GET", path, seed=phone.seed).data).inside.letter
        assert letter and letter.worker and [each.code for each in letter.worker.cases] == [case.code]
