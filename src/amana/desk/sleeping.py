"""Did the machine sleep? The clocks tell: some of them stand still meanwhile.

`monotonic` stands still in a sleep and `boottime` does not (Linux). Where a virtual machine was stopped, or
the system has no `boottime`, the wall clock has jumped ahead of `monotonic`.
"""

import time

NAP = 2.0
"""Seconds of sleep that count: less is the error of reading two clocks one after the other."""
JUMP = 60.0
"""Seconds by which the wall clock may be set right without being taken for a sleep."""


class Clocks:
    """The machine's clocks, in seconds."""

    def monotonic(self) -> float:
        """Stands still in a sleep."""
        return time.monotonic()

    def boot(self) -> float:
        """Goes on in a sleep, where the system has such a clock."""
        return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()

    def wall(self) -> float:
        """What people set."""
        return time.time()


class Sleep:
    """Notices a sleep since `begin`."""

    def __init__(self, clocks: Clocks | None = None) -> None:
        self._clocks = clocks or Clocks()
        self.begin()

    def begin(self) -> None:
        """Count from now."""
        self._asleep, self._ahead = self._differences()

    def happened(self) -> bool:
        """Whether there was one since `begin`."""
        asleep, ahead = self._differences()
        # The wall clock may be set in many small steps: only the one since the last look counts.
        step, self._ahead = ahead - self._ahead, ahead
        return asleep - self._asleep > NAP or step > JUMP

    def _differences(self) -> tuple[float, float]:
        """Read again if the machine was so busy meanwhile that what passed between two clocks would count as sleep."""
        while True:
            awake = self._clocks.monotonic()
            found = self._clocks.boot() - awake, self._clocks.wall() - awake
            if self._clocks.monotonic() - awake < NAP / 2:
                return found
