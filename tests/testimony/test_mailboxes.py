"""A new mailbox: what goes to the old one comes home too, for as long as anyone may send there, and then no more."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from amana.care.publishing import publish_card, read_card
from amana.desk import rekeying
from amana.desk.lock import lock
from amana.errors import Problem
from amana.sealing.ids import id_of
from amana.sealing.mailbox import GRACE, Mailbox
from amana.testimony import checking, mailboxes, sync
from amana.testimony.custody.models import Row
from amana.testimony.hub_client import Hub
from amana.testimony.models import Card, Envelope
from deskkit import digits, hub_at, reply_to, sealed

TODAY = datetime.now(UTC).date()


@pytest.fixture
def hub(db, tmp_path, monkeypatch):
    """The desk's side of a real hub that has the desk's card. The desk has its own keys again afterwards."""
    keyring = settings.DESK_HOME / "keyring.json"
    opened, before = lock.opened, keyring.read_bytes()
    monkeypatch.setattr(sync, "HEARD_BY_ALL", 0)
    with hub_at(tmp_path / "store") as address:
        publish_card(None, address, {"en": "An invented desk"})
        yield Hub(address, lock.keys.card, pause=0.01)
    keyring.write_bytes(before)
    lock.change(opened, before)


def draw() -> tuple[Mailbox, Mailbox]:
    """A new mailbox in the keyring; gives the old one and the new."""
    old = lock.keys
    new = old.drawn_anew(mailbox=True)
    kept = {"database": old.database, "field": old.field, "backup": old.backup}
    rekeying._write(rekeying.replace(new, earlier_database=(), earlier_field=(), **kept))
    return Mailbox(old.mailbox), Mailbox(new.mailbox)


def kept() -> set[str]:
    return set(Envelope.objects.values_list("id", flat=True))


def test_what_goes_to_either_comes_home_and_letters_still_go_out(hub):
    token = publish_card(None, per_day=9).link.rpartition(".")[2]
    old, new = draw()
    first, back = sealed(), reply_to(digits())
    hub.drop(old.id, first, token)
    with pytest.raises(Problem):
        hub.drop(new.id, sealed(), token)
    assert sync.sync_from_hub(hub).kept == 1, "no card names the new one yet"
    assert [one.until for one in mailboxes.earlier()] == [None] and not mailboxes.replaced()
    publish_card(None)
    late, early = sealed(back=back), sealed()
    hub.drop(old.id, late, token)
    hub.drop(new.id, early, token)
    with pytest.raises(Problem):
        hub.drop(old.id, sealed())  # an old card's mailbox is no way around the token
    outcome = sync.sync_from_hub(hub)
    assert (outcome.kept, outcome.sent, kept()) == (2, 1, {id_of(first), id_of(late), id_of(early)})
    assert mailboxes.over(TODAY + GRACE + timedelta(days=7)) == []
    assert mailboxes.over(TODAY + GRACE + timedelta(days=8)) == [old]


def test_when_its_time_is_over_the_hub_takes_nothing_for_it_and_its_key_is_forgotten(hub, monkeypatch):
    old, new = draw()
    publish_card(None)
    monkeypatch.setattr(mailboxes, "GRACE", timedelta(days=-8))
    last = sealed()
    hub.drop(old.id, last)
    assert sync.sync_from_hub(hub).kept == 1
    assert lock.keys.earlier_mailbox == () and mailboxes.held() == [new]
    assert old.seed not in (settings.DESK_HOME / "keyring.json").read_bytes()
    with pytest.raises(Problem) as raised:
        hub.drop(old.id, sealed())
    assert raised.value.code == "testimony.hub_refused"
    hub.drop(new.id, sealed())
    assert sync.sync_from_hub(hub).kept == 1
    assert [row.entry.action for row in Row.objects.order_by("index") if "mailbox" in row.entry.action] == [
        "desk.mailbox_ended"
    ]


@pytest.mark.django_db(transaction=True)
def test_a_check_that_only_borrows_the_keys_leaves_forgetting_one_to_the_desk(hub, monkeypatch):
    old, new = draw()
    publish_card(None)
    monkeypatch.setattr(mailboxes, "GRACE", timedelta(days=-8))
    hub.drop(old.id, sealed())

    def as_its_process(module: str, asked: object, hear: object) -> object:
        with monkeypatch.context() as borrowed:
            borrowed.setattr(lock, "_opened", None)
            borrowed.setattr(lock, "_file", b"")
            return json.loads(json.dumps(checking.run(None, lambda told: None)))

    monkeypatch.setattr(checking.errands, "run", as_its_process)
    checking._run()
    assert checking.state().wrong is None and checking.state().outcome.kept == 1
    assert mailboxes.held() == [new]


def test_while_something_is_left_in_it_its_key_is_kept(hub, monkeypatch):
    old, _ = draw()
    publish_card(None)
    hub.drop(old.id, sealed())
    with monkeypatch.context() as lying:
        lying.setattr(Hub, "_read_on", lambda self, path, seed, got, most: got.extend(b"other"))
        assert sync.end_mailboxes(hub, mailboxes.replaced(), sync.Outcome()) == []
    assert mailboxes.held()[1:] == [old]
    assert sync.end_mailboxes(hub, mailboxes.replaced(), sync.Outcome()) == [old]
    assert len(kept()) == 1 and len(mailboxes.held()) == 1


def test_one_that_was_replaced_twice_and_one_that_no_card_ever_named(hub):
    first, second = draw()
    _, third = draw()
    publish_card(None)
    assert mailboxes.held() == [third, second, first]
    assert {one.until for one in mailboxes.earlier()} == {TODAY + GRACE + timedelta(days=7)}
    hub.drop(first.id, sealed())
    assert sync.sync_from_hub(hub).kept == 1


def test_a_hub_that_does_not_know_the_call_keeps_nobody_from_working(hub, monkeypatch):
    draw()
    publish_card(None)
    monkeypatch.setattr(mailboxes, "GRACE", timedelta(days=-8))

    def refuses(*_: object) -> None:
        raise Problem("testimony.hub_refused", status=404)

    monkeypatch.setattr(Hub, "end_mailbox", refuses)
    hub.drop(mailboxes.held()[0].id, sealed())
    assert sync.sync_from_hub(hub).kept == 1
    assert len(mailboxes.held()) == 2


def test_a_desk_that_came_back_without_a_mailboxs_key_lets_nothing_more_come_into_it(hub):
    before, opened = (settings.DESK_HOME / "keyring.json").read_bytes(), lock.opened
    old, lost = draw()
    publish_card(None)
    lock.change(opened, before)
    hub.drop(lost.id, sealed())
    publish_card(None)
    with pytest.raises(Problem):
        hub.drop(lost.id, sealed())
    hub.drop(old.id, sealed())
    assert sync.sync_from_hub(hub).kept == 1


def test_a_card_that_the_hub_has_and_the_desk_forgot_is_no_obstacle(hub, monkeypatch):
    """Killed between the two, or after an older backup was put back."""

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(Card.objects, "create", killed)
        with pytest.raises(KeyboardInterrupt):
            publish_card(None, names={"en": "A name that was not noted"})
    assert Card.objects.count() == 1
    assert read_card(publish_card(None, names={"en": "Another"})).serial == 3


def test_nobody_can_follow_the_highest_serial(hub, monkeypatch):
    from amana.sealing import card, strict_json

    last = read_card(Card.objects.get()).model_copy(update={"serial": strict_json.MOST})
    hub.put_card(last.fingerprint, card.make(last, lock.keys.card))
    with pytest.raises(Problem) as raised:
        publish_card(None)
    assert raised.value.code == "care.last_serial"


@pytest.mark.database
def test_killed_at_any_step_all_that_a_phone_was_told_is_safe_comes_home(tmp_path, opened_desk):
    where = "sqlcipher"
    if connection.vendor == "postgresql":
        import psycopg

        with psycopg.connect(f"host={connection.settings_dict['HOST']} user=postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE another_mailbox")
        where = f"postgresql://postgres@/another_mailbox?host={connection.settings_dict['HOST']}"
    environment = os.environ | {"AMANA_DESK_HOME": str(tmp_path / "home"), "AMANA_DESK_DATABASE": where}
    script = Path(__file__).with_name("another_mailbox.py")
    done = subprocess.run([sys.executable, script, tmp_path / "store"], capture_output=True, text=True, env=environment)
    lines = done.stdout.splitlines()
    assert lines[1:-1:2] == ["killed"] * 9 and lines[-1] == "whole", (done.stdout, done.stderr[-3000:])
