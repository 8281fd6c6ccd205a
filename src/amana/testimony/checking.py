"""One check of the hub at a time, by a process beside the desk's, so that a page can say how far it is.

A check may also be asked to end the earlier mailboxes, which looks into them a last time.

What is remembered dies with the desk's process; what was kept is in the database.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import connection

from amana.desk.errands.running import errands
from amana.desk.models import User
from amana.desk.pause import pause
from amana.desk.policy import require
from amana.errors import Problem
from amana.testimony import mailboxes
from amana.testimony.sync import Outcome, end_mailboxes, forget_ended, our_hub, suppress_refusals, sync_from_hub

OFTEN = 0.2
"""Seconds between two tellings of how far it is."""


@dataclass(frozen=True)
class State:
    """Whether a check runs, whether one ended, what it did so far, and what went wrong.

    `ending`: it is, or was, one that ends earlier mailboxes; `left`: some could not be ended.
    """

    ending: bool = False
    left: bool = False
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
    _begin(None)


def end_earlier(actor: User) -> None:
    """Begin to end the earlier mailboxes. `testimony.mailbox_not_named` where no card names a newer one yet,
    `testimony.check_under_way` while a check runs.
    """
    require(actor, "desk.keys")
    if not mailboxes.replaced():
        raise Problem("testimony.mailbox_not_named")
    if not _begin(actor):
        raise Problem("testimony.check_under_way")


def _begin(ending: User | None) -> bool:
    global _state
    with _turn:
        if _state.running:
            return False
        _state = State(ending=ending is not None, running=True)
    threading.Thread(target=_run, args=(ending,), daemon=True).start()
    return True


def _run(ending: User | None = None) -> None:
    global _state
    wrong, left = None, False
    outcome = Outcome()
    try:
        asked = {"end": ending is not None}
        done = errands.run(__name__.removeprefix("amana."), asked, lambda told: _tell(Outcome(**told)))
        outcome = Outcome(**done["outcome"])
        if done["ended"]:
            with suppress_refusals(), pause.work():
                forget_ended(done["ended"], ending)
        left = ending is not None and bool(mailboxes.replaced())
    except Problem as problem:
        wrong, outcome = problem, _state.outcome
    except Exception:
        wrong = Problem("desk.fault")
        outcome = _state.outcome
    finally:
        connection.close()
        _state = State(ending=ending is not None, left=left, ended=True, outcome=outcome, wrong=wrong)


def _tell(outcome: Outcome) -> None:
    global _state
    _state = replace(_state, outcome=outcome)


def run(asked: dict[str, bool], tell: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The check itself, in its own process: what came of it, and the mailboxes whose keys the desk can forget."""
    told = 0.0

    def now_and_then(outcome: Outcome) -> None:
        nonlocal told
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            tell(asdict(outcome))

    ended: list[str] = []
    if asked["end"]:
        outcome = Outcome()
        end_mailboxes(our_hub(), mailboxes.replaced(), outcome, now_and_then, ended.extend)
    else:
        outcome = sync_from_hub(our_hub(), now_and_then, ended.extend)
    return {"outcome": asdict(outcome), "ended": ended}
