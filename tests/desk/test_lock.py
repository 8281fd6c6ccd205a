"""The lock: closed at first, closed again when idle, and nothing works while it is closed."""

import threading
from contextlib import suppress
from types import SimpleNamespace

import pytest

from amana.desk.doors import Cost
from amana.desk.kept_keys import make_keys
from amana.desk.lock import Lock
from amana.desk.sleeping import Sleep
from amana.errors import Problem

PASSPHRASE = "seven quiet herons over water"


@pytest.fixture
def keyring(tmp_path):
    make_keys(tmp_path, PASSPHRASE, cost=Cost(memory=64, passes=1, lanes=1))
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


class Clocks:
    """A machine's clocks, moved by hand."""

    def __init__(self):
        self.awake = self.slept = self.set_by = 0.0

    def monotonic(self):
        return self.awake

    def boot(self):
        return self.awake + self.slept

    def wall(self):
        return 1_700_000_000 + self.awake + self.slept + self.set_by


@pytest.fixture
def clocks(keyring):
    clocks = Clocks()
    clocks.lock = Lock(sleep=Sleep(clocks))
    clocks.lock.open(keyring, PASSPHRASE)
    return clocks


def test_a_sleep_of_the_machine_is_noticed(clocks):
    for _ in range(100):
        clocks.awake += 300
        assert not clocks.lock.slept()
    clocks.slept += 30
    assert clocks.lock.slept() and clocks.lock.slept()


def test_a_virtual_machine_that_stood_still_is_noticed_by_the_wall_clock(clocks):
    clocks.set_by += 3600
    assert clocks.lock.slept()


def test_a_clock_that_is_set_right_is_no_sleep(clocks):
    for _ in range(100):
        clocks.awake += 1
        clocks.set_by += 20
        assert not clocks.lock.slept()
    clocks.set_by -= 7200
    assert not clocks.lock.slept()


def test_a_machine_so_busy_that_seconds_pass_between_two_clocks_did_not_sleep(clocks):
    boot, busy = clocks.boot, iter([90, 90])

    def late():
        clocks.awake += next(busy, 0)
        return boot()

    clocks.boot = late
    assert not clocks.lock.slept() and next(busy, None) is None
    clocks.slept += 30
    assert clocks.lock.slept()


def test_what_was_slept_before_the_opening_does_not_count(clocks, keyring):
    clocks.slept += 3600
    clocks.lock.close()
    assert not clocks.lock.slept()
    clocks.lock.open(keyring, PASSPHRASE)
    assert not clocks.lock.slept()


def test_closing_while_keys_are_being_changed_leaves_it_closed(keyring):
    lock = Lock()
    lock.open(keyring, PASSPHRASE)

    closing = threading.Thread(target=lock.close)

    class New:
        """The new keys; somebody closes the lock just as they are looked at."""

        @property
        def keys(self) -> SimpleNamespace:
            if not closing.ident:
                closing.start()
                closing.join(0.2)
            return SimpleNamespace(database=b"")

    with suppress(Problem):
        lock.change(New(), b"")
    closing.join()
    assert not lock.is_open
