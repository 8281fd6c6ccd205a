"""What can be done with what was told. Each function is one transaction, with its entry in the custody log."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from amana.desk.gathering import once, remember, undoable
from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import may, require
from amana.desk.search.keeping import add
from amana.errors import Problem
from amana.sealing.envelope import Opened, open_
from amana.sealing.ids import id_of
from amana.testimony import consents, policy, unfinished
from amana.testimony.accounts import stands_alone
from amana.testimony.asking import Said, write_consent
from amana.testimony.cases import risks
from amana.testimony.custody.log import logged, record, refer
from amana.testimony.drafts import join
from amana.testimony.guards import lifted
from amana.testimony.models import Consent, Envelope, Erased, IdentityRequest, Receipt, Reply, Survivor, Testimony
from amana.testimony.receiving import leaves_nothing, receive
from amana.vocabulary import entries

DEEPEST = 4
"""Parcels one within the other: phones carry what other phones carried, and no one envelope makes work without end."""
LONGEST_REPLY = 6_000
"""Characters: what always fits into a letter, in any script."""


def keep(sealed: bytes, way: Envelope.Way, day: date, depth: int = 1, opened: Opened | None = None) -> Envelope | None:
    """Keep an envelope and what is in it; None if it was kept before, by whatever way.

    What cannot be opened, or taken for what it is, is kept all the same, with the problem's code as its `reason`.
    `depth`: 1, and one more for each parcel that it lies in. `opened`: what is in it, where that is known already.
    """
    try:
        return _keep(None, sealed, way, day, depth, opened)
    except IntegrityError:
        if Envelope.objects.filter(pk=id_of(sealed)).exists():
            return None
        raise


@logged("envelope.received", detail=("way",), when=lambda envelope: envelope is not None)
def _keep(
    actor: None, sealed: bytes, way: Envelope.Way, day: date, depth: int, opened: Opened | None
) -> Envelope | None:
    envelope = Envelope(id=id_of(sealed), sealed=sealed, way=way, day=day)
    if once(("here", envelope.pk), lambda: bool(_here([envelope.pk]))):
        return None
    try:
        inside = opened or _open(sealed)
        with undoable():
            _take(envelope, inside, depth)
    except Problem as problem:
        if problem.code.startswith("desk."):  # the desk was locked meanwhile: nothing is wrong with the envelope
            raise
        envelope = Envelope(id=envelope.pk, sealed=sealed, way=way, day=day, reason=problem.code)
        envelope.save(force_insert=True)
    return envelope


def look_up(ids: Collection[str]) -> None:
    """Ask once which of these envelopes were here before, for all that a run is about to keep."""
    here = _here(ids)
    for each in ids:
        remember(("here", each), each in here)


def _here(ids: Collection[str]) -> set[str]:
    kept, erased = (model.objects.filter(pk__in=ids).values_list("pk") for model in (Envelope, Erased))
    return {pk for (pk,) in kept.union(erased)}


def open_ahead(sealed: bytes) -> Opened | None:
    """What is in an envelope, before the transaction that keeps it; None if it does not open: `keep` says why."""
    try:
        return _open(sealed)
    except Problem:
        return None


def _open(sealed: bytes) -> Opened:
    return open_(lock.keys.identities(), sealed)


def _take(envelope: Envelope, opened: Opened, depth: int) -> None:
    """Of a parcel only the id is kept, beside each envelope that was in it, so that to erase one erases all of it.

    One that is full of a draft's pieces is kept in their stead; of a draft that is here already, the id alone.
    """
    pieces = unfinished.pieces_of(opened, _open)
    draft = join(pieces) if pieces else None
    known = draft is not None and unfinished.is_known(draft.inside.members())
    if known or (draft is None and leaves_nothing(opened)):
        envelope.sealed = b""
    if stands_alone(opened.inside):
        add(envelope)
    else:
        envelope.save(force_insert=True)
    if not known:
        _keep_carried(envelope, receive(envelope, draft or opened), depth)


def _keep_carried(envelope: Envelope, carried: Sequence[bytes], depth: int) -> None:
    if carried and depth > DEEPEST:
        raise Problem("testimony.parcel_too_deep", most=DEEPEST)
    for sealed in carried:
        keep(sealed, Envelope.Way.PARCEL, envelope.day, depth + 1)


@logged("envelope.opened_again", subject="envelope")
def open_again(actor: User, envelope: Envelope) -> Envelope:
    """Try once more to open what could not be opened; on success it is as if it had come now."""
    require(actor, "testimony.sync")
    opened = _open(bytes(envelope.sealed))
    if not Envelope.objects.filter(pk=envelope.pk).exclude(reason="").update(reason=""):
        raise Problem("testimony.opened_already")
    envelope.reason = ""
    passes = leaves_nothing(opened)
    _keep_carried(envelope, receive(envelope, opened), 1)
    if passes:
        with lifted(connection):
            Envelope.objects.filter(pk=envelope.pk).update(sealed=b"")
    return envelope


@logged("testimony.taken_in_hand", subject="testimony")
def take_in_hand(actor: User, testimony: Testimony) -> Testimony:
    """Look after a testimony that nobody looks after yet, with what came by its receipt, and with its case."""
    require(actor, "testimony.take")
    together = list(_together(testimony).values_list("pk", flat=True))
    rows = Testimony.objects.filter(pk__in=together)
    if not rows.filter(handler=None).update(handler=actor):
        raise Problem("testimony.in_other_hands")
    Survivor.objects.filter(testimonies__in=together, handler=None).update(handler=actor)
    testimony.refresh_from_db()
    return testimony


@transaction.atomic
def hand_over(actor: User, testimony: Testimony, to: User, reason: str) -> Testimony:
    """Give it to another caseworker: the one who has it may, and a supervisor. One of a case goes with its case alone.

    `reason`: a code of vocabulary/handover_reasons.yaml. The log has who gave it, and who got it.
    """
    policy.require_with(actor, "testimony.hand_over", testimony)
    if testimony.survivor_id:
        raise Problem("testimony.part_of_a_case")
    giver = testimony.handler
    check_handover(actor, giver, to, reason)
    _together(testimony).update(handler=to)
    record(actor, "testimony.handed_over", testimony, {"from": refer(giver), "to": refer(to), "reason": reason})
    testimony.refresh_from_db()
    return testimony


def check_handover(actor: User, giver: User | None, to: User, reason: str) -> None:
    """Refuse somebody who does not look after testimonies, and a reason that is none.

    And whoever would take it out of a colleague's hands for herself, and see without a second person who it is.
    """
    if not may(to, "testimony.handle"):
        raise Problem("testimony.not_a_caseworker")
    if to == actor and giver is not None and giver != actor and may(giver, "testimony.handle"):
        raise Problem("testimony.not_to_yourself")
    if reason not in entries("handover_reasons"):
        raise Problem("testimony.handover_reason")


def _together(testimony: Testimony) -> QuerySet[Testimony]:
    """It, what came by the same receipt, and what is of the same person: these are always in the same hands."""
    same = Q(pk=testimony.pk)
    if testimony.receipt:
        same |= Q(receipt=testimony.receipt)
    if testimony.survivor_id:
        same |= Q(survivor=testimony.survivor_id)
    return Testimony.objects.filter(same)


@logged("testimony.seen", subject="testimony")
def mark_seen(actor: User, testimony: Testimony) -> Testimony:
    """Note that whoever looks after it has read it."""
    policy.require_with(actor, "testimony.handle", testimony)
    testimony.seen = True
    testimony.save(update_fields=["seen"])
    return testimony


@logged("consent.recorded", subject="testimony", detail=("purpose", "answer", "way"))
def record_consent(
    actor: User, testimony: Testimony, purpose: str, answer: str, way: str = Consent.Way.SPOKEN, **more: Any
) -> Consent:
    """What she said to a caseworker, for one purpose and perhaps one recipient (`more`, as in `Said`): it holds now."""
    policy.require_with(actor, "testimony.handle", testimony)
    return write_consent(actor, testimony, Said(purpose, answer, way=way, **more))


@logged("identity.written", subject="testimony")
def write_identity(
    actor: User, testimony: Testimony, name: str, contact: str, safe_contact: str, identifying: str = ""
) -> Survivor:
    """Keep who she is, how to reach her safely, and what words point to her, apart from the account.

    Where the account is of no case yet, this opens one.
    """
    policy.require_with(actor, "testimony.handle", testimony)
    survivor = testimony.survivor or Survivor(handler=actor, opened_on=consents.today())
    survivor.name, survivor.contact, survivor.safe_contact = name, contact, safe_contact
    survivor.identifying = identifying
    survivor.save()
    file_under(testimony, survivor)
    return survivor


def file_under(testimony: Testimony, survivor: Survivor) -> None:
    """Note that a testimony, and what came by its receipt and is of nobody yet, is of this person."""
    rows = Testimony.objects.filter(pk=testimony.pk)
    if testimony.receipt:
        rows |= Testimony.objects.filter(receipt=testimony.receipt, survivor=None)
    rows.update(survivor=survivor, handler=survivor.handler)
    testimony.refresh_from_db()


@logged("identity.asked", subject="testimony")
def ask_identity(actor: User, testimony: Testimony, reason: str) -> IdentityRequest:
    """Ask to see once whose a testimony is."""
    policy.require_with(actor, "identity.ask", testimony)
    if not reason.strip():
        raise Problem("testimony.reason_needed")
    return IdentityRequest.objects.create(testimony=testimony, asked_by=actor, reason=reason.strip())


@logged("identity.allowed", subject="request")
def allow_identity(actor: User, request: IdentityRequest) -> IdentityRequest:
    """A second person agrees that the one who asked may look, once, within a day."""
    _must_decide(actor, request)
    request.allowed_by, request.until = actor, timezone.now() + policy.ALLOWED_FOR
    request.save()
    return request


@logged("identity.refused", subject="request")
def refuse_identity(actor: User, request: IdentityRequest) -> IdentityRequest:
    """A second person does not agree. Who asked may ask again, with a better reason."""
    _must_decide(actor, request)
    request.used = True
    request.save()
    return request


@logged("identity.viewed", subject="testimony")
def view_identity(actor: User, testimony: Testimony) -> Survivor | None:
    """Who she is; None if it is not known here. The viewing is in the log before anything is shown."""
    if not policy.may_with(actor, "identity.view", testimony):
        allowed = policy.allowance(actor, testimony)
        if allowed is None:
            raise Problem("testimony.second_person")
        if not IdentityRequest.objects.filter(pk=allowed.pk, used=False).update(used=True):
            raise Problem("testimony.second_person")
    return testimony.survivor


@logged("testimony.answered", subject="testimony")
def reply(actor: User, testimony: Testimony, text: str, *, heeded: bool = False) -> Reply:
    """Write to the holder of its receipt: the next letter has it, on the day that it would have gone anyway.

    `heeded`: whether the actor has read the warning that stands where there is a risk of reprisal.
    """
    policy.require_with(actor, "testimony.handle", testimony)
    risks.must_heed(testimony.survivor, heeded=heeded)
    if not testimony.receipt:
        raise Problem("testimony.no_receipt")
    if not Receipt.objects.filter(pk=testimony.receipt).exists():
        raise Problem("testimony.letters_ended")
    if not consents.allows(testimony, "contact"):
        raise Problem("testimony.no_contact")
    if not text.strip():
        raise Problem("testimony.empty_reply")
    if len(text.strip()) > LONGEST_REPLY:
        raise Problem("testimony.long_reply", most=LONGEST_REPLY)
    return Reply.objects.create(testimony=testimony, text=text.strip(), written_by=actor)


def _must_decide(actor: User, request: IdentityRequest) -> None:
    """Only a second person decides, and only on what still waits."""
    require(actor, "identity.allow")
    if request.asked_by_id == actor.pk:
        raise Problem("testimony.second_person")
    if not policy.asking().filter(pk=request.pk).exists():
        raise Problem("testimony.decided_already")
