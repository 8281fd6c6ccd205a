"""One check of the hub at a time, by a process beside the desk's, so that a page can say how far it is.

What is remembered dies with the desk's process; what was kept is in the database.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import connection

from amana.desk.errands.running import errands
from amana.desk.pause import pause
from amana.errors import Problem
from amana.testimony.sync import Outcome, forget_ended, our_hub, suppress_refusals, sync_from_hub

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
        done = errands.run(__name__.removeprefix("amana."), None, lambda told: _tell(Outcome(**told)))
        outcome = Outcome(**done["outcome"])
        if done["ended"]:
            with suppress_refusals(), pause.work():
                forget_ended(done["ended"])
    except Problem as problem:
        wrong, outcome = problem, _state.outcome
    except Exception:
        wrong = Problem("desk.fault")
        outcome = _state.outcome
    finally:
        connection.close()
        _state = State(ended=True, outcome=outcome, wrong=wrong)


def _tell(outcome: Outcome) -> None:
    global _state
    _state = replace(_state, outcome=outcome)


def run(asked: None, tell: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The check itself, in its own process: what came of it, and the mailboxes whose keys the desk can forget."""
    told = 0.0

    def now_and_then(outcome: Outcome) -> None:
        nonlocal told
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            tell(asdict(outcome))

    ended: list[str] = []
    outcome = sync_from_hub(our_hub(), now_and_then, ended.extend)
    return {"outcome": asdict(outcome), "ended": ended}
