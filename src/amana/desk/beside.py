"""How a process begins that the desk began for some work: it ends with the desk, gives way, speaks in lines of JSON."""

import ctypes
import json
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import Any, TextIO

PARENT_DIED = 1
"""PR_SET_PDEATHSIG of Linux's prctl."""


def begin(gentle: int) -> tuple[Any, TextIO]:
    """What stands on the first line of its input, and where its answers go, which nothing else is written to.

    It ends with the process that began it, however that ends. `gentle`: by how much it gives way to others (nice).
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)
    os.nice(gentle)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is none of the answer
    given = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return given, answers


def say(answers: TextIO, answer: Any) -> None:
    """One line."""
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _end_with_parent() -> None:
    """Its input ends when the desk closes it or dies: on systems that have no signal for that, too."""
    while os.read(0, 1):
        pass
    os._exit(1)
