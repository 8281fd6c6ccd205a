"""One check of the hub at a time, by a process beside the desk's, so that a page can say how far it is.

What is remembered dies with the desk's process; what was kept is in the database.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from amana.desk.errands.running import errands
from amana.errors import Problem
from amana.testimony.sync import Outcome, our_hub, sync_from_hub

OFTEN = 0.2
"""Seconds between two tellings of how far it is."""


@dataclass(frozen=True)
class State:
    """Whether a check runs, whether one ended, what it did so far, and what went wrong."""

    running: bool = False
    ended: bool = False
    outcome: Outcome = field(default_factory=Outcome)
    wrong: Problem | None = None


_turn = threading.Lock()
_state = State()


def state() -> State:
    """How far the last check is."""
    return _state


def start() -> None:
    """Begin a check, unless one runs already."""
    global _state
    with _turn:
        if _state.running:
            return
        _state = State(running=True)
    threading.Thread(target=_run, daemon=True).start()


def _run() -> None:
    global _state
    wrong = None
    outcome = Outcome()
    try:
        outcome = Outcome(**errands.run(__name__.removeprefix("amana."), None, lambda told: _tell(Outcome(**told))))
    except Problem as problem:
        wrong, outcome = problem, _state.outcome
    except Exception:
        wrong = Problem("desk.fault")
        outcome = _state.outcome
    finally:
        _state = State(ended=True, outcome=outcome, wrong=wrong)


def _tell(outcome: Outcome) -> None:
    global _state
    _state = replace(_state, outcome=outcome)


def run(asked: None, tell: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The check itself, in its own process."""
    told = 0.0

    def now_and_then(outcome: Outcome) -> None:
        nonlocal told
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            tell(asdict(outcome))

    return asdict(sync_from_hub(our_hub(), now_and_then))
