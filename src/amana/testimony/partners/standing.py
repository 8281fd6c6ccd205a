"""What holds now of every account that was shared: worked out anew from consents, the account and the partner desk.

So nobody has to remember to send a withdrawal after an account: whatever ends what was agreed ends the share as well.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from amana.testimony import consents
from amana.testimony.custody.log import record
from amana.testimony.models import Consent, Testimony
from amana.testimony.partners.models import Partner, Share, State

Terms = list[dict[str, Any]]
COUNT = "count"
"""Being counted: agreed to in general, and passed on with a purpose that was agreed to for the partner by name."""


def stands(share: Share) -> tuple[State, Terms, dict[str, list[str]]]:
    """The state and terms that hold now, and what of that which was approved was not taken back."""
    testimony = share.testimony
    if testimony is None or share.taken_back or share.partner.ended_on:
        return State.ERASED, [], {}
    if testimony.shut:
        return State.PAUSED, [], dict(share.approved)
    left = {
        purpose: [name for name in onward if not taken_back(testimony, purpose, name)]
        for purpose, onward in share.approved.items()
        if not taken_back(testimony, purpose, "" if purpose == COUNT else str(share.partner.name))
    }
    shared = {purpose for purpose in left if purpose != COUNT}
    if not shared:
        return State.ERASED, [], {}
    terms = terms_of(testimony, share.partner, left)
    if not any(term["purpose"] != COUNT for term in terms):
        return State.PAUSED, [], left
    return State.SHARED, terms, left


def terms_of(testimony: Testimony, partner: Partner, approved: dict[str, list[str]]) -> Terms:
    """Of approved purposes those that hold now, each until when, and with whom by name it may be shared in turn."""
    terms = []
    for purpose, onward in sorted(approved.items()):
        name = "" if purpose == COUNT else str(partner.name)
        if purpose == COUNT:
            holds = consents.allows(testimony, purpose)
        else:
            holds = consents.allows_by_name(testimony, purpose, name)
        if holds:
            named = [one for one in onward if consents.allows_by_name(testimony, purpose, one)]
            terms.append({"purpose": purpose, "until": _until(testimony, purpose, name), "onward": named})
    return terms


def taken_back(testimony: Testimony, purpose: str, name: str) -> bool:
    """Whether the answer that decides now is a no: said for the name, or later to the purpose itself."""
    index = consents.index_of(name)
    found = [one for one in consents.answered(testimony) if (one.row.purpose, one.row.recipient) == (purpose, index)]
    return not found or found[0].decides.answer != Consent.Answer.YES


def restate(today: date) -> None:
    """Give every share whose state or terms have changed a new number, and have it said."""
    for pk in Share.objects.exclude(state=State.ERASED).values_list("pk", flat=True):
        with transaction.atomic():
            share = Share.objects.select_for_update().get(pk=pk)
            _restate(share, today)


def to_end() -> int:
    """How many shares are to end or pause, of which the partner desks have not been told: asked on every first page."""
    sealed = ("testimony__told", "partner__card", "partner__link", "partner__key", "agreed")
    rows = Share.objects.exclude(state=State.ERASED).select_related("partner", "testimony").defer(*sealed)
    agreeing: dict[tuple[str, str], set[str]] = {}
    count = 0
    for share in rows:
        testimony, partner = share.testimony, share.partner
        if testimony is None or share.taken_back or partner.ended_on:
            count += 1
        elif share.state == State.SHARED:
            count += testimony.shut or not any(
                testimony.pk in _agreeing(agreeing, purpose, str(partner.name))
                for purpose in share.approved
                if purpose != COUNT
            )
    return count


def unsaid() -> QuerySet[Share]:
    """Ends and pauses that no hub has taken yet."""
    return Share.objects.exclude(state=State.SHARED).filter(next__isnull=False, tries=0)


def _agreeing(known: dict[tuple[str, str], set[str]], purpose: str, name: str) -> set[str]:
    """The accounts that agree by this name, asked once for all shares."""
    if (purpose, name) not in known:
        known[purpose, name] = set(consents.agreeing_by_name(purpose, name))
    return known[purpose, name]


def _differs(share: Share, state: State, terms: Terms) -> bool:
    return (share.state, share.agreed) != (state, terms)


def _restate(share: Share, today: date) -> None:
    state, terms, left = stands(share)
    if not _differs(share, state, terms):
        if left != share.approved:
            share.approved = left
            share.save(update_fields=["approved"])
        return
    share.state, share.agreed, share.approved = state, terms, left
    share.number, share.tries, share.next = share.number + 1, 0, today
    share.ended_on = today if state == State.ERASED else None
    share.save()
    record(None, "share.restated", share, {"state": str(state), "number": share.number})


def _until(testimony: Testimony, purpose: str, name: str) -> str | None:
    """The last day of the answer that holds."""
    rows = testimony.consents.filter(purpose=purpose, recipient=consents.index_of(name)).order_by("-pk")
    latest = rows.first()
    return latest.valid_until.isoformat() if latest and latest.valid_until else None
