"""A new mailbox: what goes to the old one comes home too, for as long as anyone may send there, and then no more."""

import argparse
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils.formats import date_format

from amana.care.publishing import publish_card, read_card
from amana.desk import rekeying
from amana.desk.actions import add_person, change_password
from amana.desk.lock import lock
from amana.desk.models import User
from amana.errors import Problem
from amana.sealing.ids import id_of
from amana.sealing.mailbox import GRACE, Mailbox
from amana.testimony import checking, mailboxes, sync
from amana.testimony import command_mailboxes as command
from amana.testimony.consents import today
from amana.testimony.custody.models import Row
from amana.testimony.hub_client import Hub
from amana.testimony.models import Card, Envelope
from deskkit import digits, hub_at, reply_to, sealed, sign_in
from tableskit import TEMPLATE, a_database


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


def person(role: str) -> User:
    """Somebody of this role."""
    return change_password(add_person(None, "Salma", [role], "a first password 77"), "a password of her own")


def as_its_process(monkeypatch):
    """What the desk's process does for a check, which holds borrowed keys and no keyring."""

    def run(module: str, asked: object, hear: object) -> object:
        with monkeypatch.context() as borrowed:
            borrowed.setattr(lock, "_opened", None)
            borrowed.setattr(lock, "_file", b"")
            return json.loads(json.dumps(checking.run(asked, lambda told: None)))

    return run


class AtOnce:
    """A thread that is done when it is begun."""

    def __init__(self, target, args, daemon):
        self.start = lambda: target(*args)


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
    assert mailboxes.over(today() + GRACE + timedelta(days=7)) == []
    assert mailboxes.over(today() + GRACE + timedelta(days=8)) == [old]


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

    monkeypatch.setattr(checking.errands, "run", as_its_process(monkeypatch))
    checking._run()
    assert checking.state().wrong is None and checking.state().outcome.kept == 1
    assert mailboxes.held() == [new]


@pytest.mark.django_db(transaction=True)
def test_whoever_keeps_the_keys_ends_them_at_the_desk_and_reads_nothing_of_what_came(hub, monkeypatch):
    keeper = person("administrator")
    client = sign_in(keeper)
    assert "Earlier mailboxes" not in client.get("/keys").content.decode()
    old, new = draw()
    assert "no card names a newer one yet" in client.get("/keys").content.decode()
    assert "End them now" not in client.get("/testimony/mailboxes").content.decode()
    assert client.post("/testimony/mailboxes").status_code == 409
    publish_card(None)
    until = date_format(today() + GRACE + timedelta(days=7), "j F Y")
    assert f"until {until}" in client.get("/keys").content.decode()
    page = client.get("/testimony/mailboxes").content.decode()
    assert "End them now" in page and f"until {until}" in page and mailboxes.held() == [new, old]
    last = sealed()
    hub.drop(old.id, last)
    monkeypatch.setattr(checking.errands, "run", as_its_process(monkeypatch))
    monkeypatch.setattr(checking, "threading", SimpleNamespace(Thread=AtOnce))
    with monkeypatch.context() as lying:
        lying.setattr(Hub, "_read_on", lambda self, path, seed, got, most: got.extend(b"other"))
        assert client.post("/testimony/mailboxes").status_code == 302
    assert "Not all could be emptied" in client.get("/testimony/mailboxes").content.decode()
    assert client.post("/testimony/mailboxes").status_code == 302
    assert mailboxes.held() == [new] and kept() == {id_of(last)}
    page = client.get("/testimony/mailboxes").content.decode()
    assert "their keys forgotten" in page and "testimony was" not in page and "kept." not in page
    assert "Earlier mailboxes" not in client.get("/keys").content.decode()
    with pytest.raises(Problem):
        hub.drop(old.id, sealed())
    [row] = [row for row in Row.objects.all() if row.entry.action == "desk.mailbox_ended"]
    assert row.entry.actor == f"user:{keeper.pk}"


@pytest.mark.django_db(transaction=True)
def test_one_check_at_a_time_and_a_check_of_accounts_is_nothing_to_tell_whoever_keeps_the_keys(hub, monkeypatch):
    client = sign_in(person("administrator"))
    draw()
    publish_card(None)
    monkeypatch.setattr(checking, "_state", checking.State(running=True))
    refused = client.post("/testimony/mailboxes")
    assert refused.status_code == 409 and "just now" in refused.content.decode()
    page = client.get("/testimony/mailboxes").content.decode()
    assert "being ended" not in page and "progress aria" not in page


def test_the_command_tells_until_when_and_ends_them(hub, monkeypatch, capsys):
    monkeypatch.setattr(command, "open_lock", lambda: None)

    def says(*words: str) -> tuple[int, list[str]]:
        parser = argparse.ArgumentParser()
        command.arguments(parser)
        code = command.run(parser.parse_args(words))
        return code, capsys.readouterr().out.splitlines()

    newest = mailboxes.held()[0].id
    assert says() == says("--end") == (0, [f"{newest}: the newest, and the only one"])
    old, new = draw()
    named = "looked into until a card names a newer one: ./amana desk card"
    assert says() == (0, [f"{old.id}: {named}", f"{new.id}: the newest"])
    with pytest.raises(Problem) as raised:
        says("--end")
    assert raised.value.code == "testimony.mailbox_not_named" and mailboxes.held() == [new, old]
    publish_card(None)
    day = today() + GRACE + timedelta(days=7)
    assert says() == (0, [f"{old.id}: looked into until {day}", f"{new.id}: the newest"])
    hub.drop(old.id, sealed())
    with monkeypatch.context() as lying:
        lying.setattr(Hub, "_read_on", lambda self, path, seed, got, most: got.extend(b"other"))
        code, lines = says("--end")
    assert code == 1 and lines == [
        "Ended, and their keys forgotten: 0 of 1.",
        "1 was left at the hub; check again later.",
    ]
    code, lines = says("--end")
    assert code == 0 and lines[0] == "Ended, and their keys forgotten: 1 of 1." and len(kept()) == 1
    assert says() == (0, [f"{new.id}: the newest, and the only one"])


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
    assert {one.until for one in mailboxes.earlier()} == {today() + GRACE + timedelta(days=7)}
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
def test_killed_at_any_step_all_that_a_phone_was_told_is_safe_comes_home(tmp_path, django_db_setup):
    where = {"AMANA_DESK_HOME": str(tmp_path / "home"), "AMANA_DESK_DATABASE": a_database("another_mailbox", TEMPLATE)}
    script = Path(__file__).with_name("another_mailbox.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path / "store"], capture_output=True, text=True, env=os.environ | where
    )
    lines = done.stdout.splitlines()
    assert lines[1:-1:2] == ["killed"] * 9 and lines[-1] == "whole", (done.stdout, done.stderr[-3000:])
