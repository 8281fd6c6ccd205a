"""Accounts that broke off and came as they were (spec/page.md, Drafts): kept beside the others, marked, and only until
the account that completes them is here.

A parcel that holds the pieces of one draft is itself what is kept of them: to erase it erases every piece.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from amana.desk.fields import blind
from amana.errors import Problem
from amana.sealing.envelope import Opened
from amana.testimony.drafts import is_draft
from amana.testimony.models import Testimony


def pieces_of(opened: Opened, open_: Callable[[bytes], Opened]) -> list[Opened]:
    """All pieces of the one draft that an envelope is a piece of, or a parcel is full of; of anything else none."""
    if opened.inside.kind == "draft":
        return [opened]
    pieces: list[Opened] = []
    for carried in opened.attachments if opened.inside.kind == "parcel" else []:
        try:
            pieces.append(open_(carried))
        except Problem:
            return []
        if not is_draft(pieces):
            return []
    return pieces


def is_known(told: dict[str, Any]) -> bool:
    """Whether the account that a draft became is here, or the draft itself, as new as this."""
    return any(
        row.kind == Testimony.Kind.ACCOUNT or row.told["draft"]["number"] >= told["draft"]["number"]
        for row in Testimony.objects.filter(draft=draft_of(told))
    )


def draft_of(told: dict[str, Any]) -> str:
    """Blind index of the draft that an account completes, or that a piece is of; empty where there is none."""
    draft = told.get("draft")
    return blind(draft["id"], "testimony_testimony.draft") if draft else ""


def is_completed() -> Q:
    """Whether a row is an unfinished account whose whole account came as well: nobody needs to look at it."""
    accounts = Testimony.objects.filter(kind=Testimony.Kind.ACCOUNT, draft=OuterRef("draft"))
    return Q(Exists(accounts), kind=Testimony.Kind.DRAFT)
