"""Who sees what of cases: by every page and bare address, and in nothing that another page links, counts or names."""

import re
from datetime import timedelta

import pytest

from amana.testimony import actions as testimonies
from amana.testimony import consents
from amana.testimony.cases import actions
from amana.testimony.cases import actions_care as care
from amana.testimony.custody.models import Row
from amana.testimony.models import Survivor
from deskkit import digits, keep, reply_to, sealed

pytestmark = pytest.mark.django_db
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")
PAGES = ("", "/identity", "/agreed", "/erase")


def shown(answer) -> str:
    """The page without the form tokens, which differ from one answer to the next."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())


@pytest.fixture
def mine(signed_in):
    """A caseworker's browser, and her case."""
    client = signed_in("caseworker")
    row = testimonies.take_in_hand(client.user, keep(sealed()))
    return client, actions.open_case(client.user, row), row


def test_of_cases_with_others_a_supervisor_sees_first_what_presses(signed_in):
    ines, boss, sara = (
        signed_in(role, name=name)
        for role, name in (("caseworker", "Ines"), ("supervisor", "Boss"), ("caseworker", "Sara"))
    )
    calm, today, late, longer, feared, soon = made = [actions.open_case(ines.user) for _ in range(6)]
    Survivor.objects.filter(pk=calm.pk).update(code="2222-2222")
    care.set_task(ines.user, today, "call", consents.today())
    care.set_task(ines.user, late, "call", consents.today() - timedelta(days=1))
    for ago in (4, 1):
        care.set_task(ines.user, longer, "call", consents.today() - timedelta(days=ago))
    care.weigh_risk(ines.user, feared, "likely", "", "", consents.today() - timedelta(days=3), False)
    row = testimonies.take_in_hand(ines.user, keep(sealed({"when": "within_3_days"}, day=None)))
    actions.add_testimony(ines.user, soon, row)
    own = actions.open_case(boss.user)
    care.set_task(boss.user, own, "call", consents.today() - timedelta(days=9))

    def listed(client, address: str) -> list[str]:
        page = client.get(address).content.decode().partition("With others" if address == "/cases/" else "<h1>")[2]
        return re.findall(r'href="/cases/([a-z2-7]{26})"', page)

    rest = [one.pk for one in Survivor.objects.filter(pk__in=[calm.pk, today.pk]).order_by("code")]
    wanted = [soon.pk, longer.pk, feared.pk, late.pk, *rest]
    assert listed(boss, "/cases/") == listed(boss, "/cases/?list=others") == wanted and rest[0] == calm.pk
    page = boss.get("/cases/?list=others").content.decode()
    assert page.count("overdue</span>") == 3 and "care: " in page
    after = listed(boss, f"/cases/?list=others&after={calm.pk}")
    assert after == [today.pk], "what came first comes no second time"
    assert listed(boss, "/cases/?list=others&due=late") == [longer.pk, late.pk]
    for one in made:
        assert one.code not in sara.get("/cases/?list=others").content.decode() + sara.get("/cases/").content.decode()
    testimonies.mark_seen(ines.user, row)
    assert listed(boss, "/cases/?list=others")[0] == longer.pk, "what was read is being seen to"


@pytest.mark.parametrize("role", ROLES)
def test_a_case_in_other_hands_is_for_nobody_but_a_supervisor(signed_in, case, role):
    client = signed_in(role, name="Salma")
    care.set_task(case.handler, case, "call", consents.today(), "an invented note")
    allowed = role == "supervisor"
    assert (client.get("/cases/").status_code == 200) == (role in ("caseworker", "supervisor"))
    nowhere = client.get("/cases/aaaaaaaaaaaaaaaaaaaaaaaaaa")
    for page in PAGES:
        answer = client.get(f"/cases/{case.pk}{page}")
        assert (answer.status_code == 200) == (allowed and page == ""), page
        if not allowed:
            assert (answer.status_code, shown(answer)) == (nowhere.status_code, shown(nowhere))
    told = case.testimonies.get()
    seen = "".join(
        client.get(page).content.decode()
        for page in ("/", "/cases/", "/testimony/", "/events/", f"/testimony/{told.pk}")
    )
    assert ((case.code in seen) or (case.pk in seen)) == allowed


def test_a_case_is_opened_from_an_account_and_shown_beside_it(mine, signed_in):
    client, case, row = mine
    page = client.get(f"/testimony/{row.pk}").content.decode()
    assert case.code in page and "Hand it over" not in page
    second = testimonies.take_in_hand(client.user, keep(sealed()))
    assert "Open a case" in client.get(f"/testimony/{second.pk}").content.decode()
    client.post(f"/cases/of/{second.pk}", {"case": case.pk})
    second.refresh_from_db()
    assert second.survivor == case
    assert client.get(f"/cases/of/{second.pk}").status_code == 405


def test_an_account_goes_into_no_case_that_one_does_not_have(mine, signed_in, case):
    client, _, _ = mine
    free = testimonies.take_in_hand(client.user, keep(sealed()))
    assert client.post(f"/cases/of/{free.pk}", {"case": case.pk}).status_code == 404
    other = case.testimonies.get()
    assert client.post(f"/cases/of/{other.pk}").status_code == 404


def test_everything_a_caseworker_does_in_one_case(mine, person):
    client, case, _ = mine
    at = f"/cases/{case.pk}"
    today = consents.today()
    tomorrow = (today + timedelta(days=1)).isoformat()
    for sent in (
        {"do": "describe", "age": "15", "languages": ["ff", "fr"], "assent": "yes"},
        {"do": "guardian", "relation": "mother", "harmed": "no", "name": "Invented Guardian"},
        {"do": "interest", "weighed": "Invented grounds", "share": "yes"},
        {"do": "meeting", "day": today.isoformat(), "how": "here", "outcome": "refused", "seen": "Invented sight"},
        {"do": "risk", "level": "imminent", "whom": "Invented man", "agreed": "never call", "review_on": tomorrow},
        {"do": "task", "kind": "call", "due": tomorrow, "note": "Invented note"},
        {"do": "consent", "purpose": "evidence", "recipient": "Invented Court", "answer": "yes", "way": "thumb",
         "language": "ff", "valid_until": tomorrow},
    ):  # fmt: skip
        assert client.post(at, sent).status_code == 302, sent
    page = client.get(at).content.decode()
    for word in ("under eighteen", "Invented Guardian", "Invented grounds", "Did not wish to say", "Invented sight",
                 "never call", "Invented note", "Invented Court", "with a thumb print", "Fulfulde"):  # fmt: skip
        assert word in page, word
    task = case.tasks.get()
    client.post(at, {"do": "done", "task": task.pk})
    client.post(at, {"do": "harmed", "guardian": case.guardians.get().pk, "harmed": "maybe"})
    assert "Nothing of this person is shared now" not in page
    client.post(at, {"do": "close", "reason": "met"})
    assert "Closed" in client.get(at).content.decode()
    assert f"closed {consents.today().day}" in client.get("/cases/").content.decode()
    client.post(at, {"do": "reopen", "reason": "back"})
    to = person("caseworker", name="Sara")
    answer = client.post(at, {"do": "hand_over", "to": to.pk, "reason": "near"})
    assert answer.headers["Location"] == "/cases/" and client.get(at).status_code == 404


def test_what_is_filled_in_wrongly_is_said_where_it_stands(mine):
    client, case, _ = mine
    answer = client.post(f"/cases/{case.pk}", {"do": "task", "kind": "call", "due": ""})
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert client.post(f"/cases/{case.pk}", {"do": "fly"}).status_code == 404
    assert client.post(f"/cases/{case.pk}", {"do": "done", "task": "aaaa"}).status_code == 404


def test_the_warning_stands_before_a_reply_and_before_a_number_to_call(mine, signed_in):
    client, case, row = mine
    care.weigh_risk(
        client.user, case, "likely", "Invented man", "never call at night", consents.today() - timedelta(days=1), False
    )
    for page in (
        f"/testimony/{row.pk}",
        f"/cases/{case.pk}",
        f"/cases/{case.pk}/identity",
        f"/testimony/{row.pk}/identity",
    ):
        shown = client.get(page).content.decode()
        assert "never call at night" in shown and "should have been looked at again" in shown, page
    analyst = signed_in("analyst", name="Noor").get(f"/testimony/{row.pk}")
    assert analyst.status_code == 200 and "Invented man" not in analyst.content.decode()


def test_what_was_typed_stays_when_a_reprisal_came_to_be_feared_meanwhile(signed_in):
    client = signed_in("caseworker")
    row = testimonies.take_in_hand(client.user, keep(sealed(back=reply_to(digits()))))
    case = actions.open_case(client.user, row)
    care.weigh_risk(client.user, case, "likely", "Invented man", "", consents.today() + timedelta(days=1), False)
    letter = {"do": "reply", "text": "Come on the market day."}
    kept = client.post(f"/testimony/{row.pk}", letter)
    assert kept.status_code == 422 and not row.replies.exists()
    assert "Come on the market day." in kept.content.decode() and "Invented man" in kept.content.decode()
    assert client.post(f"/testimony/{row.pk}", {**letter, "heeded": "on"}).status_code == 302
    assert row.replies.get().text == letter["text"]


def test_a_supervisor_gives_a_case_and_the_receiver_says_so(signed_in, mine, person):
    client, case, _ = mine
    boss, sara = signed_in("supervisor", name="Salim"), signed_in("caseworker", name="Sara")
    actions.open_case(sara.user)
    narrowed = "/cases/?list=others&handler="
    assert case.code in boss.get(f"{narrowed}{client.user.pk}").content.decode()
    assert case.code in boss.get(f"{narrowed}{'9' * 30}").content.decode(), "who is nobody narrows nothing"
    assert case.code not in boss.get(f"{narrowed}{sara.user.pk}").content.decode()
    boss.post(
        f"/cases/{case.pk}", {"do": "hand_over", "to": sara.user.pk, "reason": "assigned", "note": "Invented hint"}
    )
    assert "1 case was given to you" in sara.get("/").content.decode()
    assert "Invented hint" in sara.get(f"/cases/{case.pk}").content.decode()
    sara.post(f"/cases/{case.pk}", {"do": "accept"})
    assert "was given to you" not in sara.get("/").content.decode()


def test_an_identity_of_a_case_is_shown_by_a_press_alone(mine):
    client, case, _ = mine
    at = f"/cases/{case.pk}/identity"
    client.post(at, {"do": "write", "name": "Invented Name", "contact": "", "safe_contact": "", "identifying": ""})
    assert "Invented Name" not in client.get(at).content.decode()
    assert "Invented Name" in client.post(at, {"do": "view"}).content.decode()
    assert "Invented Name" not in client.get(f"/cases/{case.pk}").content.decode()
    assert [row.entry.action for row in Row.objects.all()].count("identity.viewed") == 1


def test_forgetting_is_confirmed_by_the_code(mine):
    client, case, _ = mine
    at = f"/cases/{case.pk}/erase"
    assert client.post(at, {"code": "other"}).status_code == 422 and Survivor.objects.exists()
    assert client.post(at, {"code": case.code.lower()}).headers["Location"] == "/cases/"
    assert not Survivor.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_she_is_shown_what_she_agreed_to_and_what_was_done_in_her_own_language(mine, language):
    client, case, row = mine
    testimonies.record_consent(client.user, row, "evidence", "yes", recipient="Invented Court")
    testimonies.record_consent(client.user, row, "count", "withdrawn")
    page = client.get(f"/cases/{case.pk}/agreed?language={language}").content.decode()
    article = page[page.index("<article") : page.index("</article")]
    assert f'lang="{language}"' in article and ('dir="rtl"' in article) == (language == "ar")
    agreed, refused = article.split("</ul>")[:2]
    assert "Invented Court" in agreed and "Invented Court" not in refused
    assert {"en": "You took it back", "fr": "revenu·e", "ar": "تراجعتم"}[language] in refused
    assert {"en": "reached us", "fr": "parvenu", "ar": "وصلنا"}[language] in article
    assert "{" not in article and row.code not in article and client.user.name not in article
    assert client.get(f"/cases/{case.pk}/agreed?language=xx").status_code == 404


def test_her_own_language_is_chosen_first(mine):
    client, case, _ = mine
    care.describe(client.user, case, {"languages": ["ff", "ar", "fr"]})
    assert '<article lang="ar" dir="rtl"' in client.get(f"/cases/{case.pk}/agreed").content.decode()
