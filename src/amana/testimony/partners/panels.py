"""What a testimony's page shows of partner desks, and what waits with them, as sentences that name nobody."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.testimony import policy
from amana.testimony.consents import today
from amana.testimony.models import Testimony
from amana.testimony.partners import copies, standing
from amana.testimony.partners.models import Came, Partner, Share, State
from amana.vocabulary import entries, label

PATIENCE = timedelta(days=3)
"""After so long without an answer to an end, somebody should call the other organisation."""


def beside(user: User, thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """From whom an account came and on what terms; with whom it was shared, and what holds there."""
    if not isinstance(thing, Testimony) or thing.kind not in (Testimony.Kind.ACCOUNT, Testimony.Kind.ADDITION):
        return
    came = Came.objects.filter(testimony=thing).select_related("partner").first()
    if came is not None:
        yield (
            "partners/came.html",
            {
                "came": came,
                **terms_shown(came),
                "account": _account_of(user, came),
                "others": _of_the_same_person(user, came),
            },
        )
    if not policy.sees_own_words(user, thing):
        return
    shares = Share.objects.filter(testimony=thing).select_related("partner").order_by("on", "pk")
    if shares:
        may_end = policy.may_with(user, "sharing.take_back", thing)
        rows = [
            {"share": share, "stage": stage_of(share), "ties": _ties(share), **shown(share.agreed)} for share in shares
        ]
        yield (
            "partners/shared.html",
            {"rows": rows, "may_end": may_end, "hers": policy.looks_after(user, thing), "testimony": thing},
        )


def _ties(share: Share) -> list[str]:
    """What ties each copy that went to its original."""
    return [tie.value for tie in copies.ties(share.testimony, share.extent)] if share.testimony else []


def terms_shown(came: Came) -> dict[str, Any]:
    """The terms on which an account came, in words."""
    return {
        "left_out": came.terms.get("left_out", []),
        "files": came.terms.get("files"),
        "ties": came.terms.get("made_from", []),
        "since": _day(came.terms.get("came")),
        **shown(came.terms.get("agreed", [])),
    }


def shown(agreed: list[dict[str, Any]]) -> dict[str, Any]:
    """Purposes in words, each until when, and with whom it may be shared in turn."""
    known = entries("purposes")
    return {
        "agreed": [
            {
                "label": label("purposes", term["purpose"]) if term["purpose"] in known else term["purpose"],
                "until": _day(term["until"]),
                "onward": term["onward"],
            }
            for term in agreed
        ]
    }


def stage_of(share: Share) -> str:
    """How far what holds has come: said (not brought yet), sent (no answer yet), or known there."""
    if share.next is None:
        return "known"
    return "sent" if share.tries else "said"


def _day(said: str | None) -> date | None:
    return date.fromisoformat(said) if said else None


def needs(user: User) -> Iterator[Need]:
    """Digits to compare; ends of shares that a partner desk has not heard of, or has not answered."""
    page = reverse("partners:list")
    if may(user, "partner.keep"):
        waiting = Partner.objects.filter(Q(confirmed_on=None, ended_on=None) | Q(again=True))
        if waiting.exclude(added_by=user).exists():
            yield Need(gettext("A partner desk's digits wait to be compared by voice"), page, turn=Turn.TODAY)
    if not may(user, "testimony.sync"):
        return
    if standing.to_end() or standing.unsaid().exclude(state=State.SHARED).exists():
        say = gettext("What was shared must be used no more, and the partner desk could not be told yet: check the hub")
        yield Need(say, reverse("testimony:check"), urgent=True)
    silent = Share.objects.exclude(state=State.SHARED).filter(next__isnull=False, ended_on__lte=today() - PATIENCE)
    if silent.exists():
        yield Need(gettext("A partner desk has not answered that an account is erased: call them"), page, urgent=True)


def _account_of(user: User, came: Came) -> Testimony | None:
    """The account to which this was added."""
    if not came.adds_to:
        return None
    return policy.readable(user).filter(came__partner=came.partner_id, came__share=came.adds_to).first()


def _of_the_same_person(user: User, came: Came) -> list[Testimony]:
    if not came.person:
        return []
    same = Came.objects.filter(partner=came.partner_id, person=came.person).exclude(pk=came.pk)
    return list(policy.readable(user).filter(came__in=same).order_by("day", "pk"))
