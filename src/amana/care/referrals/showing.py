"""Referrals in the reader's words."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from amana.care.referrals.actions import MADE, tells
from amana.care.referrals.agreeing import agreed, names_for
from amana.care.referrals.models import Answer, Referral
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
    """By kind of service: how often it was not to be had, and how often a service said no. No kind without either."""
    lacking: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    over = rows.exclude(ended_on=None)  # nothing is awaited of what was not to be had, nor where a service said no
    said_last = dict(Answer.objects.filter(referral__in=over).values_list("referral_id", "answer"))
    for pk, kind, outcome in over.order_by().values_list("pk", "kind", "outcome"):
        lacking[str(kind)] += str(outcome) == MISSING
        refused[str(kind)] += str(said_last.get(pk)) == TURNED_AWAY
    return [
        {"kind": said("services", kind), "lacking": lacking[kind], "refused": refused[kind]}
        for kind in entries("services")
        if lacking[kind] or refused[kind]
    ]
