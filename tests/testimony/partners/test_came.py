"""What another desk says is taken for what it is, whatever comes when, and obeyed to the end."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana.errors import Problem
from amana.events import actions as events
from amana.events.models import Event
from amana.events.policy import agreed_victims
from amana.sealing import keys
from amana.sealing.codec import base64url
from amana.sealing.vectors.files import FORM
from amana.testimony import actions, consents, erasing, policy
from amana.testimony.asking import Said
from amana.testimony.cases import actions as cases
from amana.testimony.custody.models import Row
from amana.testimony.models import Attachment, Consent, Envelope, Survivor, Testimony
from amana.testimony.partners import messages
from amana.testimony.partners.delivering import deliver
from amana.testimony.partners.models import Came, PartnerForm, State
from deskkit import PLANTED, bring, keep, sealed
from diskkit import pages
from partnerkit import NAME, OtherDesk, agreed, partner_of, share_of

SAYS = {"say": "share", "number": 1, "share": share_of(1), "state": "shared"}


@pytest.fixture
def team(person):
    return person("supervisor", name="Salim"), person("supervisor", name="Ines")


@pytest.fixture
def desk(team):
    other = OtherDesk()
    other.partner = partner_of(other, *team)
    return other


def account() -> Testimony | None:
    return Testimony.objects.filter(kind="account").first()


def log() -> list[str]:
    return [row.entry.action for row in Row.objects.order_by("index")]


@pytest.mark.django_db
@pytest.mark.database
def test_an_account_comes_once_as_it_was_told_and_on_its_terms(desk):
    files = {"a.ogg": b"OggS invented"}
    bring(desk.shares(1, agreed("evidence", None, "Court of C"), agreed("count"), files=files))
    row = account()
    assert row.told["answers"]["own_words"] == PLANTED and row.told["kind"] == "account"
    assert "desk" not in row.told and "signed" not in row.told and not row.told["reply_to"]
    assert bytes(Attachment.objects.get().content) == files["a.ogg"]
    assert row.came.partner == desk.partner and row.came.terms["came"] == "2026-10-01"
    assert consents.allows(row, "evidence") and consents.allows(row, "count")
    assert consents.allows(row, "evidence", "court of c") and not consents.allows(row, "evidence", "Court of D")
    assert not consents.allows(row, "care") and not consents.allows(row, "publication", "the public")
    assert {consent.way for consent in row.consents.all()} == {Consent.Way.DESK}
    assert "share.came" in log() and Came.objects.get().answer_due


@pytest.mark.django_db
def test_what_a_copy_is_tied_to_is_kept_and_shown_for_a_court(desk, signed_in):
    tie = base64url(b"\x07" * 32)
    bring(desk.shares(1, files={"1.jpg": b"an invented copy"}, made_from=[tie]))
    page = signed_in("supervisor", name="Reader").get(f"/testimony/{account().pk}").content.decode()
    assert f"<code>{tie}</code>" in page and "what each copy was made of" in page


@pytest.mark.django_db
@pytest.mark.database
def test_what_was_asked_comes_with_it_and_is_used_for_it_alone(desk, signed_in):
    """Both desks have a form of one name and version, and asked different things by it."""
    answers = {"said": "so it was", "where": {"place": "hamlet"}}
    told = {"form": {"id": FORM["id"], "version": FORM["version"]}, "answers": answers}
    places = [{"id": "hamlet", "name": "Invented Hamlet"}]
    question = FORM["questions"][0] | {"name": "said", "kind": "text", "list": None, "shown": None, "check": None}
    asked = FORM | {"questions": [question | {"label": {"en": "What did the heron say?"}}]}
    for number in (1, 2):
        bring(desk.shares(1, share=share_of(number), told=told, questionnaire=asked, places=places))
    ours = keep(sealed({"said": "otherwise"}))
    client = signed_in("supervisor")
    for came in Came.objects.all():
        page = client.get(f"/testimony/{came.testimony_id}").content.decode()
        assert "What did the heron say?" in page and "so it was" in page and "Invented Hamlet" in page
    assert "What did the heron say?" not in client.get(f"/testimony/{ours.pk}").content.decode()
    assert PartnerForm.objects.count() == 1
    going = messages.account(desk.partner, came.testimony, "choices", [agreed()], SAYS)
    assert going.desk.questionnaire.members() == asked and going.members()["answers"] == {"where": answers["where"]}
    assert going.desk.model_dump()["places"] == places


@pytest.mark.django_db
def test_a_yes_in_general_lets_nobody_be_told_of_what_came_from_another_desk(desk):
    """`monitoring` and `publication` name their recipients themselves: enough for what was told here, not for this."""
    bring(desk.shares(1, agreed("publication"), agreed("monitoring", None, "Observers")))
    row = account()
    assert consents.allows(row, "publication") and not consents.allows(row, "publication", "the public")
    assert consents.allows(row, "monitoring", "Observers") and not consents.allows(row, "monitoring", "others")


@pytest.mark.django_db
def test_nobody_here_notes_a_yes_for_it_but_anybody_may_note_a_no_that_later_terms_keep(desk, team):
    salim, _ = team
    bring(desk.shares(1, agreed("evidence")))
    row = actions.take_in_hand(salim, account())
    with pytest.raises(Problem) as problem:
        actions.record_consent(salim, row, "publication", "yes", recipient="the public")
    assert problem.value.code == "partners.not_ours_to_ask"
    case = cases.open_case(salim, row)
    cases.record_consent(salim, case, Said("publication", "yes", recipient="the public"))
    assert not consents.allows(row, "publication", "the public")
    actions.record_consent(salim, Testimony.objects.get(pk=row.pk), "evidence", "withdrawn")
    bring(desk.shares(2, agreed("evidence", "2030-01-01")))
    assert not consents.allows(row, "evidence")


@pytest.mark.django_db
@pytest.mark.database
def test_a_purpose_that_nobody_here_knows_allows_nothing_and_stops_nothing(desk):
    """Longer than any that is kept: a database that minds must not keep the desk from all that waits behind it."""
    unknown = "x" * 64
    bring(desk.shares(1, agreed(unknown), agreed("evidence")))
    row = account()
    assert consents.allows(row, "evidence") and not consents.allows(row, unknown)
    told = keep(sealed(consents={unknown: "yes", "care": "yes"}))
    assert {consent.purpose for consent in told.consents.all()} == {"care"}


@pytest.mark.django_db
@pytest.mark.database
def test_fewer_terms_end_what_they_leave_out_and_the_account_stays(desk):
    bring(desk.shares(1, agreed("evidence", None, "Court of C", "Court of D"), agreed("monitoring")))
    row = account()
    bring(desk.shares(2, agreed("evidence", None, "Court of D")))
    assert not consents.allows(row, "monitoring") and not consents.allows(row, "evidence", "Court of C")
    assert consents.allows(row, "evidence") and consents.allows(row, "evidence", "Court of D")
    assert Testimony.objects.count() == 1 and "share.terms_changed" in log()
    bring(desk.shares(3, agreed("evidence", (consents.today() - timedelta(days=1)).isoformat())))
    assert not consents.allows(row, "evidence")


@pytest.mark.django_db
@pytest.mark.database
def test_what_is_paused_is_used_for_nothing_and_opened_by_nobody_until_it_is_shared_again(desk, signed_in):
    bring(desk.shares(1, agreed("evidence"), agreed("count")))
    client = signed_in("caseworker", "supervisor", "analyst", "investigator")
    row = actions.take_in_hand(client.user, account())
    event = events.make_event(client.user, row)
    events.add_victim(client.user, event, [row], "Somebody", 1, "female")
    assert row.code in client.get("/testimony/").content.decode() and agreed_victims("count").count() == 1
    bring(desk.ends(2, "paused"))
    row.refresh_from_db()
    assert row.shut and not consents.allows(row, "evidence") and not agreed_victims("count")
    assert not policy.readable(client.user).exists() and not policy.looks_after(client.user, row)
    assert client.get(f"/testimony/{row.pk}").status_code == 404
    for page in ("/testimony/", "/testimony/countable", "/", f"/partners/{desk.partner.pk}"):
        assert row.code not in client.get(page).content.decode(), page
    assert client.get(f"/events/{event.pk}").status_code == 404
    bring(desk.shares(3, agreed("evidence")))
    row.refresh_from_db()
    assert not row.shut and consents.allows(row, "evidence") and not consents.allows(row, "count")
    assert policy.looks_after(client.user, row)
    assert PLANTED in client.get(f"/testimony/{row.pk}").content.decode()


@pytest.mark.django_db
@pytest.mark.database
def test_what_is_erased_goes_with_all_that_was_made_of_it_and_comes_no_second_time(desk, person):
    first = desk.shares(1, files={"a.ogg": b"OggS invented"})
    bring(first)
    user = person("caseworker", "analyst")
    row = actions.take_in_hand(user, account())
    cases.open_case(user, row)
    events.make_event(user, row)
    bring(desk.ends(2))
    gone = (Testimony, Attachment, Consent, Event, Survivor)
    assert not any(model.objects.exists() for model in gone)
    came = Came.objects.get()
    assert came.gone and came.answer_due and not came.terms
    for again in (first, desk.shares(1), desk.shares(9), desk.ends(9, "paused")):
        bring(again)
    assert not Testimony.objects.exists()
    assert not [envelope for envelope in Envelope.objects.all() if bytes(envelope.sealed)]
    assert messages.answer(Came.objects.get()).desk.state == "erased"
    told = [row.entry for row in Row.objects.order_by("index") if row.entry.action == "share.erased"]
    assert [(entry.actor, entry.subject) for entry in told] == [("desk", f"testimony:{row.pk}")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_no_byte_of_what_another_desk_takes_back_is_left_on_the_disk(desk):
    bring(desk.shares(1, files={"a.ogg": b"OggS invented sound" * 300}))
    with connection.cursor() as cursor:
        copies = []
        for table, column in (
            ("testimony_testimony", "told"),
            ("testimony_attachment", "content"),
            ("testimony_envelope", "sealed"),
            ("partners_came", "terms"),
        ):
            cursor.execute(f"SELECT {column} FROM {table}")
            copies += [bytes(value)[:40] for (value,) in cursor.fetchall() if len(bytes(value)) > 40]
    assert len(copies) == 4 and all(needle in b"".join(pages()) for needle in copies)
    bring(desk.ends(2))
    whole = b"".join(pages())
    assert not [needle for needle in copies if needle in whole]


@pytest.mark.django_db
@pytest.mark.database
def test_what_somebody_here_erased_is_answered_as_erased_and_not_taken_in_again(desk, person, monkeypatch):
    monkeypatch.setattr("amana.testimony.hub_client.time.sleep", lambda seconds: None)
    bring(desk.shares(1))
    user = person("caseworker")
    Came.objects.update(answer_due=False)
    erasing.erase(user, actions.take_in_hand(user, account()))
    assert list(deliver(consents.today())) == [False]  # nobody is at that hub, and it waits
    came = Came.objects.get()
    assert (came.state, came.answer_due) == (State.ERASED, True)
    bring(desk.shares(2, agreed("evidence", "2030-01-01")))
    assert not Testimony.objects.exists() and messages.answer(Came.objects.get()).desk.number == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "code"),
    {
        "nobody here knows its key": "partners.unknown_desk",
        "nobody compared its digits": "partners.unknown_desk",
        "written to another desk": "partners.for_another_desk",
        "ended": "partners.ended",
    }.items(),
)
def test_what_is_not_for_this_desk_or_by_no_partner_is_kept_aside_and_nothing_of_it_used(team, what, code):
    other = OtherDesk()
    sealed = other.shares()
    if what == "nobody compared its digits":
        from amana.testimony.partners import actions as partners

        partners.add(team[0], NAME, other.link(), other.card())
    elif what != "nobody here knows its key":
        made = partner_of(other, *team)
        if what == "written to another desk":
            sealed = other.shares(1, to=other.fingerprint)
        elif what == "ended":
            from amana.testimony.partners import actions as partners

            partners.end(team[0], made)
    envelope = bring(sealed)
    assert envelope.reason == code and bytes(envelope.sealed) == sealed
    assert not Testimony.objects.exists() and not Came.objects.exists() and not Consent.objects.exists()


@pytest.mark.django_db
def test_what_waited_aside_is_taken_in_once_the_digits_were_compared_and_what_ended_it_holds(team):
    other = OtherDesk()
    shared, erased = bring(other.shares(1)), bring(other.ends(2))
    partner_of(other, *team)
    actions.open_again(team[0], erased)
    actions.open_again(team[0], shared)
    assert not Testimony.objects.exists() and Came.objects.get().number == 2
    assert not [envelope for envelope in Envelope.objects.all() if bytes(envelope.sealed)]


@pytest.mark.django_db
def test_a_partner_that_was_ended_still_takes_back_what_it_shared(desk, team):
    from amana.testimony.partners import actions as partners

    bring(desk.shares(1))
    partners.end(team[0], desk.partner)
    bring(desk.ends(2))
    assert not Testimony.objects.exists()


@pytest.mark.django_db
def test_a_forged_message_or_one_by_another_key_changes_nothing(desk):
    bring(desk.shares(1))
    stranger = OtherDesk(seed=b"\x61" * 32)
    for forged in (stranger.ends(2), stranger.ends(9, "paused"), stranger.shares(5)):
        assert bring(forged).reason == "partners.unknown_desk"
    row = account()
    assert not row.shut and consents.allows(row, "evidence") and Came.objects.get().number == 1


@pytest.mark.django_db
def test_the_log_calls_a_partner_desk_by_its_name(desk, signed_in):
    for role, named in (("supervisor", True), ("investigator", False)):
        page = signed_in(role, name=f"The {role}").get("/custody/?kind=partner.confirmed").content.decode()
        assert (f'href="/partners/{desk.partner.pk}"' in page and NAME in page) == named


@pytest.mark.django_db
def test_one_partner_cannot_speak_of_what_another_shared(desk, team):
    bring(desk.shares(1))
    second = OtherDesk(seed=b"\x62" * 32)
    partner_of(second, *team, name="Another")
    bring(second.ends(2))
    assert account() is not None and Came.objects.filter(partner=desk.partner).get().number == 1


@pytest.mark.django_db
def test_several_accounts_of_one_person_are_known_for_hers_without_who_she_is(desk, signed_in):
    person = share_of(40)
    for number in (1, 2, 3):
        bring(desk.shares(1, share=share_of(number), person=person if number < 3 else share_of(41)))
    client = signed_in("supervisor")
    first, second, third = (Came.objects.get(share=share_of(number)).testimony for number in (1, 2, 3))
    page = client.get(f"/testimony/{first.pk}").content.decode()
    assert second.code in page and third.code not in page and NAME in page
    bring(desk.ends(2, share=share_of(1)))
    assert set(Testimony.objects.all()) == {second, third}


STEPS = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["shared", "paused"])), min_size=1, max_size=8).map(
    lambda steps: list({number: (number, state) for number, state in steps}.values())
)


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.booleans(), st.data())
def test_in_whatever_order_and_however_often_messages_come_the_highest_number_holds(team, steps, ends, data):
    """Also of a number that is not the first: what is lost for good must not be needed."""
    other = OtherDesk(seed=b"\x53" * 32)
    with transaction.atomic():
        partner_of(other, *team)
        highest = max(number for number, _ in steps)
        last = dict(steps)[highest]
        wire = [other.shares(n, agreed("evidence")) if s == "shared" else other.ends(n, s) for n, s in steps]
        wire += [other.ends(highest + 1)] if ends else []
        sent = [*wire, *data.draw(st.lists(st.sampled_from(wire), max_size=4))]
        for sealed in data.draw(st.permutations(sent)):
            bring(sealed)
        came, row = Came.objects.get(), account()
        assert came.number == highest + ends and came.answer_due
        if ends:
            assert row is None and came.gone
        else:
            assert came.state == last
            assert (row is not None and consents.allows(row, "evidence")) == (last == "shared")
            assert row is None or row.shut == (last == "paused")
            assert Testimony.objects.count() <= 1
        kept = [envelope for envelope in Envelope.objects.all() if bytes(envelope.sealed)]
        assert len(kept) == (row is not None)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_an_answer_is_sealed_to_the_card_of_the_desk_that_asked(desk):
    from amana.sealing.envelope import open_
    from amana.sealing.inside import signer_of

    bring(desk.shares(1))
    came = Came.objects.get()
    inside, _ = open_([desk.identity], messages.sealed(desk.partner, messages.answer(came)))
    assert inside.desk.model_dump()["state"] == "shared" and inside.desk.to == desk.fingerprint
    assert signer_of(inside) and keys.recipient_of(desk.identity)


ACCOUNT, ADDED = share_of(7), share_of(8)


def added() -> Testimony | None:
    return Testimony.objects.filter(kind="addition").first()


@pytest.mark.django_db
@pytest.mark.database
def test_what_was_added_comes_beside_its_account_whichever_is_first_and_in_the_same_hands(desk, signed_in):
    client = signed_in("caseworker")
    bring(desk.adds(ADDED, ACCOUNT, "a word about the heron"))
    bring(desk.shares())
    row, more = actions.take_in_hand(client.user, account()), added()
    assert more.handler == client.user and more.told["text"] == "a word about the heron" and not more.consents.exists()
    assert "a word about the heron" in client.get(f"/testimony/{row.pk}").content.decode()
    page = client.get(f"/testimony/{more.pk}").content.decode()
    assert row.code in page and NAME in page
    erasing.erase(client.user, row)
    assert not Testimony.objects.exists() and all(came.gone for came in Came.objects.all())


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, STEPS, st.booleans(), st.booleans(), st.data())
def test_what_was_added_is_never_more_than_its_account_in_whatever_order_both_come(team, of, more, ends, takes, data):
    other = OtherDesk(seed=b"\x53" * 32)
    with transaction.atomic():
        partner_of(other, *team)
        last = max(of)[1], max(more)[1]
        wire = [other.shares(n) if s == "shared" else other.ends(n, s) for n, s in of]
        wire += [other.adds(ADDED, ACCOUNT, number=n) if s == "shared" else other.ends(n, s, ADDED) for n, s in more]
        wire += [other.ends(9)] * ends + [other.ends(9, share=ADDED)] * takes
        for sealed in data.draw(st.permutations(wire)):
            bring(sealed)
        row, addition = account(), added()
        assert not (ends and (row or addition)) and not (takes and addition)
        assert addition is None or addition.shut == ("paused" in last)
        assert row is None or row.shut == (last[0] == "paused")
        kept = [envelope for envelope in Envelope.objects.all() if bytes(envelope.sealed)]
        assert len(kept) == (row is not None) + (addition is not None)
        transaction.set_rollback(True)
