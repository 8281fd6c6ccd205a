"""Letters to community workers: their list, or that their key has ended (spec/worker.md, "Letters")."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from amana.sealing.inside import UNTOLD, Inside
from amana.sealing.shapes import fit
from amana.testimony.letters import schedule
from amana.testimony.workers.models import Case, Worker


def due(today: date) -> Sequence[Worker]:
    """The workers who get a letter on `today`."""
    return list(Worker.objects.filter(next_letter__lte=today))


def letter_for(worker: Worker, today: date) -> Inside:
    """What the worker's phone is told today: pseudonyms, states and days, or the end of the key."""
    over = worker.ended_on is not None
    cases = [] if over else worker.cases.filter(testimony__shut=False).order_by("next", "code")
    members: dict[str, Any] = {
        **UNTOLD,
        "kind": "letter",
        "language": worker.language,
        "day": today.isoformat(),
        "letter": {
            "state": "received",
            "messages": [],
            "cut": False,
            "worker": {"cases": [_shown(case) for case in cases], "revoked": over},
        },
    }
    return fit(Inside, members, "sealing.bad_inside")


def _shown(case: Case) -> dict[str, str | None]:
    return {"code": case.code, "state": case.state, "next": case.next.isoformat() if case.next else None}


def note_written(worker: Worker, today: date) -> None:
    """The hub has today's letter. After the end they go on for a year, rarer and rarer, as those to a receipt do."""
    worker.next_letter = schedule.following(today, worker.ended_on or today)
    worker.save(update_fields=["next_letter"])
