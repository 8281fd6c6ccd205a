"""What was added by receipt to an account that is shared: never passed on by itself, and never more than went before.

It is chosen, read and approved as the account was, and goes on what holds of the account (spec/sharing.md, "What is
added").
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.release.sharing.models import Chosen, Sharing, Stays
from amana.testimony import policy
from amana.testimony.models import Testimony
from amana.testimony.partners.leaving_out import LEFT_OUT, least
from amana.testimony.partners.models import Partner, Share, State

SHOWN = 10
LEAST = next(iter(LEFT_OUT))
"""The extent by which no own words go, so nothing that was added."""


def of(sharing: Sharing, agreed: Any) -> Q:
    """Which rows were added to an account of those that agree (ids), and that is shared with the partner."""
    accounts = _accounts_shared(sharing.partner).filter(testimony__in=agreed).exclude(extent=LEAST)
    if sharing.extent == LEAST or not accounts.exists():
        return Q(pk__in=[])
    rows = _told_here().filter(receipt__in=accounts.values("testimony__receipt"))
    return Q(pk__in=[row.pk for row in rows if says_something(row)])


def _told_here() -> QuerySet[Testimony]:
    """Additions that no other desk passed on: what came from one may be for less than its account, and stays here."""
    return Testimony.objects.filter(kind=Testimony.Kind.ADDITION, came=None)


def _accounts_shared(partner: Partner) -> QuerySet[Share]:
    """What is shared with a partner now, and came with a receipt by which something can be added."""
    live = Share.objects.filter(partner=partner, of=None).exclude(state=State.ERASED).exclude(testimony=None)
    return live.exclude(testimony__receipt="").order_by("on", "pk")


def says_something(row: Testimony) -> bool:
    """Whether an addition holds words or files: one that brings a half of a receipt alone has nothing to share."""
    return bool(row.told["text"].strip() or row.told["attachments"])


def added_since(share: Share) -> list[str]:
    """The ids of what was added to a shared account and is not shared with that partner."""
    if share.testimony is None or not share.testimony.receipt or share.extent == LEAST:
        return []
    rows = _told_here().filter(receipt=share.testimony.receipt)
    shared = Share.objects.filter(partner=share.partner, testimony__in=rows).exclude(state=State.ERASED)
    left = rows.exclude(pk__in=shared.values("testimony")).order_by("day", "pk")
    return [row.pk for row in left if says_something(row)]


def undecided(user: User) -> dict[str, set[str]]:
    """What was added to shared accounts and is in `user`'s hands, of which nobody has said yet whether it goes.

    Id of each addition → the ids of the shares that wait for that. What is in a draft is being decided. It costs the
    same number of queries however many there are.
    """
    if not may(user, "sharing.draft"):
        return {}
    hers = policy.among(user, "sharing.choose").filter(pk__in=_told_here().filter(handler=user)).exclude(receipt="")
    live = Share.objects.filter(of=None, taken_back=False, testimony__receipt__in=hers.values("receipt"))
    live = live.exclude(state=State.ERASED).exclude(extent=LEAST)
    shares = list(live.values_list("pk", "partner", "testimony__receipt"))
    rows = list(hers.filter(receipt__in={receipt for *_, receipt in shares}).order_by("day", "pk")) if shares else []
    pks = [row.pk for row in rows]
    went = Share.objects.filter(testimony__in=pks).exclude(state=State.ERASED).values_list("partner", "testimony")
    drafted = Chosen.objects.filter(testimony__in=pks, sharing__approved_by=None)
    gone = {*went, *drafted.values_list("sharing__partner", "testimony")} if rows else set()
    left = set(Stays.objects.filter(testimony__in=pks).values_list("share", "testimony")) if rows else set()
    found = {
        row.pk: {
            pk
            for pk, partner, receipt in shares
            if receipt == row.receipt and (partner, row.pk) not in gone and (pk, row.pk) not in left
        }
        for row in rows
        if says_something(row)
    }
    return {pk: waiting for pk, waiting in found.items() if waiting}


def account_of(sharing: Sharing, row: Testimony) -> Share | None:
    """The share of the account to which something was added; None of an account, and where none is shared now."""
    if row.kind == Testimony.Kind.ACCOUNT:
        return None
    return _accounts_shared(sharing.partner).filter(testimony__receipt=row.receipt).exclude(extent=LEAST).first()


def extent_of(sharing: Sharing, row: Testimony) -> str:
    """How much goes: as the release says; of what was added, never more than went of the account."""
    of = account_of(sharing, row)
    return least(sharing.extent, of.extent) if of else sharing.extent


def beside(user: User, thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """For who looks after it: the shares of an account to which something was added that they have not."""
    if not isinstance(thing, Testimony) or not policy.may_with(user, "sharing.choose", thing) or not thing.receipt:
        return
    shares = Share.objects.filter(of=None, testimony__receipt=thing.receipt).exclude(state=State.ERASED)
    shares = shares.select_related("partner", "testimony").order_by("on", "pk")
    waiting = undecided(user)
    rows = [
        {"share": share, "count": len(added), "undecided": [pk for pk in added if share.pk in waiting.get(pk, ())]}
        for share in shares
        if (added := added_since(share))
    ]
    if rows and may(user, "sharing.draft"):
        yield "sharing/added.html", {"rows": rows}


def needs(user: User) -> Iterator[Need]:
    """A line for each account of which somebody should say whether another desk gets what was added; ten at most."""
    waiting = undecided(user)
    rows = Testimony.objects.filter(pk__in=waiting).order_by("day", "pk").values_list("pk", "code", "receipt")
    first = {receipt: (pk, code) for pk, code, receipt in reversed(rows)} if waiting else {}
    for pk, code in sorted(first.values())[:SHOWN]:
        say = gettext("{code} was added to an account that another desk has, and they do not have it: should they?")
        yield Need(say.format(code=code), reverse("testimony:testimony", args=[pk]), turn=Turn.READ)
