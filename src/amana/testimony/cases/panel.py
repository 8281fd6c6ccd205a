"""A testimony's case, shown beside it: for who reads its own words alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from amana.testimony.cases import policy
from amana.testimony.cases.risks import standing
from amana.testimony.models import Survivor, Testimony
from amana.testimony.policy import looks_after, sees_own_words

if TYPE_CHECKING:
    from amana.desk.models import User


SHOWN = 30
"""The newest of one's cases, of which one can be chosen; any other is named by its code."""


def beside(user: "User", thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The case that it is of; or, for who looks after it, making one, or saying whose it is."""
    if not isinstance(thing, Testimony) or not sees_own_words(user, thing):
        return
    hers = looks_after(user, thing)
    found = policy.readable(user).filter(pk=thing.survivor_id).first() if thing.survivor_id else None
    if found is None and not hers:
        return
    mine = (
        Survivor.objects.filter(handler=user, closed_on=None).order_by("-opened_on", "code")
        if hers
        else Survivor.objects.none()
    )
    yield (
        "cases/panel.html",
        {"testimony": thing, "case": found, "mine": mine[:SHOWN], "hers": hers, "risk": standing(found)},
    )
