"""What this room shows beside a testimony: the events it speaks of, and placing it in one."""

from collections.abc import Iterator
from typing import Any

from amana.desk.models import User
from amana.desk.policy import may
from amana.events import policy
from amana.testimony.models import Testimony
from amana.testimony.policy import may_with

SHOWN = 30
"""The newest events, of which one can be chosen; any other is named by its code."""


def panel(user: User, thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """For an account, and a person who works with events."""
    if not isinstance(thing, Testimony) or thing.kind != Testimony.Kind.ACCOUNT or not may(user, "event.read"):
        return
    mine = policy.readable(user)
    yield (
        "events/panel.html",
        {
            "testimony": thing,
            "events": mine.filter(testimonies=thing).order_by("code"),
            "others": mine.exclude(testimonies=thing).select_related("place").order_by("-at", "pk")[:SHOWN],
            "may_edit": may_with(user, "event.place", thing),
        },
    )
