"""The desk's lock: the one piece of global state. Keys are in memory only while it is open.

While it is closed no page but the unlock page answers, no database connection can
be made or used, and no field can be read. Closing cannot overwrite what Python has
copied in memory; it drops every reference, and says no more than that.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from amana.desk.keyring import Opened, open_keyring
from amana.desk.keys import Keys
from amana.desk.sleeping import Sleep
from amana.errors import Problem


class Lock:
    """Open or closed, with the time since it was last used. Safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, sleep: Sleep | None = None) -> None:
        self._keys: Keys | None = None
        self._opened: Opened | None = None
        self._file = b""
        self._turn = threading.Lock()
        self._moment = threading.Lock()
        """Held for no longer than a value is set: closing waits for nothing else."""
        self._clock = clock
        self._sleep = sleep or Sleep()
        self._used = 0.0
        self.opening = 0
        self.at_close: list[Callable[[], object]] = []
        self.at_leave: list[Callable[[], object]] = []

    @property
    def is_open(self) -> bool:
        """Whether the keys are in memory."""
        return self._keys is not None

    @property
    def keys(self) -> Keys:
        """The keys, or `desk.locked`."""
        keys = self._keys
        if keys is None:
            raise Problem("desk.locked")
        return keys

    @property
    def opened(self) -> Opened:
        """How it was opened, with which the keyring is written anew; or `desk.locked`."""
        opened = self._opened
        if opened is None or self._keys is None:
            raise Problem("desk.locked")
        return opened

    def open(self, keyring: Path, secret: str | bytes) -> None:
        """Open with the keyring file. One try at a time, so that guesses cannot fill the memory."""
        with self._turn:
            data = read_keyring(keyring)
            opened = open_keyring(data, secret)
            self._begin(opened, data)
            self._used = self._clock()
            self._sleep.begin()

    def enter(self, opened: Opened) -> None:
        """Be open with keys that no keyring holds yet: for who restores a desk, and writes its keyring last."""
        with self._turn:
            self._begin(opened, b"")
            self._used = self._clock()
            self._sleep.begin()

    def borrow(self, keys: Keys) -> None:
        """Be open with keys that the desk handed to a process of its own, which can write no keyring."""
        with self._turn:
            self._keys, self._opened = keys, None
            self.opening += 1
            self._used = self._clock()
            self._sleep.begin()

    def change(self, opened: Opened, data: bytes) -> None:
        """Go on with other keys, while open: `data` is the keyring that now holds them.

        Connections that were made with another database key end.
        """
        with self._turn, self._moment:
            self._begin(opened, data, anew=self.keys.database != opened.keys.database)

    def holds(self, data: bytes) -> bool:
        """Whether `data` is the keyring that it was opened with, or has written since."""
        return self._file == data

    def close(self) -> None:
        """Drop the keys, then let everyone who held something drop it too."""
        with self._moment:  # or it were open again, where its keys were just being changed
            self._keys = self._opened = None
        for drop in list(self.at_close):
            drop()

    def touch(self) -> None:
        """Note that a person used the desk now."""
        self._used = self._clock()

    def idle_for(self) -> float:
        """Seconds since a person used the open desk; 0 while it is closed."""
        return self._clock() - self._used if self.is_open else 0.0

    def slept(self) -> bool:
        """Whether the machine slept since the lock was opened, or stood still for as long as if it had."""
        return self.is_open and self._sleep.happened()

    def _begin(self, opened: Opened, data: bytes, *, anew: bool = True) -> None:
        self._file = data
        self.opening += anew
        self._opened = opened
        self._keys = opened.keys


def read_keyring(keyring: Path) -> bytes:
    """The file's bytes. `desk.no_keyring` if there is none, or it was destroyed."""
    try:
        return keyring.read_bytes()
    except FileNotFoundError:
        raise Problem("desk.no_keyring", home=keyring.parent) from None


lock = Lock()
