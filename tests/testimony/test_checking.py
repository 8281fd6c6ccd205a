"""The check of the hub runs in a process of its own: it has keys only for as long as the desk is open."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from amana.desk.backup import actions as backup
from amana.desk.errands.running import errands
from amana.desk.lock import lock
from amana.desk.pause import pause
from amana.sealing.codec import base64url
from amana.testimony import checking
from amana.testimony.consents import today
from amana.testimony.models import Card

PASSPHRASE = "seven quiet herons over water"


@pytest.fixture
def checks(transactional_db):
    """The process of a check that goes on, since its hub takes calls and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as hub:
        address = f"http://127.0.0.1:{hub.getsockname()[1]}"
        Card.objects.create(serial=1, note="", hub=address, link="", day=today())
        checking.start()
        yield wait_for(errands.processes, 60)[0]
        errands.end()
        wait_for(lambda: not checking.state().running)


def wait_for(what: Callable[[], object], seconds: float = 60):
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end
        time.sleep(0.01)
    return found


def begun(pid: int) -> bool:
    """Whether it has read its keys, and asks the hub."""
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            if str(link.readlink()).startswith("socket:"):
                return True
    return False


def test_it_is_gone_once_the_lock_closes_though_its_hub_never_answers(checks):
    wait_for(lambda: begun(checks), 60)
    shown = Path(f"/proc/{checks}/cmdline").read_bytes() + Path(f"/proc/{checks}/environ").read_bytes()
    for key in (lock.keys.database, lock.keys.field, lock.keys.identity, lock.keys.mailbox):
        assert not any(form.encode() in shown for form in (key.hex(), base64url(key)))
    try:
        lock.close()
        # Killed there and then: the hub holds it for as long as this test lasts.
        wait_for(lambda: not Path(f"/proc/{checks}").exists())
        wait_for(lambda: checking.state().ended)
        assert checking.state().wrong.code == "desk.locked"
        checking.start()
        wait_for(lambda: checking.state().ended)
        assert checking.state().wrong.code == "desk.locked" and not errands.processes()
    finally:
        lock.open(settings.DESK_HOME / "keyring.json", PASSPHRASE)
        connection.close()


def test_while_keys_are_changed_it_is_not_there_and_then_begins_anew(checks):
    with pause.alone():
        assert not Path(f"/proc/{checks}").exists()
        time.sleep(0.1)
        assert not errands.processes() and checking.state().running
    assert wait_for(errands.processes) != [checks]
    assert checking.state().running


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_made_and_verified_beside_the_work(opened_desk, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DESK_BACKUP", tmp_path)
    backup.begin(None)
    wait_for(lambda: not backup.under_way(), 300)
    assert backup.last_failure() is None and backup.last_made()
