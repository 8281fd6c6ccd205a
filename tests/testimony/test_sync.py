"""Between hub and desk nothing is lost and nothing is opened twice, however badly it goes."""

import time
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amana.care.publishing import publish_card, read_card
from amana.desk.lock import lock
from amana.errors import Problem
from amana.hub import pressure
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.testimony import bringing, sync
from amana.testimony.custody.entry import Entry
from amana.testimony.custody.keeping import audit
from amana.testimony.custody.models import Row
from amana.testimony.hub_client import Hub
from amana.testimony.models import Consent, Envelope, Testimony
from deskkit import ALL_YES, PLANTED, hub_at, keep, sealed

pytestmark = pytest.mark.django_db
MOST = 9
"""Questions to the database that an envelope of a run may cost."""


@pytest.fixture
def hub(db, tmp_path):
    """The desk's side of a real hub that has the desk's card."""
    with hub_at(tmp_path / "store") as address:
        publish_card(None, address, {"en": "An invented desk", "fr": "Un bureau inventé"})
        yield Hub(address, lock.keys.card, pause=0.01)


def parcel(*carried: bytes) -> bytes:
    return sealed({}, {}, kind="parcel", files={id_of(one): ("application/octet-stream", one) for one in carried})


def drop(hub: Hub, *envelopes: bytes) -> None:
    for envelope in envelopes:
        hub.drop(Mailbox(lock.keys.mailbox).id, envelope)


def waiting(hub: Hub) -> list[str]:
    return [each.id for each in hub.waiting(Mailbox(lock.keys.mailbox))]


def test_what_waits_is_kept_and_only_then_removed(hub):
    drop(hub, sealed(), sealed({"own_words": "x" * 300_000}), sealed(kind="addition", text="more", answers={}))
    outcome = sync.sync_from_hub(hub)
    assert (outcome.kept, outcome.unreadable, outcome.left) == (3, 0, 0)
    assert waiting(hub) == []
    assert sync.sync_from_hub(hub).kept == 0
    assert Testimony.objects.count() == 3


def test_killed_at_any_step_each_envelope_is_opened_exactly_once(hub, monkeypatch):
    """Every call between desk, hub and database is made to fail in turn, then the next run goes on."""

    class Killed(BaseException):
        pass

    steps = [(Hub, "fetch"), (bringing, "keep"), (Hub, "remove")]
    told = 0
    for where, name in steps:
        for after in (False, True):
            drop(hub, sealed({"own_words": f"{PLANTED} {told}"}))
            told += 1
            real = getattr(where, name)

            def dies(*args, real=real, after=after, **more):
                if after:
                    real(*args, **more)
                raise Killed

            monkeypatch.setattr(where, name, dies)
            with pytest.raises(Killed):
                sync.sync_from_hub(hub)
            monkeypatch.undo()
            sync.sync_from_hub(hub)
            assert Testimony.objects.count() == told, (name, after)
            assert waiting(hub) == []
    assert len({row.told["answers"]["own_words"] for row in Testimony.objects.all()}) == told


def test_an_unreadable_envelope_is_kept_aside_and_not_tried_for_ever(hub, monkeypatch):
    ours = lock.keys
    foreign = replace(ours, identity=b"\2" * 32)
    monkeypatch.setattr(lock, "_keys", foreign)
    envelope = sealed()
    monkeypatch.setattr(lock, "_keys", ours)
    drop(hub, envelope, sealed())
    outcome = sync.sync_from_hub(hub)
    assert (outcome.kept, outcome.unreadable) == (1, 1)
    assert waiting(hub) == []
    assert bytes(Envelope.objects.get(pk=id_of(envelope)).sealed) == envelope


def test_a_wrong_clock_at_the_desk_is_corrected_by_the_hubs(hub):
    drop(hub, sealed())
    hub.clock, hub.ahead = lambda: time.time() - 86_400, 0
    assert sync.sync_from_hub(hub).kept == 1
    assert abs(hub.ahead - 86_400) < 60


def test_a_broken_fetch_goes_on_where_it_broke_off(hub, monkeypatch):
    import urllib3

    envelope = sealed({"own_words": "y" * 500_000})
    drop(hub, envelope)
    asked: list[str] = []
    request, stream = hub.pool.request, urllib3.HTTPResponse.stream
    cut = [True]

    def noted(method, url, **more):
        asked.append((more.get("headers") or {}).get("Range", ""))
        return request(method, url, **more)

    def breaks(self, *args):
        for n, piece in enumerate(stream(self, *args)):
            if n == 2 and cut.pop() if cut else False:
                raise urllib3.exceptions.ProtocolError("cut")
            yield piece

    monkeypatch.setattr(hub.pool, "request", noted)
    monkeypatch.setattr(urllib3.HTTPResponse, "stream", breaks)
    assert hub.fetch(Mailbox(lock.keys.mailbox), id_of(envelope)) == envelope
    assert asked == ["", "bytes=131072-"]


def test_other_bytes_than_those_asked_for_are_refused_and_left(hub, monkeypatch):
    drop(hub, sealed())
    monkeypatch.setattr(Hub, "_read_on", lambda self, path, seed, got, most: got.extend(b"other"))
    assert sync.sync_from_hub(hub).left == 1
    monkeypatch.undo()
    assert not Envelope.objects.exists() and len(waiting(hub)) == 1


def test_files_carried_by_hand_are_kept_once(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(sealed())
    two.write_bytes(b"not sealed")
    outcome = sync.import_files([one, two, one])
    assert (outcome.kept, outcome.unreadable, outcome.known) == (1, 1, 1)
    with pytest.raises(Problem) as problem:
        sync.import_files([tmp_path / "none"])
    assert problem.value.code == "testimony.file_unreadable"


def test_a_desk_without_a_card_says_so():
    with pytest.raises(Problem) as problem:
        sync.our_hub()
    assert problem.value.code == "testimony.no_card"


def test_a_drop_carries_the_token_of_the_link_and_does_the_work_of_a_pressed_hub(hub, monkeypatch):
    monkeypatch.setattr(pressure, "CALM", 1)
    mailbox, token = Mailbox(lock.keys.mailbox).id, publish_card(None, per_day=9).link.rpartition(".")[2]
    with pytest.raises(Problem) as problem:
        hub.drop(mailbox, sealed())
    assert problem.value.code == "testimony.hub_refused"
    for _ in range(3):
        hub.drop(mailbox, sealed(), token)
    assert len(waiting(hub)) == 3


def test_the_next_card_keeps_what_is_not_given(hub):
    from amana.testimony.models import Card

    first = read_card(Card.objects.get())
    publish_card(None)
    second = Card.objects.order_by("-serial")[0]
    assert read_card(second).serial == 2 and read_card(second).names == first.names
    assert second.link == Card.objects.get(serial=1).link


@pytest.mark.parametrize("address", ["hub.example", "ftp://hub", "http://hub/path", "https://"])
def test_what_is_no_hub_address_is_refused(address):
    with pytest.raises(Problem) as problem:
        Hub(address, b"\0" * 32)
    assert problem.value.code == "testimony.bad_hub_address"


def test_what_is_kept_together_is_removed_only_once_all_of_it_is_kept(hub, monkeypatch):
    """Killed in the midst of a transaction of several, none of them is kept, and none is gone from the hub."""
    drop(hub, *(sealed({"own_words": f"{PLANTED} {n}"}) for n in range(2 * bringing.TOGETHER + 1)))
    real, calls = bringing.keep, []

    class Killed(BaseException):
        pass

    def dies(*args, **more):
        calls.append(args)
        if len(calls) == bringing.TOGETHER + 3:
            raise Killed
        return real(*args, **more)

    monkeypatch.setattr(bringing, "keep", dies)
    with pytest.raises(Killed):
        sync.sync_from_hub(hub)
    assert Testimony.objects.count() == bringing.TOGETHER
    assert set(waiting(hub)) >= {id_of(args[0]) for args in calls[bringing.TOGETHER :]}
    monkeypatch.undo()
    sync.sync_from_hub(hub)
    assert Testimony.objects.count() == 2 * bringing.TOGETHER + 1 and waiting(hub) == []


def test_what_the_database_refuses_together_is_kept_one_by_one(hub, monkeypatch):
    """As when another transaction and this one wait for each other, and the database ends one of them."""
    from django.db import OperationalError

    drop(hub, *(sealed({"own_words": f"{PLANTED} {n}"}) for n in range(3)))
    real, calls = bringing.keep, []

    def once(*args, **more):
        envelope = real(*args, **more)
        calls.append(args)
        if len(calls) == 2:
            raise OperationalError("deadlock detected")
        return envelope

    monkeypatch.setattr(bringing, "keep", once)
    assert sync.sync_from_hub(hub).kept == 3
    assert len(calls) == 5 and Testimony.objects.count() == 3 and waiting(hub) == []


def test_one_that_is_not_in_order_is_kept_aside_and_the_others_as_ever(hub):
    """All of a transaction is done once more, ready to undo a part; log and index have nothing twice."""
    letter = {"state": "read", "messages": [], "cut": False, "worker": None}
    told = [*(sealed({"own_words": f"{PLANTED} {n}"}) for n in range(3)), sealed({}, {}, kind="letter", letter=letter)]
    drop(hub, *told)
    outcome = sync.sync_from_hub(hub)
    assert (outcome.kept, outcome.unreadable) == (3, 1) and waiting(hub) == []
    assert Envelope.objects.get(pk=id_of(told[-1])).reason == "testimony.not_for_a_desk"
    received = [entry.subject for entry in entries() if entry.action == "envelope.received"]
    assert sorted(received) == sorted(f"envelope:{id_of(one)}" for one in told)
    assert Consent.objects.count() == len(ALL_YES) * 3
    assert {one["key"] for one in indexed()} == set(Testimony.objects.values_list("pk", flat=True))


def test_one_that_two_phones_carried_is_kept_once(hub):
    once = sealed({"own_words": PLANTED})
    drop(hub, once, parcel(once), parcel(sealed({"own_words": "other"}), once))
    sync.sync_from_hub(hub)
    assert sorted(row.told["answers"]["own_words"] for row in Testimony.objects.all()) == ["other", PLANTED]
    assert Envelope.objects.count() == 4 and waiting(hub) == []


def test_two_of_a_run_that_draw_one_code_are_both_kept(hub, monkeypatch):
    codes = ["2222-2222", "2222-2222", "2222-2222", "2222-2222", "3333-3333"]
    field = Testimony._meta.get_field("code")
    monkeypatch.setattr(field, "_get_default", lambda: codes.pop(0))
    drop(hub, sealed({"own_words": "one"}), sealed({"own_words": "two"}))
    assert sync.sync_from_hub(hub).kept == 2
    assert not codes and {row.code for row in Testimony.objects.all()} == {"2222-2222", "3333-3333"}


def test_a_run_logs_and_indexes_what_one_by_one_does_and_asks_less(hub):
    """The log has the same entries in the same order, each at its place; a few questions an envelope suffice."""
    told = [sealed({"own_words": f"{PLANTED} {n}"}) for n in range(2 * bringing.TOGETHER)]
    told.sort(key=id_of)
    keep(told[0])
    alone = [(entry.action, sorted(entry.detail)) for entry in entries()]
    found = {one["kind"] for one in indexed()}
    drop(hub, *told[1:])
    with CaptureQueriesContext(connection) as asked:
        assert sync.sync_from_hub(hub).kept == len(told) - 1
    assert len(asked) <= MOST * len(told)
    every = entries()
    assert [(entry.action, sorted(entry.detail)) for entry in every] == alone * len(told)
    assert [entry.index for entry in every] == list(range(1, len(every) + 1))
    assert [entry.subject for entry in every if entry.action == "envelope.received"] == [
        f"envelope:{id_of(one)}" for one in told
    ]
    assert Consent.objects.count() == len(ALL_YES) * len(told)
    assert list(audit()) == []
    for row in Testimony.objects.all():
        assert {one["kind"] for one in indexed() if one["key"] == row.pk} == found


def entries() -> list[Entry]:
    """Those of what came, without that of the card, which is first."""
    return [row.entry for row in Row.objects.filter(index__gt=0).order_by("index")]


def indexed() -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, key FROM search_document WHERE kind LIKE 'testimony.%'")
        return [{"kind": kind, "key": key} for kind, key in cursor.fetchall()]


def test_a_hub_that_sends_more_than_it_said_is_not_listened_to(hub):
    envelope = sealed()
    drop(hub, envelope)
    with pytest.raises(Problem) as problem:
        hub.fetch(Mailbox(lock.keys.mailbox), id_of(envelope), len(envelope) - 1)
    assert problem.value.code == "testimony.hub_wrong_bytes"
