"""What each kind of envelope does at a desk: once, whole or not at all, and in whatever order they come."""

from datetime import date
from itertools import permutations

import pytest

from amana.errors import Problem
from amana.sealing.ids import id_of
from amana.testimony import accounts, actions, consents, receiving
from amana.testimony.custody.models import Row
from amana.testimony.models import Consent, Envelope, Testimony
from deskkit import PLANTED, digits, keep, reply_to, sealed

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
BYTES = "application/octet-stream"


def parcel(*carried: bytes) -> bytes:
    return sealed({}, {}, kind="parcel", files={id_of(data): (BYTES, data) for data in carried})


def came(data: bytes, way: Envelope.Way = Envelope.Way.HUB) -> Envelope:
    envelope = actions.keep(data, way, DAY)
    assert envelope is not None
    return envelope


def agreed(account: Testimony) -> dict[str, str]:
    return {purpose: consent.answer for purpose, consent in consents.holding(account).items()}


def test_choices_say_yes_and_no_from_now_on_and_leave_the_others():
    back = reply_to(digits())
    account = keep(sealed(consents={"care": "yes", "count": "yes", "named": "no"}, back=back))
    keep(sealed({}, {"count": "no", "named": "yes"}, kind="choices", back=back))
    assert agreed(account) == {"care": "yes", "count": "withdrawn", "named": "yes"}
    entries = [row.entry for row in Row.objects.order_by("index")]
    assert [entry.detail["answers"] for entry in entries if entry.action == "consent.received"][-1] == {
        "count": "withdrawn",
        "named": "yes",
    }


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_choices_of_one_day_the_no_holds_in_whatever_order_they_come(order):
    back = reply_to(digits())
    envelopes = [
        sealed(consents={"care": "yes"}, back=back, day="2026-03-01"),
        sealed({}, {"care": "no", "count": "yes"}, kind="choices", back=back, day="2026-03-02"),
        sealed({}, {"care": "yes"}, kind="choices", back=back, day="2026-03-02"),
    ]
    for place in order:
        came(envelopes[place])
    held = agreed(Testimony.objects.get(kind="account"))
    assert held["care"] in ("no", "withdrawn") and held["count"] == "yes"


def test_choices_of_a_later_day_hold_over_earlier_ones():
    back = reply_to(digits())
    for day, answer in (("2026-03-04", "yes"), ("2026-03-03", "no")):
        came(sealed({}, {"care": answer}, kind="choices", back=back, day=day))
    assert agreed(keep(sealed(consents={}, back=back)))["care"] == "yes"


def test_the_wish_that_all_be_erased_is_kept_and_changes_no_consent():
    back = reply_to(digits())
    account = keep(sealed(back=back))
    before = agreed(account)
    wish = keep(sealed({}, {}, kind="erasure", back=back))
    assert wish.kind == Testimony.Kind.ERASURE and agreed(account) == before


def test_each_envelope_of_a_parcel_is_kept_as_if_it_had_come_by_itself():
    one, two = sealed(), sealed({"own_words": "another"})
    carried = came(parcel(one, two))
    assert not carried.reason and not Testimony.objects.filter(envelope=carried).exists()
    kept = Envelope.objects.exclude(pk=carried.pk)
    assert {(row.pk, bytes(row.sealed), row.way, row.day) for row in kept} == {
        (id_of(data), data, "parcel", DAY) for data in (one, two)
    }
    assert {row.told["answers"]["own_words"] for row in Testimony.objects.all()} == {PLANTED, "another"}
    assert bytes(Envelope.objects.get(pk=carried.pk).sealed) == b"", "so that to erase one erases all of it"
    assert [row.entry.action for row in Row.objects.order_by("index")].count("envelope.received") == 3


def test_what_is_carried_by_two_phones_and_sent_as_well_is_kept_once():
    one, two, three = sealed(), sealed({"own_words": "b"}), sealed({"own_words": "c"})
    came(one)
    came(parcel(one, two))
    came(parcel(two, three, b"junk that is no envelope"))
    assert Testimony.objects.count() == 3
    assert Envelope.objects.get(pk=id_of(b"junk that is no envelope")).reason == "sealing.not_age"
    assert actions.keep(three, Envelope.Way.FILE, DAY) is None


def test_a_parcel_may_lie_in_parcels_but_not_without_end(person):
    inner = [sealed()]
    for _ in range(6):
        inner.append(parcel(inner[-1], sealed({"own_words": "beside"})))
    came(inner[-1])
    aside = Envelope.objects.exclude(reason="").get()
    assert (aside.pk, aside.reason, bytes(aside.sealed)) == (id_of(inner[2]), "testimony.parcel_too_deep", inner[2])
    assert Testimony.objects.count() == 4
    actions.open_again(person("caseworker"), aside)
    assert Testimony.objects.count() == 7, "nothing was lost"
    assert bytes(Envelope.objects.get(pk=aside.pk).sealed) == b""


def test_a_letter_is_for_no_desk():
    letter = {"state": "read", "messages": [], "cut": False, "worker": None}
    assert came(sealed({}, {}, kind="letter", letter=letter)).reason == "testimony.not_for_a_desk"


@pytest.mark.parametrize("fails", ["_note", "_agree", "heard_from"])
def test_cut_off_at_any_moment_nothing_is_kept_and_the_next_run_has_it_whole(monkeypatch, fails):
    back = reply_to(digits())
    data = parcel(sealed(back=back), sealed({"own_words": "b"}, back=back))

    class Killed(BaseException):
        pass

    calls = []

    def kill(*given):
        calls.append(given)
        if len(calls) == 2:
            raise Killed
        return whole(*given)

    whole = getattr(accounts, fails)
    monkeypatch.setattr(accounts, fails, kill)
    with pytest.raises(Killed):
        actions.keep(data, Envelope.Way.HUB, DAY)
    assert not Envelope.objects.exists() and not Testimony.objects.exists() and not Consent.objects.exists()
    assert not Row.objects.filter(index__gt=0).exists() or Row.objects.count() == 0
    monkeypatch.setattr(accounts, fails, whole)
    came(data)
    assert Testimony.objects.count() == 2 and Envelope.objects.count() == 3


def test_a_problem_of_a_kind_keeps_the_envelope_aside_with_nothing_of_it(person, monkeypatch):
    def refuse(envelope, opened):
        accounts.unfold(envelope, opened)
        raise Problem("testimony.not_for_a_desk")

    monkeypatch.setitem(receiving.KINDS, "account", refuse)
    data = sealed()
    aside = came(data)
    assert aside.reason == "testimony.not_for_a_desk" and bytes(aside.sealed) == data
    assert not Testimony.objects.exists() and not Consent.objects.exists()
    with pytest.raises(Problem):
        actions.open_again(person("caseworker"), aside)
    assert Envelope.objects.get().reason == "testimony.not_for_a_desk"
    monkeypatch.setitem(receiving.KINDS, "account", accounts.unfold)
    actions.open_again(person("caseworker", name="Two"), aside)
    assert Testimony.objects.get().told["answers"]["own_words"] == PLANTED
