"""Rows of a case in the reader's words."""

from typing import Any

from amana.testimony import consents
from amana.testimony.cases import risks
from amana.testimony.cases.models import Meeting, Risk
from amana.testimony.consents import Answered
from amana.testimony.models import Consent, Survivor
from amana.vocabulary import entries, label


def said(name: str, code: str) -> str:
    """The words of a code; of one that was left open, or that the list no longer has, none or the code itself."""
    return label(name, code) if code in entries(name) else code


def tasks_of(survivor: Survivor) -> list[dict[str, Any]]:
    """Open tasks by their day, then those that ended, the newest first."""
    rows = list(survivor.tasks.all())
    ended = sorted((row for row in rows if row.ended_on), key=lambda row: (row.ended_on, row.pk), reverse=True)
    shown = [row for row in rows if not row.ended_on] + ended
    late = consents.today()
    return [
        {"row": row, "kind": said("task_kinds", row.kind), "late": not row.ended_on and row.due < late} for row in shown
    ]


def meetings_of(survivor: Survivor) -> list[dict[str, Any]]:
    """Meetings, the latest first."""
    return [_meeting(row) for row in survivor.meetings.select_related("by").order_by("-day", "-at")]


def _meeting(row: Meeting) -> dict[str, Any]:
    return {
        "row": row,
        "how": said("meeting_ways", row.how),
        "language": said("languages", row.language),
        "interpreter": said("interpreters", row.interpreter),
        "interpreter_agreed": said("agreement", row.interpreter_agreed),
        "outcome": said("telling_outcomes", row.outcome),
    }


def warning_of(survivor: Survivor | None) -> dict[str, Any] | None:
    """What cases/warning.html shows; None where nothing is feared."""
    risk = risks.standing(survivor)
    return shown_risk(risk) if risk else None


def risks_of(survivor: Survivor) -> list[dict[str, Any]]:
    """Every risk that was written down, the latest first."""
    return [shown_risk(row) for row in reversed(survivor.risks.select_related("by"))]


def shown_risk(row: Risk) -> dict[str, Any]:
    """A risk with its level in words, and whether it should have been looked at again by now."""
    overdue = risks.overdue(row, consents.today())
    return {"row": row, "level": said("risk_levels", row.level), "overdue": overdue}


def guardians_of(survivor: Survivor) -> list[dict[str, Any]]:
    """Guardians, with what is known of each."""
    return [
        {
            "row": row,
            "relation": said("guardians", row.relation),
            "harmed": said("may_have_harmed", row.harmed),
            "choices": [(code, label("may_have_harmed", code)) for code in entries("may_have_harmed")],
        }
        for row in survivor.guardians.all()
    ]


def turns_of(survivor: Survivor) -> list[dict[str, Any]]:
    """Handovers, closings and openings, the latest first."""
    handed = [
        {"at": row.at, "handover": row, "reason": said("handover_reasons", row.reason)}
        for row in survivor.handovers.select_related("giver", "to", "by")
    ]
    turned = [
        {
            "at": row.at,
            "turn": row,
            "reason": said("closing_reasons" if row.closed else "reopening_reasons", row.reason),
        }
        for row in survivor.turns.select_related("by")
    ]
    return sorted([*handed, *turned], key=lambda one: one["at"], reverse=True)


def answers_of(survivor: Survivor) -> list[dict[str, Any]]:
    """What she said to a caseworker, purpose by purpose: first in general, then for each recipient."""
    order = list(entries("purposes"))
    rows = consents.answered(survivor)
    rows.sort(key=lambda one: (order.index(one.row.purpose), one.row.recipient != "", one.row.pk))
    return [shown_answer(one) for one in rows]


def shown_answer(one: Answered) -> dict[str, Any]:
    """An answer, whether it is a yes that holds now, and its purpose and language in words."""
    return {
        "row": one.row,
        "code": one.row.purpose,
        "purpose": said("purposes", one.row.purpose),
        "yes": one.yes,
        "ended": one.ended,
        "withdrawn": one.decides.answer == Consent.Answer.WITHDRAWN,
        "language": said("languages", one.row.language),
    }
