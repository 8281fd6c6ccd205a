"""The desk's lock: the one piece of global state. Keys are in memory only while it is open.

While it is closed no page but the unlock page answers, no database connection can
be made or used, and no field can be read. Closing cannot overwrite what Python has
copied in memory; it drops every reference, and says no more than that.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from amana.desk.keyring import Keys, open_keys
from amana.errors import Problem


class Lock:
    """Open or closed, with the time since it was last used. Safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._keys: Keys | None = None
        self._turn = threading.Lock()
        self._clock = clock
        self._used = 0.0
        self.opening = 0
        self.at_close: list[Callable[[], object]] = []

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

    def open(self, keyring: Path, passphrase: str) -> None:
        """Open with the keyring file. One try at a time, so that guesses cannot fill the memory."""
        with self._turn:
            try:
                data = keyring.read_bytes()
            except FileNotFoundError:
                raise Problem("desk.no_keyring", home=keyring.parent) from None
            keys = open_keys(data, passphrase)
            self.opening += 1
            self._used = self._clock()
            self._keys = keys

    def close(self) -> None:
        """Drop the keys, then let everyone who held something drop it too."""
        self._keys = None
        for drop in list(self.at_close):
            drop()

    def touch(self) -> None:
        """Note that a person used the desk now."""
        self._used = self._clock()

    def idle_for(self) -> float:
        """Seconds since a person used the open desk; 0 while it is closed."""
        return self._clock() - self._used if self.is_open else 0.0


lock = Lock()
