"""What was erased is nowhere any more: not in a row, not in the database's free pages, and not when it comes again."""

import pytest
from django.db import connection

from amana.errors import Problem
from amana.events import actions as events
from amana.events.models import Event, Victim
from amana.testimony import actions, erasing
from amana.testimony.cleaning import clean
from amana.testimony.consents import today
from amana.testimony.custody.models import Row
from amana.testimony.letters.sending import _letter
from amana.testimony.models import Attachment, Envelope, Receipt, Reply, Survivor, Testimony
from deskkit import digits, keep, reply_to, sealed
from diskkit import pages

FILES = {"a.ogg": ("audio/ogg", b"OggS invented sound" * 200)}


def log() -> list[str]:
    return [row.entry.action for row in Row.objects.order_by("index")]


def everything(caseworker, **more) -> tuple[Testimony, list[bytes]]:
    """An account with all that can come with one, and every sealed copy of it in the database."""
    back = reply_to(digits())
    row = keep(sealed(back=back, files=FILES, **more))
    actions.take_in_hand(caseworker, row)
    actions.write_identity(caseworker, row, "Invented Name", "Invented Number", "")
    keep(sealed({}, {}, kind="addition", text="one thing more", back=back))
    actions.reply(caseworker, row, "We are here.")
    keep(sealed({}, {}, kind="erasure", back=back))
    copies = []
    with connection.cursor() as cursor:
        for table, columns in {
            "testimony_envelope": "sealed",
            "testimony_testimony": "told",
            "testimony_attachment": "content",
            "testimony_reply": "text",
            "testimony_survivor": "name",
        }.items():
            cursor.execute(f"SELECT {columns} FROM {table}")
            copies += [bytes(value) for (value,) in cursor.fetchall()]
    assert len(copies) == 3 + 3 + 1 + 1 + 1
    return row, copies


@pytest.mark.django_db
def test_all_that_came_with_the_receipt_goes_and_the_log_keeps_that_it_did(person):
    caseworker = person("caseworker")
    row, _ = everything(caseworker)
    other = keep(sealed())
    entries = len(log())
    erasing.erase(caseworker, row)
    assert list(Testimony.objects.all()) == [other] and Envelope.objects.count() == 1
    for model in (Attachment, Reply, Survivor):
        assert not model.objects.exists()
    last = Row.objects.order_by("-index").first().entry
    assert len(log()) == entries + 1
    assert (last.action, last.subject, last.detail) == (
        "testimony.erased",
        f"testimony:{row.pk}",
        {"asked": "sealed"},
    )


@pytest.mark.django_db
def test_the_next_letter_says_so_on_the_day_on_which_it_would_have_gone(person):
    caseworker = person("caseworker")
    row, _ = everything(caseworker)
    [before] = Receipt.objects.all()
    erasing.erase(caseworker, row)
    [after] = Receipt.objects.all()
    assert (after.next, after.came) == (before.next, before.came)
    letter = _letter(after, today())
    assert (letter.letter.state, letter.letter.messages, letter.consents) == ("erased", [], {})


@pytest.mark.django_db
def test_a_copy_that_is_carried_here_later_is_not_taken_in(person):
    caseworker, envelope = person("caseworker"), sealed(back=reply_to(digits()))
    row = keep(envelope)
    actions.take_in_hand(caseworker, row)
    erasing.erase(caseworker, row)
    assert actions.keep(envelope, Envelope.Way.FILE, today()) is None
    assert not Testimony.objects.exists()


@pytest.mark.django_db
def test_only_whoever_looks_after_it_erases_it(person):
    row, _ = everything(person("caseworker", name="One"))
    for role in ("caseworker", "supervisor", "administrator"):
        with pytest.raises(Problem) as problem:
            erasing.erase(person(role, name=role), row)
        assert problem.value.code == "testimony.not_in_your_hands"
    assert Testimony.objects.count() == 3


@pytest.mark.django_db
def test_what_is_kept_stays_guarded_afterwards(person):
    from django.db import DatabaseError, transaction

    caseworker = person("caseworker")
    row, _ = everything(caseworker)
    keep(sealed())
    erasing.erase(caseworker, row)
    with pytest.raises(DatabaseError, match="kept as it came"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM testimony_testimony WHERE id <> %s", [""])


@pytest.mark.django_db
def test_events_lose_what_rested_on_it_alone_and_keep_the_rest(person):
    caseworker, analyst = person("caseworker"), person("analyst", name="Noor")
    row, _ = everything(caseworker)
    other = keep(sealed())
    alone, shared = (events.make_event(analyst, row) for _ in range(2))
    events.place_testimony(analyst, shared, other)
    for event, told_in in ((alone, [row]), (shared, [row]), (shared, [row, other])):
        victim = events.add_victim(analyst, event, told_in, "said of her", 1, "female")
        events.add_act(analyst, victim, ["other.abduction"], "unsaid", "as described")
    erasing.erase(caseworker, row)
    assert list(Event.objects.all()) == [shared]
    [left] = Victim.objects.all()
    assert list(left.told_in.all()) == [other] and left.acts.count() == 1


@pytest.mark.django_db
def test_it_is_a_need_and_is_confirmed_by_its_code(signed_in):
    client = signed_in("caseworker")
    from amana.desk.models import User

    row, _ = everything(User.objects.get(pk=client.session["_auth_user_id"]))
    assert "asks that what they told be erased" in client.get("/").content.decode()
    page = client.get(f"/testimony/{row.pk}/erase").content.decode()
    assert "cannot be undone" in page and row.code in page
    assert client.post(f"/testimony/{row.pk}/erase", {"code": "wrong"}).status_code == 422
    assert Testimony.objects.count() == 3
    assert client.post(f"/testimony/{row.pk}/erase", {"code": row.code.lower()}).status_code == 302
    assert not Testimony.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_copy_is_left_in_the_databases_pages_not_even_in_free_ones(person):
    """SQLCipher's file and its log are decrypted page by page, as whoever has the key could; PostgreSQL's are read."""
    caseworker = person("caseworker")
    row, copies = everything(caseworker)
    assert all(needle[:64] in b"".join(pages()) for needle in copies), "the search finds what is there"
    clean._kept[(row.attachments.get().pk, False)] = clean.Clean((("audio/ogg", b"OggS"),), 1)
    erasing.erase(caseworker, row)
    assert not clean._kept, "nor of what was made of it to be heard"
    whole = b"".join(pages())
    pieces = [needle[at : at + 32] for needle in copies for at in range(0, len(needle) - 32, 256)]
    assert not [piece for piece in pieces if piece in whole]
