"""What was added by receipt to an account that is shared: never passed on by itself, and never more than went before.

It is chosen, read and approved as the account was, and goes on what holds of the account (spec/sharing.md, "What is
added").
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from amana.desk.models import User
from amana.desk.policy import may
from amana.release.sharing.models import Sharing
from amana.testimony import policy
from amana.testimony.models import Testimony
from amana.testimony.partners.leaving_out import LEFT_OUT, least
from amana.testimony.partners.models import Partner, Share, State

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
    rows = [{"share": share, "count": count} for share in shares if (count := len(added_since(share)))]
    if rows and may(user, "sharing.draft"):
        yield "sharing/added.html", {"rows": rows}
