"""Who may see which testimony, and how much of it.

A caseworker sees what nobody has taken in hand yet, and what she has in hand. A
supervisor sees every account. An analyst sees those that agreed to be counted, by
pseudonym, without own words and recordings. Whose it is, only who has it in hand
sees; anyone else of those needs a reason and a second person, each time.
"""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import Http404

from amana.desk.policy import may
from amana.testimony import consents
from amana.testimony.models import IdentityRequest, Testimony

if TYPE_CHECKING:
    from amana.desk.models import User


def readable(user: "User") -> QuerySet[Testimony]:
    """The testimonies that `user` may open at all."""
    rows = Testimony.objects.all()
    if may(user, "testimony.oversee"):
        return rows
    seen = Q(pk__in=[])
    if may(user, "testimony.handle"):
        seen |= Q(handler=None) | Q(handler=user)
    if may(user, "testimony.analyse"):
        seen |= Q(kind=Testimony.Kind.ACCOUNT, pk__in=consents.agreeing("count"))
    return rows.filter(seen)


def find(user: "User", pk: str) -> Testimony:
    """The testimony `pk`; the same 404 whether it does not exist or is not for `user`."""
    testimony = readable(user).filter(pk=pk).first()
    if testimony is None:
        raise Http404
    return testimony


def sees_own_words(user: "User", testimony: Testimony) -> bool:
    """Whether `user` sees free text, recordings and messages, in which a person can be recognised."""
    if may(user, "testimony.oversee"):
        return True
    return may(user, "testimony.handle") and testimony.handler_id in (None, user.pk)


def looks_after(user: "User", testimony: Testimony) -> bool:
    """Whether `user` has it in hand: she may answer it and keep its consents and identity."""
    return may(user, "testimony.handle") and testimony.handler_id == user.pk


def allowance(user: "User", testimony: Testimony) -> IdentityRequest | None:
    """The permission, not yet used, with which `user` may see once whose testimony it is."""
    asked = IdentityRequest.objects.filter(testimony=testimony, asked_by=user, used=False)
    return asked.exclude(allowed_by=None).first()
