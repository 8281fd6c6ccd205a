"""What arrives is kept as told, once; messages find their account; consents hold from the moment they are said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from amana.errors import Problem
from amana.sealing import keys
from amana.testimony import actions, consents, policy
from amana.testimony.custody.models import Row
from amana.testimony.models import Consent, Envelope, Testimony
from deskkit import PLANTED, digits, keep, reply_to, sealed

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def caseworker(person):
    return person("caseworker")


def log() -> list[str]:
    return [row.entry.action for row in Row.objects.order_by("index")]


def test_an_account_is_kept_as_told_with_its_consents_and_attachments():
    envelope = sealed(files={"a.ogg": ("audio/ogg", b"OggS sound"), "b.bin": ("application/pdf", b"%PDF")})
    testimony = keep(envelope)
    testimony.refresh_from_db()
    assert testimony.told["answers"] == {"own_words": PLANTED, "teller": "survivor"}
    assert bytes(testimony.envelope.sealed) == envelope
    assert [bytes(a.content) for a in testimony.attachments.order_by("position")] == [b"OggS sound", b"%PDF"]
    assert consents.allows(testimony, "count") and not consents.allows(testimony, "publication")
    assert log()[-2:] == ["consent.received", "envelope.received"]


def test_the_same_envelope_is_one_testimony():
    envelope = sealed()
    assert actions.keep(envelope, Envelope.Way.HUB, DAY) is not None
    assert actions.keep(envelope, Envelope.Way.FILE, DAY) is None
    assert Testimony.objects.count() == 1


@pytest.mark.parametrize("junk", [b"junk", b"age-encryption.org/v1\n"])
def test_what_cannot_be_opened_is_kept_aside_whole_with_the_reason(junk):
    envelope = actions.keep(junk, Envelope.Way.FILE, DAY)
    assert envelope.reason.startswith("sealing.")
    assert bytes(Envelope.objects.get().sealed) == junk
    assert not Testimony.objects.exists()


def test_what_was_sealed_to_another_key_opens_when_the_key_is_there(caseworker, monkeypatch):
    from amana.desk.lock import lock

    envelope = sealed()
    ours = lock.keys
    monkeypatch.setattr(lock, "_keys", replace(ours, identity=b"\1" * 32))
    kept = actions.keep(envelope, Envelope.Way.HUB, DAY)
    assert kept.reason == "sealing.no_match"
    with pytest.raises(Problem, match=r"identity|key|sealed"):
        actions.open_again(caseworker, kept)
    monkeypatch.setattr(lock, "_keys", ours)
    actions.open_again(caseworker, kept)
    assert Testimony.objects.get().told["answers"]["own_words"] == PLANTED
    with pytest.raises(Problem) as twice:
        actions.open_again(caseworker, kept)
    assert twice.value.code == "testimony.opened_already"
    assert Testimony.objects.count() == 1


def test_a_desk_that_is_locked_meanwhile_blames_no_envelope(monkeypatch):
    from amana.desk.lock import lock

    envelope = sealed()

    def locked(*_):
        raise Problem("desk.locked")

    monkeypatch.setattr(actions, "open_", locked)
    with pytest.raises(Problem) as problem:
        actions.keep(envelope, Envelope.Way.HUB, DAY)
    assert problem.value.code == "desk.locked" and lock.is_open
    assert not Envelope.objects.exists()


def test_nothing_received_is_ever_edited_or_removed():
    testimony = keep(sealed())
    testimony.told = {}
    for change in (testimony.save, testimony.delete, testimony.envelope.delete, testimony.consents.first().delete):
        with pytest.raises(Problem) as problem:
            change()
        assert problem.value.code == "testimony.kept_as_received"


@pytest.mark.parametrize(
    "words",
    [
        "UPDATE testimony_envelope SET sealed = %s",
        "UPDATE testimony_testimony SET told = %s",
        "UPDATE testimony_attachment SET content = %s",
        "UPDATE testimony_consent SET answer = 'yes' WHERE answer <> %s",
        "DELETE FROM testimony_consent WHERE purpose <> %s",
        "DELETE FROM testimony_attachment WHERE content <> %s",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_what_was_received(words):
    from django.db import DatabaseError, connection, transaction

    keep(sealed(files={"a.ogg": ("audio/ogg", b"OggS")}))
    given = "x" if "consent" in words else b"x"
    with pytest.raises(DatabaseError, match="kept as it came"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(words, [given])


@pytest.mark.parametrize("account_first", [True, False])
def test_choices_find_their_account_in_whatever_order_they_come_and_leave_what_they_do_not_name(account_first):
    back = reply_to(digits())
    account, choices = sealed(back=back), sealed({}, {"count": "no", "quote": "yes"}, kind="choices", back=back)
    for envelope in (account, choices) if account_first else (choices, account):
        actions.keep(envelope, Envelope.Way.HUB, DAY)
    testimony = Testimony.objects.get(kind="account")
    held = {purpose: consent.answer for purpose, consent in consents.holding(testimony).items()}
    assert held == {"care": "yes", "contact": "yes", "count": "withdrawn", "quote": "yes"}
    assert log().count("consent.received") == 2


def test_choices_go_both_ways():
    back = reply_to(digits())
    testimony = keep(sealed(back=back))
    for day, answer in enumerate(("no", "yes", "no", "yes"), 1):
        keep(sealed({}, {"count": answer}, kind="choices", back=back, day=f"2026-03-0{day}"))
        assert consents.allows(testimony, "count") == (answer == "yes")
    assert consents.allows(testimony, "care")


def test_what_comes_later_with_a_receipt_comes_to_whoever_looks_after_it(caseworker):
    back = reply_to(digits())
    actions.take_in_hand(caseworker, keep(sealed(back=back)))
    assert keep(sealed({}, {}, kind="addition", text="more", back=back)).handler == caseworker
    assert keep(sealed({}, {}, kind="addition", text="other")).handler is None


def test_an_addition_may_say_yes_later():
    back = reply_to(digits())
    testimony = keep(sealed(consents={}, back=back))
    assert not consents.allows(testimony, "count")
    keep(sealed({}, {"count": "yes"}, kind="addition", text="you may count it", back=back))
    assert set(consents.agreeing("count")) == {testimony.pk}


def test_who_knows_only_the_mailbox_changes_nothing():
    """The hub knows mailboxes; the recipient was told to the desk alone."""
    back = reply_to(digits())
    testimony = keep(sealed(consents={}, back=back))
    forged = {"mailbox": back["mailbox"], "recipient": keys.new_identity()[1]}
    keep(sealed({}, {"count": "yes"}, kind="addition", text="count it", back=forged))
    assert not consents.allows(testimony, "count")


@pytest.mark.parametrize(
    ("back", "said", "text", "code"),
    [
        (False, {"contact": "yes"}, "hello", "testimony.no_receipt"),
        (True, {}, "hello", "testimony.no_contact"),
        (True, {"contact": "yes"}, "  ", "testimony.empty_reply"),
        (True, {"contact": "yes"}, "x" * 6001, "testimony.long_reply"),
    ],
)
def test_nobody_is_written_to_without_receipt_and_consent(caseworker, back, said, text, code):
    testimony = keep(sealed(consents=said, back=reply_to(digits()) if back else None))
    actions.take_in_hand(caseworker, testimony)
    with pytest.raises(Problem) as problem:
        actions.reply(caseworker, testimony, text)
    assert problem.value.code == code


def test_one_person_has_it_in_hand(person):
    first, second = person("caseworker", name="One"), person("caseworker", name="Two")
    testimony = keep(sealed())
    actions.take_in_hand(first, testimony)
    with pytest.raises(Problem) as problem:
        actions.take_in_hand(second, testimony)
    assert problem.value.code == "testimony.in_other_hands"
    with pytest.raises(Problem):
        actions.record_consent(second, testimony, "count", "no")
    actions.hand_over(first, testimony, second, "load")
    actions.record_consent(second, testimony, "count", "no")
    assert set(consents.agreeing("count")) == set()


def test_only_a_caseworker_is_handed_a_testimony(person):
    first, analyst = person("caseworker", name="One"), person("analyst", name="Two")
    testimony = keep(sealed())
    actions.take_in_hand(first, testimony)
    with pytest.raises(Problem) as problem:
        actions.hand_over(first, testimony, analyst, "load")
    assert problem.value.code == "testimony.not_a_caseworker"


def test_what_was_not_asked_counts_as_no(caseworker):
    testimony = keep(sealed(consents={}))
    assert not any(consents.allows(testimony, purpose) for purpose in ("care", "count", "named"))
    actions.take_in_hand(caseworker, testimony)
    with pytest.raises(Problem) as problem:
        actions.record_consent(caseworker, testimony, "anything", "yes")
    assert problem.value.code == "testimony.unknown_consent"
    assert not Consent.objects.filter(purpose="anything").exists()


def test_an_identity_needs_a_second_person_and_is_seen_once(person):
    hers, other, boss = person("caseworker", name="A"), person("caseworker", name="B"), person("supervisor", name="C")
    testimony = keep(sealed())
    actions.take_in_hand(hers, testimony)
    actions.write_identity(hers, testimony, "Invented Name", "", "")
    for who in (other, boss):
        with pytest.raises(Problem) as problem:
            actions.view_identity(who, testimony)
        assert problem.value.code == "testimony.second_person"
    asked = actions.ask_identity(boss, testimony, "a court asks")
    with pytest.raises(Problem):
        actions.allow_identity(boss, asked)
    with pytest.raises(Problem):
        actions.allow_identity(other, asked)
    actions.allow_identity(person("supervisor", name="D"), asked)
    assert actions.view_identity(boss, testimony).name == "Invented Name"
    with pytest.raises(Problem):
        actions.view_identity(boss, testimony)
    assert log().count("identity.viewed") == 1


def test_a_permission_to_see_an_identity_ends_after_a_day(person, monkeypatch):
    asks, testimony, asked = asking_to_see(person)
    actions.allow_identity(person("supervisor", name="D"), asked)
    soon = timezone.now() + timedelta(hours=23, minutes=59)
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon)
    assert policy.allowance(asks, testimony) is not None
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon + timedelta(minutes=2))
    with pytest.raises(Problem, match="second person"):
        actions.view_identity(asks, testimony)
    assert log().count("identity.viewed") == 0


def test_a_request_to_see_an_identity_is_decided_once_and_within_a_week(person, monkeypatch):
    asks, testimony, refused = asking_to_see(person)
    decides = person("supervisor", name="D")
    actions.refuse_identity(decides, refused)
    late = actions.ask_identity(asks, testimony, "once more")
    week = timezone.now() + timedelta(days=7, seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: week)
    for asked in (refused, late):
        with pytest.raises(Problem, match="wait"):
            actions.allow_identity(decides, asked)
    assert not policy.asking().exists()
    assert policy.allowance(asks, testimony) is None
    assert log().count("identity.refused") == 1


def asking_to_see(person):
    """A supervisor who asks to see whose a testimony in other hands is."""
    testimony, hers, asks = keep(sealed()), person("caseworker", name="H"), person("supervisor", name="B")
    actions.take_in_hand(hers, testimony)
    actions.write_identity(hers, testimony, "Invented Name", "", "")
    return asks, testimony, actions.ask_identity(asks, testimony, "a court asks")


def test_the_database_shows_no_word_of_it_nor_of_who_told(caseworker):
    from django.db import connection

    testimony = keep(sealed(back=reply_to(digits())))
    actions.take_in_hand(caseworker, testimony)
    actions.write_identity(caseworker, testimony, "Invented Name", "Invented Number", "")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                shown = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
                for word in (PLANTED.encode(), b"Invented Name", b"Invented Number", b"own_words"):
                    assert word not in shown, table


@pytest.mark.django_db
def test_a_code_that_somebody_has_already_is_drawn_anew(monkeypatch, opened_desk):
    """Of 100,000 codes about one is drawn twice: what comes is kept all the same."""
    first = keep(sealed())
    drawn = iter([first.code, first.code, "2222-2222"])
    monkeypatch.setattr(Testimony._meta.get_field("code"), "default", lambda: next(drawn))
    monkeypatch.delattr(Testimony._meta.get_field("code"), "_get_default", raising=False)
    assert keep(sealed()).code == "2222-2222"
