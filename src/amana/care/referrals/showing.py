"""Referrals in the reader's words."""

from typing import Any

from django.db.models import QuerySet

from amana.care.referrals.actions import MADE, tells
from amana.care.referrals.agreeing import agreed, names_for
from amana.care.referrals.models import Referral
from amana.desk.search.narrowing import how_many
from amana.testimony import consents
from amana.testimony.cases.showing import said
from amana.vocabulary import entries

MISSING = "unavailable"
TURNED_AWAY = "turned_away"


def shown(row: Referral) -> dict[str, Any]:
    """One referral: its kind, how far it has come, and whether it should have been asked after by now."""
    answers = list(row.answers.all())
    latest = answers[-1].answer if answers else ""
    return {
        "row": row,
        "kind": said("services", row.kind),
        "urgency": said("referral_urgency", row.urgency),
        "way": said("referral_ways", row.way),
        "shared": [said("referral_shares", code) for code in row.shared],
        "outcome": said("referral_outcomes", row.outcome),
        "made": row.outcome == MADE,
        "state": said("referral_answers", latest),
        "answers": [{"row": one, "said": said("referral_answers", one.answer)} for one in reversed(answers)],
        "late": bool(not row.ended_on and row.reply_on and row.reply_on < consents.today()),
        "tells": tells(row),
    }


def holds(row: Referral) -> bool:
    """Whether what the service may know may still be told it."""
    return not tells(row) or agreed(row.survivor, names_for(row))


def missing(rows: QuerySet[Referral]) -> list[dict[str, Any]]:
    """By kind of service: how often it was not to be had, and how often a service said no. No kind without either.

    Counted by the index: to open every referral that was ever made would take seconds.
    """
    found = [
        {
            "kind": said("services", kind),
            "lacking": how_many(rows, "referral", f"lacking {kind}"),
            "refused": how_many(rows, "referral", f"refused {kind}"),
        }
        for kind in entries("services")
    ]
    return [row for row in found if row["lacking"] or row["refused"]]
