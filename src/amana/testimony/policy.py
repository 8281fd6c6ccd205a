"""Who may see which testimony, and how much of it.

A caseworker sees what nobody has taken in hand yet, and what she has in hand. A
supervisor sees every account. An analyst sees those that agreed to be counted, by
pseudonym, without own words and recordings. Whose it is, only who has it in hand
sees; anyone else of those needs a reason and a second person, each time.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from amana.desk.models import User
from amana.desk.policy import ALL, WHOSOEVER, may, reach
from amana.errors import Problem
from amana.testimony import consents
from amana.testimony.models import IdentityRequest, Survivor, Testimony

ASKED_FOR = timedelta(days=7)
"""How long a request to see an identity waits for a second person."""
ALLOWED_FOR = timedelta(hours=24)
"""How long a permission to see one can be used."""


def among(user: User, action: str) -> QuerySet[Testimony]:
    """The testimonies on which `user` may do `action`, by the scopes of the table (vocabulary/roles.yaml)."""
    scopes = reach(user, action)
    opened = Testimony.objects.filter(shut=False)
    if scopes & ALL or scopes >= WHOSOEVER:
        return opened
    seen = Q()
    if "own" in scopes:
        seen |= Q(handler=user)
    if "free" in scopes:
        seen |= Q(handler=None)
    if "others" in scopes:
        seen |= ~Q(handler=None) & ~Q(handler=user)
    for scope, purpose in (("counted", "count"), ("evidence", "evidence")):
        if scope in scopes:
            agreed = consents.agreeing(purpose).filter(testimony=OuterRef("pk"))
            seen |= Q(Exists(agreed), kind=Testimony.Kind.ACCOUNT)
    return opened.filter(seen) if seen else opened.none()


def may_with(user: User, action: str, testimony: Testimony) -> bool:
    """Whether `user` may do `action` on this testimony. What only whose hands it is in decides, asks no database."""
    scopes = reach(user, action)
    if testimony.shut:
        return False
    if scopes & ALL or ("free" if testimony.handler_id is None else _whose(user, testimony)) in scopes:
        return True
    return bool(scopes - WHOSOEVER) and among(user, action).filter(pk=testimony.pk).exists()


def require_with(user: User, action: str, testimony: Testimony) -> None:
    """`testimony.not_in_your_hands` unless `user` may do `action` on this testimony."""
    if not may_with(user, action, testimony):
        raise Problem("testimony.not_in_your_hands")


def readable(user: User) -> QuerySet[Testimony]:
    """The testimonies that `user` may open at all."""
    return among(user, "testimony.read")


def find(user: User, pk: str) -> Testimony:
    """The testimony `pk`; the same 404 whether it does not exist or is not for `user`."""
    testimony = readable(user).filter(pk=pk).first()
    if testimony is None:
        raise Http404
    return testimony


def sees_own_words(user: User, testimony: Testimony) -> bool:
    """Whether `user` sees free text, recordings and messages, in which a person can be recognised."""
    return may_with(user, "testimony.words", testimony)


def looks_after(user: User, testimony: Testimony) -> bool:
    """Whether `user` has it in hand: she may answer it and keep its consents and identity."""
    return may_with(user, "testimony.handle", testimony)


def may_ask_who(user: User, testimony: Testimony) -> bool:
    """Whether `user` may see whose it is, or may ask to."""
    return may_with(user, "identity.view", testimony) or may_with(user, "identity.ask", testimony)


def allowance(user: User, testimony: Testimony) -> IdentityRequest | None:
    """The permission, neither used nor run out, with which `user` may see once whose testimony it is."""
    asked = IdentityRequest.objects.filter(testimony=testimony, asked_by=user, used=False)
    return asked.exclude(allowed_by=None).filter(until__gt=timezone.now()).first()


def gone() -> list[int]:
    """Those who have accounts or cases in hand and can look after none any more: whose access or role has ended."""
    held = Exists(Testimony.objects.filter(handler=OuterRef("pk"))) | Exists(
        Survivor.objects.filter(handler=OuterRef("pk"))
    )
    return [user.pk for user in User.objects.filter(held) if not may(user, "testimony.handle")]


def asking() -> QuerySet[IdentityRequest]:
    """The requests that a second person can still decide on: one that nobody took up in a week is asked anew."""
    return IdentityRequest.objects.filter(allowed_by=None, used=False, at__gt=timezone.now() - ASKED_FOR)


def _whose(user: User, testimony: Testimony) -> str:
    return "own" if testimony.handler_id == user.pk else "others"
