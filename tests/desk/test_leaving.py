"""Leaving: within a second nothing opens here any more; with the recovery key all of it comes back."""

import argparse
import io
import os
import subprocess
import sys
from functools import partial

import pytest
from django.conf import settings

from amana.desk import rekeying
from amana.desk.commands import restore as command
from amana.desk.doors import Cost, new_passphrase_door
from amana.desk.kept_keys import make_keys
from amana.desk.keyring import open_keyring
from amana.desk.leaving import destroy_keyring
from amana.desk.lock import Lock
from amana.errors import Problem
from amana.sealing import keys as age_keys

PASSPHRASE = "seven quiet herons over water"

OTHER = "nine other words, chosen in another country"


def test_the_keyring_is_overwritten_before_it_is_removed(tmp_path):
    make_keys(tmp_path, PASSPHRASE, cost=Cost(64, 1, 1))
    before = (tmp_path / "keyring.json").read_bytes()
    (tmp_path / "keyring.new").write_bytes(before)
    held = [(tmp_path / name).open("rb") for name in ("keyring.json", "keyring.new")]
    assert destroy_keyring(tmp_path)
    for file in held:
        with file:
            left = file.read()
        assert len(left) == len(before)
        assert not any(left[at : at + 16] in before for at in range(0, len(left) - 16))
    assert not list(tmp_path.iterdir()) and not destroy_keyring(tmp_path)


def test_one_that_cannot_be_overwritten_is_removed_all_the_same(tmp_path, monkeypatch):
    make_keys(tmp_path, PASSPHRASE, cost=Cost(64, 1, 1))
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):
        destroy_keyring(tmp_path)
    assert not (tmp_path / "keyring.json").exists()


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A desk's home with a recovery key, and whatever is served from it."""
    monkeypatch.setenv("AMANA_DESK_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def identity(home):
    identity, recipient = age_keys.new_identity()
    make_keys(home, PASSPHRASE, recipient, Cost(64, 1, 1))
    return identity


def amana(*words, **more):
    return subprocess.run([sys.executable, "-m", "amana.cli", "desk", *words], capture_output=True, text=True, **more)


@pytest.fixture
def served(identity):
    process = subprocess.Popen(
        [sys.executable, "-m", "amana.cli", "desk", "serve", "--port", "0"], stdout=subprocess.PIPE
    )
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


def test_a_served_desk_is_left_within_a_second(home, served):
    assert "Nothing was destroyed" in amana("leave", input="no\n").stderr
    assert served.poll() is None and (home / "keyring.json").exists()
    before = os.times()
    left = amana("leave", "--now")
    after = os.times()
    assert left.returncode == 0, left.stderr
    assert not (home / "keyring.json").exists()
    served.wait(timeout=600)
    spent = sum(getattr(after, part) - getattr(before, part) for part in ("children_user", "children_system"))
    assert spent < 1, "on a machine with nothing else to do, it takes as long as its processor's time"


def test_a_desk_whose_keyring_is_gone_ends_by_itself(home, served):
    destroy_keyring(home)
    served.wait(timeout=600)
    assert served.stdout.read() == b""


def restore(home, identity, passphrase, monkeypatch, *source):
    """By the command, with a lock of its own, and data that is taken for its own (tests/desk/backed_up.py has real)."""
    monkeypatch.setattr(settings, "DESK_HOME", home)
    monkeypatch.setattr(command, "lock", Lock())
    for name in ("there_is_data", "fits"):
        monkeypatch.setattr(rekeying, name, lambda *_: True)
    for name in ("make_ready", "record"):
        monkeypatch.setattr(command, name, lambda *_: None)
    key = home.with_name("some.key")
    key.write_text(identity + "\n")
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    monkeypatch.setattr(command, "new_passphrase_door", partial(new_passphrase_door, cost=Cost(64, 1, 1)))
    monkeypatch.setattr(sys, "stdin", io.StringIO(passphrase + "\n"))
    command.run(parser.parse_args([*map(str, source), "--recovery", str(key)]))


@pytest.mark.django_db
def test_the_recovery_key_brings_the_keys_back_under_a_new_passphrase(home, identity, monkeypatch):
    keys = open_keyring((home / "keyring.json").read_bytes(), PASSPHRASE).keys
    with pytest.raises(Problem) as raised:
        restore(home, identity, OTHER, monkeypatch)
    assert raised.value.code == "desk.already_there"
    destroy_keyring(home)
    with pytest.raises(Problem) as raised:
        restore(home, age_keys.new_identity()[0], OTHER, monkeypatch)
    assert raised.value.code == "sealing.no_match" and not (home / "keyring.json").exists()
    restore(home, identity, OTHER, monkeypatch)
    assert open_keyring((home / "keyring.json").read_bytes(), OTHER).keys == keys
    with pytest.raises(Problem):
        open_keyring((home / "keyring.json").read_bytes(), PASSPHRASE)


@pytest.mark.django_db
def test_anyone_at_the_desk_can_leave_after_one_question(signed_in, monkeypatch):
    done = []
    monkeypatch.setattr("amana.desk.pages_unlock.destroy_keyring", lambda home: done.append("destroyed"))
    monkeypatch.setattr("amana.desk.pages_unlock.leave_desk", lambda: done.append("left"))
    client = signed_in("publisher")
    page = client.get("/leave").content.decode()
    assert "destroys the keyring" in page and "no recovery key" in page and not done
    assert "is closed" in client.post("/leave").content.decode()
    assert done == ["destroyed", "left"]
