"""How pressed a mailbox is, and so how much work one more envelope for it costs: none while all is calm.

Derived from what is stored and from what this process has seen; never from who asks. Nothing of it is written.
"""

import math
import time
from collections import Counter, deque

CALM = 2_000
"""Envelopes that may begin in `WINDOW` seconds without work: more than a camp's phones, less than a flood."""
WINDOW, STEP = 600, 10
HALF = 0.5
"""The share of its room that a mailbox may have taken without work."""
UNFINISHED = 1_024
TRIES = 1_250
"""What the least work takes at most (20,000 hashes): under a second on a slow phone."""
MOST = 5
"""How often that may double."""
PARTS = 16
"""An envelope of so many parts costs twice that of one."""


class Pressure:
    """What has begun lately, by mailbox."""

    def __init__(self) -> None:
        self._steps: deque[tuple[int, Counter[str]]] = deque()

    def begun(self, mailbox: str) -> None:
        """Note that one more envelope has begun."""
        step = int(time.monotonic()) // STEP
        if not self._steps or self._steps[-1][0] != step:
            self._steps.append((step, Counter()))
        while self._steps[0][0] <= step - WINDOW // STEP:
            self._steps.popleft()
        self._steps[-1][1][mailbox] += 1

    def tries(self, mailbox: str, taken: float, unfinished: int, parts: int) -> int:
        """The most tries that one more envelope of so many `parts` shall cost; 0 while all is calm.

        `taken` is the share of the mailbox's room that is taken, `unfinished` how many envelopes are not whole.
        """
        recent = sum(counts[mailbox] for _, counts in self._steps)
        full = math.ceil((taken - HALF) * 2 * MOST)
        level = max(_doublings(recent / CALM), full, _doublings(unfinished / UNFINISHED))
        if level <= 0:
            return 0
        return int(TRIES * 2 ** (min(level, MOST + 1) - 1) * (1 + (parts - 1) / PARTS))


def _doublings(ratio: float) -> int:
    """0 below 1; then 1, and 1 more for each doubling."""
    return 0 if ratio < 1 else 1 + int(math.log2(ratio))
