"""Who may see which case: who has it, anyone who takes cases where nobody has it, and a supervisor.

Nobody else sees any: neither a code, nor a count, nor that there is one. The table decides (vocabulary/roles.yaml).
"""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404

from amana.desk.policy import ALL, WHOSOEVER, reach
from amana.errors import Problem
from amana.testimony.models import Survivor

if TYPE_CHECKING:
    from amana.desk.models import User


def among(user: "User", action: str) -> QuerySet[Survivor]:
    """The cases on which `user` may do `action`."""
    scopes = reach(user, action)
    if scopes & ALL or scopes >= WHOSOEVER:
        return Survivor.objects.all()
    seen = Q()
    if "own" in scopes:
        seen |= Q(handler=user)
    if "free" in scopes:
        seen |= Q(handler=None)
    if "others" in scopes:
        seen |= ~Q(handler=None) & ~Q(handler=user)
    return Survivor.objects.filter(seen) if seen else Survivor.objects.none()


def readable(user: "User") -> QuerySet[Survivor]:
    """The cases that `user` may open."""
    return among(user, "case.read")


def find(user: "User", pk: str) -> Survivor:
    """The case `pk`; the same 404 whether it does not exist or is not for `user`."""
    found = readable(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_with(user: "User", action: str, survivor: Survivor) -> bool:
    """Whether `user` may do `action` on this case, by whose hands it is in."""
    scope = "free" if survivor.handler_id is None else "own" if survivor.handler_id == user.pk else "others"
    return bool(reach(user, action) & (ALL | {scope}))


def require_with(user: "User", action: str, survivor: Survivor) -> None:
    """`cases.not_in_your_hands` unless `user` may do `action` on this case."""
    if not may_with(user, action, survivor):
        raise Problem("cases.not_in_your_hands")


def has(user: "User", survivor: Survivor) -> bool:
    """Whether `user` looks after her, and so may write, close and erase."""
    return may_with(user, "case.keep", survivor)
