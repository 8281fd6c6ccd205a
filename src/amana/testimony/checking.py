"""One check of the hub at a time, in the background of the desk's process, so that a page can say how far it is.

What is remembered dies with the process; what was kept is in the database.
"""

import threading
from dataclasses import dataclass, field, replace

from django.db import connection

from amana.errors import Problem
from amana.testimony.sync import Outcome, our_hub, sync_from_hub


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
        outcome = sync_from_hub(our_hub(), _tell)
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
    _state = replace(_state, outcome=replace(outcome))
