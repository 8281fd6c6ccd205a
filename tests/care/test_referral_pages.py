"""Who sees which referral, by every page and bare address; and the way of a referral as a caseworker goes it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amana.care.models import Service
from amana.care.referrals import actions, showing
from amana.care.referrals.actions import Wish
from amana.care.referrals.models import Referral
from amana.testimony import actions as testimonies
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.consents import today
from deskkit import keep, sealed

pytestmark = pytest.mark.django_db
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")
NAMES = {"en": "Heron clinic", "fr": "Clinique du Héron"}


@pytest.fixture
def clinic():
    return Service.objects.create(id="heron", kind="health", names=NAMES, checked=today(), windows=["hiv_prevention"])


@pytest.fixture
def mine(signed_in):
    client = signed_in("caseworker")
    told = keep(sealed(answers={"when": {"date": today().isoformat()}}, day=today().isoformat()))
    return client, cases.open_case(client.user, testimonies.take_in_hand(client.user, told))


def body(answer) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())


def sent(**more):
    return {"do": "refer", "service": "heron", "urgency": "now", "way": "page", "shared": ["age"], **more}


@pytest.mark.parametrize("role", ROLES)
def test_a_referral_of_a_case_in_other_hands_is_for_nobody_but_a_supervisor(signed_in, person, role):
    ines = person("caseworker", name="Ines")
    case = cases.open_case(ines)
    wish = Wish("week", "page", to="Invented clinic", kind="health", asked="spoken", reply_on=today())
    row = actions.refer(ines, case, wish)
    client = signed_in(role, name="Other")
    nowhere = client.get("/referrals/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    supervisor = role == "supervisor"
    assert (client.get("/referrals/").status_code == 200) == (role in ("caseworker", "supervisor"))
    assert (client.get(f"/referrals/{row.pk}").status_code == 200) == supervisor
    if not supervisor:
        for page in (f"/referrals/{row.pk}", f"/referrals/{row.pk}/page", f"/referrals/of/{case.pk}"):
            answer = client.get(page)
            assert (answer.status_code, body(answer)) == (nowhere.status_code, body(nowhere)), page
    for page in (f"/referrals/{row.pk}", f"/referrals/{row.pk}/page", f"/referrals/of/{case.pk}"):
        assert client.post(page, {"answer": "helped", "language": "en", "do": "to"}).status_code in (403, 404)
    row.refresh_from_db()
    assert row.ended_on is None
    seen = "".join(body(client.get(page)) for page in ("/", "/referrals/", "/cases/", f"/cases/{case.pk}"))
    assert ((case.code in seen) or (row.pk in seen)) == supervisor
    assert "Invented clinic" not in body(client.get("/referrals/")), "the list names no service beside a code"


def test_a_caseworker_refers_prints_and_hears(mine, clinic):
    client, case = mine
    page = body(client.get(f"/cases/{case.pk}"))
    assert re.search(r"up to 7[12] hours left</span> Medicine that can prevent HIV", page)
    where = body(client.get(f"/referrals/of/{case.pk}"))
    assert "Heron clinic" in where and "hours left" in where
    step = client.post(f"/referrals/of/{case.pk}", {"do": "to", "service": "heron"})
    assert step.status_code == 200 and "hours left" in body(step) and not Referral.objects.exists()
    assert "checked" not in body(step), "nothing is ticked beforehand"
    no = client.post(f"/referrals/of/{case.pk}", sent(purpose="an invented need"))
    assert no.status_code == 422 and "has not said yes to this service" in body(no) and "an invented need" in body(no)
    yes = client.post(f"/referrals/of/{case.pk}", sent(asked="spoken", reply_on=today().isoformat()))
    row = Referral.objects.get()
    assert yes.url == f"/referrals/{row.pk}"
    assert "Ask today how 1 referral of yours went" in body(client.get("/"))
    asked = client.get(f"/referrals/{row.pk}/page")
    assert row.code not in body(asked)
    made = body(client.post(f"/referrals/{row.pk}/page", {"language": "fr"}))
    assert row.code in made and "Clinique du Héron" in made and case.code not in made.split("<article")[1]
    assert client.post(f"/referrals/{row.pk}/page", {"language": "xx"}).status_code == 404
    later = (today() + timedelta(days=2)).isoformat()
    client.post(f"/referrals/{row.pk}", {"answer": "accepted", "reply_on": later})
    client.post(f"/referrals/{row.pk}", {"answer": "helped", "heard": "all is well"})
    page = body(client.get(f"/referrals/{row.pk}"))
    assert "Was helped" in page and "The service says yes" in page and "all is well" in page
    again = client.post(f"/referrals/{row.pk}", {"answer": "helped"})
    assert again.status_code == 422 and "Nothing more is awaited of this referral" in body(again)


def test_the_warning_stands_where_it_is_referred_and_is_to_be_read(mine, clinic):
    client, case = mine
    care.weigh_risk(client.user, case, "likely", "an invented man", "no paper", today(), False)
    step = body(client.post(f"/referrals/of/{case.pk}", {"do": "to", "service": "heron"}))
    assert "an invented man" in step and "no paper" in step
    unread = client.post(f"/referrals/of/{case.pk}", sent(asked="spoken"))
    assert unread.status_code == 422 and "say that you have read it" in body(unread)
    assert client.post(f"/referrals/of/{case.pk}", sent(asked="spoken", heeded="on")).status_code == 302


def test_the_hours_are_counted_from_what_a_listener_was_told_where_no_account_says_it(signed_in, clinic):
    client = signed_in("caseworker")
    case = cases.open_case(client.user)
    at = f"/referrals/of/{case.pk}"
    assert "hours left" not in body(client.get(at)) and "It was not said when this was" in body(client.get(at))
    assert client.post(at, {"do": "when"}).status_code == 422
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert "has not come yet" in body(client.post(at, {"do": "when", "day": tomorrow}))
    client.post(at, {"do": "when", "about": "within_5_days"})
    page = body(client.get(at))
    assert "hours left" in page and "Medicine that can prevent HIV" not in page
    client.post(at, {"do": "when", "day": today().isoformat()})
    assert re.search(
        r"Medicine that can prevent HIV</strong> <span class=\"tag warm\">up to 7[12] hours left", body(client.get(at))
    )
    client.post(at, {"do": "when", "about": "continuing"})
    assert "It was not said when this was" in body(client.get(at))


def test_to_another_organisation_and_what_was_not_wished(mine):
    client, case = mine
    at = f"/referrals/of/{case.pk}"
    assert client.post(at, {"do": "to", "kind": "legal"}).status_code == 422
    step = client.post(at, {"do": "to", "kind": "legal", "to": "Invented desk"})
    assert "Invented desk" in body(step)
    form = {"do": "refer", "kind": "legal", "to": "Invented desk", "urgency": "open", "way": "we_tell"}
    client.post(at, form | {"asked": "spoken"})
    assert Referral.objects.get().to == "Invented desk"
    client.post(at, {"do": "not_made", "kind": "police", "outcome": "declined", "note": "invented"})
    page = body(client.get(at))
    assert "Do not ask again" in page
    listed = body(client.get(f"/cases/{case.pk}"))
    assert "Not wished" in listed and "Invented desk" in listed


def test_a_supervisor_sees_what_is_open_with_others_and_what_help_is_missing(signed_in, mine, clinic):
    client, case = mine
    client.post(f"/referrals/of/{case.pk}", sent(asked="spoken"))
    client.post(f"/referrals/of/{case.pk}", {"do": "not_made", "kind": "safe_house", "outcome": "unavailable"})
    page = body(signed_in("supervisor", name="Salim").get("/referrals/"))
    assert case.code in page and "Salma" in page and "A safe place to stay" in page
    assert "What help is missing" not in body(client.get("/referrals/"))


def test_a_slip_that_comes_back_is_found_by_its_code_by_whoever_may_open_the_case(signed_in, mine, clinic):
    client, case = mine
    client.post(f"/referrals/of/{case.pk}", sent(asked="spoken"))
    row = Referral.objects.get()
    client.post(f"/referrals/{row.pk}", {"answer": "came", "heard": "the invented nurse wrote"})
    other = signed_in("caseworker", name="Other")
    for words in (row.code.lower(), "invented nurse", "heron"):
        assert f"/referrals/{row.pk}" in body(client.post("/search", {"words": words})), words
        assert row.pk not in body(other.post("/search", {"words": words})), words


def test_who_closes_a_case_reads_first_what_is_still_open_and_its_account_leads_there(signed_in, mine, clinic):
    client, case = mine
    client.post(f"/referrals/of/{case.pk}", {"do": "not_made", "kind": "safe_house", "outcome": "unavailable"})
    account = case.testimonies.get()
    nothing = body(client.get(f"/cases/{case.pk}"))
    client.post(f"/referrals/of/{case.pk}", sent(asked="spoken"))
    assert "1 referral is still open" in body(client.get(f"/cases/{case.pk}")) and "is still open" not in nothing
    page = body(client.get(f"/testimony/{account.pk}"))
    assert f"/cases/{case.pk}#referrals" in page and "2 referrals of this person" in page and "1 still open" in page
    assert "#referrals" not in body(signed_in("analyst", name="Noor").get(f"/testimony/{account.pk}"))
    client.post(f"/referrals/{case.referrals.get(ended_on=None).pk}", {"answer": "helped"})
    assert "is still open" not in body(client.get(f"/cases/{case.pk}"))


def test_what_help_is_missing_is_counted_by_the_index_and_opens_no_referral(mine, clinic):
    client, case = mine
    for _ in range(3):
        client.post(f"/referrals/of/{case.pk}", {"do": "not_made", "kind": "safe_house", "outcome": "unavailable"})
    with CaptureQueriesContext(connection) as asked:
        assert [one["lacking"] for one in showing.missing(Referral.objects.all())] == [3]
    assert not [query for query in asked if '"outcome"' in query["sql"] or '"heard"' in query["sql"]]
