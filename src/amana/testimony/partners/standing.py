"""What holds now of every account that was shared: worked out anew from consents, the account and the partner desk.

So nobody has to remember to send a withdrawal after an account: whatever ends what was agreed ends the share as well.
"""

from collections.abc import Mapping, Sequence
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
    if share.of is not None:
        return _stands_with(share, share.of)
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
    return _held(terms, left)


def _stands_with(share: Share, of: Share) -> tuple[State, Terms, dict[str, list[str]]]:
    """As `stands`, of what was added to an account: never more than holds of the account itself."""
    state, terms, left = stands(of) if of.state != State.ERASED else (State.ERASED, [], {})
    left = within(left, share.approved)
    if state == State.ERASED or not left.keys() - {COUNT}:
        return State.ERASED, [], {}
    return _held(narrow(terms, left), left)


def within(one: dict[str, list[str]], other: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What both allow: purpose → with whom it may be shared in turn."""
    return {purpose: [name for name in one[purpose] if name in other[purpose]] for purpose in one if purpose in other}


def narrow(terms: Terms, allowed: Mapping[str, Sequence[str]]) -> Terms:
    """Of terms those whose purpose is allowed, each with no more recipients than are allowed for it."""
    return [
        {**term, "onward": [name for name in term["onward"] if name in allowed[term["purpose"]]]}
        for term in terms
        if term["purpose"] in allowed
    ]


def narrower(before: Terms, now: Terms) -> bool:
    """Whether anything that terms allowed `before` is not allowed `now`: a purpose, a time, a recipient in turn."""
    kept = {term["purpose"]: term for term in now}
    for term in before:
        held = kept.get(term["purpose"])
        if held is None or set(term["onward"]) - set(held["onward"]):
            return True
        if held["until"] and (term["until"] is None or held["until"] < term["until"]):
            return True
    return False


def _held(terms: Terms, left: dict[str, list[str]]) -> tuple[State, Terms, dict[str, list[str]]]:
    """Shared as long as anything but being counted is among the terms."""
    shared = any(term["purpose"] != COUNT for term in terms)
    return (State.SHARED, terms, left) if shared else (State.PAUSED, [], left)


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
        restated(pk, today)


def restated(pk: str, today: date) -> Share:
    """One share as it holds at this moment, with a new number if that has changed."""
    with transaction.atomic():
        share = Share.objects.select_for_update().get(pk=pk)
        if share.state != State.ERASED:
            _restate(share, today)
    return share


def to_end() -> int:
    """How many shares are to end or pause, of which the partner desks have not been told: asked on every first page."""
    sealed = ("testimony__told", "of__testimony__told", "partner__card", "partner__link", "partner__key", "agreed")
    rows = Share.objects.exclude(state=State.ERASED).select_related("partner", "testimony", "of__testimony")
    rows = rows.defer(*sealed)
    agreeing: dict[tuple[str, str], set[str]] = {}
    count = 0
    for share in rows:
        testimony, partner = (share.of or share).testimony, share.partner
        ended = share.taken_back or (share.of is not None and (share.of.taken_back or share.of.state == State.ERASED))
        if testimony is None or share.testimony_id is None or ended or partner.ended_on:
            count += 1
        elif share.state == State.SHARED:
            count += testimony.shut or not any(
                testimony.pk in _agreeing(agreeing, purpose, str(partner.name))
                for purpose in share.approved
                if purpose != COUNT
            )
    return count


def unsaid() -> QuerySet[Share]:
    """Of all that narrows, pauses or ends what was said before what no hub has taken yet."""
    return Share.objects.exclude(state=State.SHARED, narrows=False).filter(next__isnull=False, tries=0)


def latest_no() -> int:
    """The newest answer that is no yes, 0 where there is none: while it is the same, nothing was taken back since."""
    return Consent.objects.exclude(answer=Consent.Answer.YES).order_by("-pk").values_list("pk", flat=True).first() or 0


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
    # What narrowed and was not brought yet still waits for nobody, whatever was agreed to since.
    unsaid = share.narrows and share.next is not None and share.tries == 0
    share.narrows = unsaid or state != State.SHARED or narrower(share.agreed, terms)
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
