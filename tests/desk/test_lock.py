"""The lock: closed at first, closed again when idle, and nothing works while it is closed."""

import pytest

from amana.desk.keyring import Cost, Keys, seal_keys, write_keyring
from amana.desk.lock import Lock
from amana.errors import Problem

PASSPHRASE = "seven quiet herons over water"


@pytest.fixture
def keyring(tmp_path):
    write_keyring(tmp_path / "keyring.json", seal_keys(Keys.draw(), PASSPHRASE, Cost(memory=64, passes=1, lanes=1)))
    return tmp_path / "keyring.json"


def test_it_is_closed_until_opened_and_after_closing(keyring):
    lock = Lock()
    assert not lock.is_open
    lock.open(keyring, PASSPHRASE)
    assert lock.is_open
    lock.close()
    with pytest.raises(Problem) as raised:
        lock.keys  # noqa: B018
    assert raised.value.code == "desk.locked"


def test_a_wrong_passphrase_leaves_it_closed(keyring):
    lock = Lock()
    with pytest.raises(Problem):
        lock.open(keyring, "another pass-phrase")
    assert not lock.is_open


def test_a_desk_that_was_never_made_says_how_to_make_it(tmp_path):
    with pytest.raises(Problem) as raised:
        Lock().open(tmp_path / "keyring.json", PASSPHRASE)
    assert "./amana desk init" in str(raised.value)


def test_idle_time_counts_from_the_last_use(keyring):
    now = [0.0]
    lock = Lock(clock=lambda: now[0])
    assert lock.idle_for() == 0
    lock.open(keyring, PASSPHRASE)
    now[0] = 100.0
    assert lock.idle_for() == 100
    lock.touch()
    assert lock.idle_for() == 0


def test_who_holds_something_hears_of_the_closing(keyring):
    lock, heard = Lock(), []
    lock.at_close.append(lambda: heard.append(lock.is_open))
    lock.open(keyring, PASSPHRASE)
    lock.close()
    assert heard == [False]
