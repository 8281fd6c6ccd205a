"""Letters at a real hub: to every receipt, on the same days, with or without anything to say."""

import time
from datetime import timedelta

import pytest

from amana.care.publishing import publish_card
from amana.desk.lock import lock
from amana.sealing import receipt
from amana.sealing.envelope import open_
from amana.testimony import actions, sync
from amana.testimony.consents import today
from amana.testimony.hub_client import Hub
from amana.testimony.letters.sending import due, write_letters
from amana.testimony.models import Receipt, Testimony
from deskkit import digits, fingerprint, hub_at, keep, reply_to, sealed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def hub(db, tmp_path):
    with hub_at(tmp_path / "store") as address:
        publish_card(None, address, {"en": "An invented desk"})
        yield Hub(address, lock.keys.card, pause=0.01)


def letter(hub: Hub, code: str):
    """What the phone with these digits reads; None where nothing opens."""
    derived = receipt.derive(code, fingerprint())
    box = derived.mailbox
    answer = hub._call("GET", f"/v1/mailboxes/{box.id}/letter", seed=box.seed)
    try:
        return open_([derived.identity], answer.data).inside
    except Exception:
        return None


def go(hub: Hub, day) -> int:
    return sum(write_letters(hub, day))


def test_a_letter_goes_to_every_receipt_whether_anything_was_written_or_not(hub, person):
    caseworker, answered, silent = person("caseworker"), digits(), digits()
    rows = [keep(sealed(back=reply_to(code))) for code in (answered, silent)]
    keep(sealed())
    actions.take_in_hand(caseworker, rows[0])
    actions.reply(caseworker, rows[0], "We are here.")
    actions.mark_seen(caseworker, rows[0])
    assert go(hub, today()) == 2
    read, unread = letter(hub, answered), letter(hub, silent)
    assert [(m.sender, m.text) for m in read.letter.messages] == [("desk", "We are here.")]
    assert (read.letter.state, unread.letter.state, unread.letter.messages) == ("read", "received", [])
    assert read.consents == {"care": "yes", "contact": "yes", "count": "yes"}
    assert letter(hub, digits()) is None


def test_nothing_that_the_desk_does_changes_the_day_of_a_letter(hub, person):
    caseworker, codes = person("caseworker"), [digits(), digits()]
    rows = [keep(sealed(back=reply_to(code))) for code in codes]
    assert go(hub, today()) == 2 and go(hub, today()) == 0
    actions.take_in_hand(caseworker, rows[0])
    actions.reply(caseworker, rows[0], "We are here.")
    actions.record_consent(caseworker, rows[0], "count", "withdrawn")
    assert len({row.next for row in Receipt.objects.all()}) == 1
    assert go(hub, today()) == 0
    assert letter(hub, codes[0]).letter.messages == []
    assert go(hub, today() + DAY) == 2
    held = letter(hub, codes[0])
    assert held.letter.messages[0].text == "We are here." and held.consents["count"] == "no"


def test_what_comes_after_the_days_letters_is_in_the_next_days(hub):
    keep(sealed(back=reply_to(digits())))
    assert go(hub, today()) == 1
    keep(sealed(back=reply_to(digits())))
    assert not due(today()).exists() and due(today() + DAY).count() == 2


def test_letters_end_and_begin_again_when_something_comes(hub, person):
    caseworker, back = person("caseworker"), reply_to(digits())
    row = keep(sealed(back=back))
    day = today()
    while Receipt.objects.exists():
        assert go(hub, day) == 1
        day = min(each.next for each in Receipt.objects.all()) if Receipt.objects.exists() else day
    assert day > today() + timedelta(days=365)
    actions.take_in_hand(caseworker, row)
    with pytest.raises(Exception, match="ended"):
        actions.reply(caseworker, row, "Too late")
    keep(sealed({}, {}, kind="addition", text="Are you there?", back=back))
    assert actions.reply(caseworker, row, "We are.") and due(today() + DAY).count() == 1


def test_a_run_that_is_cut_short_goes_on_where_it_ended(hub, monkeypatch):
    monkeypatch.setattr("amana.testimony.letters.sending.PIECE", 2)
    for _ in range(5):
        keep(sealed(back=reply_to(digits())))
    away = Hub("http://127.0.0.1:9", lock.keys.card, pause=0.001)
    assert list(write_letters(away, today())) == [False] * 5
    real, calls = Hub.put_letter, []

    def breaks(self, mailbox, data):
        calls.append(mailbox)
        if len(calls) > 2:
            self = away
        real(self, mailbox, data)

    monkeypatch.setattr(Hub, "put_letter", breaks)
    assert sorted(write_letters(hub, today())) == [False, False, False, True, True]
    monkeypatch.undo()
    assert go(hub, today()) == 3 and not due(today()).exists()


def test_both_sides_words_are_in_the_letter_and_the_account_is_not(hub, person):
    caseworker, code = person("caseworker"), digits()
    back = reply_to(code)
    row = keep(sealed(back=back), today() - DAY)
    keep(sealed({}, {}, kind="addition", text="Is the clinic open?", back=back), today() - DAY)
    actions.take_in_hand(caseworker, row)
    actions.reply(caseworker, row, "Day and night.")
    go(hub, today())
    told = letter(hub, code)
    assert [(m.sender, m.text) for m in told.letter.messages] == [
        ("you", "Is the clinic open?"),
        ("desk", "Day and night."),
    ]
    assert row.told["answers"]["own_words"] not in str(told.members())


def test_a_sync_brings_home_first_and_then_writes(hub):
    code = digits()
    hub.drop(sync.Mailbox(lock.keys.mailbox).id, sealed(back=reply_to(code)))
    outcome = sync.sync_from_hub(hub)
    assert (outcome.kept, outcome.sent, outcome.waiting) == (1, 1, 0)
    assert letter(hub, code).letter.state == "received"
    assert Testimony.objects.count() == 1
    assert sync.say(outcome)[-1] == "1 letter of today was brought to the hub."


def test_letters_to_many_receipts_are_quick(hub):
    """A hundred here; a thousand takes ten times as long."""
    back = reply_to(digits())
    day = today().isoformat()
    for n in range(100):
        mailbox = back["mailbox"][:-3] + f"{chr(97 + n // 26)}{chr(97 + n % 26)}a"
        address = {**back, "mailbox": mailbox, "language": "en"}
        Receipt.objects.create(pk=f"{n:064d}", address=address, came=day, next=day)
    began = time.process_time()
    assert go(hub, today()) == 100
    assert time.process_time() - began < 6
