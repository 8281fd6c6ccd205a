"""Whose case it is, from its opening to its close. Each function is one transaction, with its custody-log entry."""

from django.db import transaction
from django.utils import timezone

from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.testimony import consents
from amana.testimony.actions import check_handover, file_under
from amana.testimony.asking import Said, write_consent
from amana.testimony.cases import minors, policy
from amana.testimony.cases.models import Handover, Turn
from amana.testimony.custody.log import logged, record, refer
from amana.testimony.models import Consent, Survivor, Testimony
from amana.testimony.policy import require_with
from amana.vocabulary import entries


@logged("case.opened")
def open_case(actor: User, testimony: Testimony | None = None) -> Survivor:
    """A case for whoever a testimony is of, or for somebody who has told nothing, and may never."""
    require(actor, "case.open")
    if testimony is not None:
        require_with(actor, "testimony.handle", testimony)
        if testimony.survivor_id:
            raise Problem("cases.has_one")
    survivor = Survivor.objects.create(handler=actor, opened_on=consents.today())
    if testimony is not None:
        file_under(testimony, survivor)
    return survivor


@logged("case.testimony_added", subject="testimony")
def add_testimony(actor: User, survivor: Survivor, testimony: Testimony) -> Testimony:
    """Another telling of the same person, or about her: both must be with the one who says so."""
    must_have(actor, survivor)
    require_with(actor, "testimony.handle", testimony)
    if testimony.survivor_id not in (None, survivor.pk):
        raise Problem("cases.has_one")
    file_under(testimony, survivor)
    minors.hold(survivor)
    return testimony


@logged("case.testimony_taken_out", subject="testimony")
def take_out_testimony(actor: User, survivor: Survivor, testimony: Testimony) -> Testimony:
    """It was of somebody else. It stays in the same hands, of no case, with what came by its receipt."""
    must_have(actor, survivor)
    rows = Testimony.objects.filter(pk=testimony.pk, survivor=survivor)
    if testimony.receipt:
        rows |= Testimony.objects.filter(receipt=testimony.receipt, survivor=survivor)
    rows.update(survivor=None)
    testimony.refresh_from_db()
    return testimony


@logged("case.taken_in_hand", subject="survivor")
def take_in_hand(actor: User, survivor: Survivor) -> Survivor:
    """Look after somebody whom nobody looks after, and all that is of her."""
    require(actor, "case.take")
    if not Survivor.objects.filter(pk=survivor.pk, handler=None).update(handler=actor):
        raise Problem("testimony.in_other_hands")
    survivor.refresh_from_db()
    survivor.testimonies.update(handler=actor)
    return survivor


@transaction.atomic
def hand_over(actor: User, survivor: Survivor, to: User, reason: str, note: str = "") -> Handover:
    """Give a case, with every account of it, to somebody else: who has it may, and a supervisor.

    It is with the receiver at once, so that nobody is left without; the receiver says that it was seen. The log has it
    from both sides: who gave it, and that it came.
    """
    policy.require_with(actor, "case.hand_over", survivor)
    if survivor.handler_id == to.pk:
        raise Problem("cases.in_those_hands")
    giver = survivor.handler
    check_handover(actor, giver, to, reason)
    survivor.handler = to
    survivor.save(update_fields=["handler"])
    survivor.testimonies.update(handler=to)
    survivor.handovers.filter(accepted_at=None).update(accepted_at=timezone.now())
    handover = Handover.objects.create(survivor=survivor, giver=giver, to=to, by=actor, reason=reason, note=note)
    record(actor, "case.handed_over", survivor, {"from": refer(giver), "to": refer(to), "reason": reason})
    return handover


def waiting_for(user: User, survivor: Survivor) -> Handover | None:
    """The handover that this person has not said yes to yet."""
    return survivor.handovers.filter(to=user, accepted_at=None).last()


@logged("case.accepted", subject="survivor")
def accept(actor: User, survivor: Survivor) -> Handover:
    """The receiver has seen that the case is theirs now."""
    handover = waiting_for(actor, survivor)
    if handover is None or not policy.has(actor, survivor):
        raise Problem("cases.nothing_to_accept")
    handover.accepted_at = timezone.now()
    handover.save(update_fields=["accepted_at"])
    return handover


@logged("case.closed", subject="survivor")
def close(actor: User, survivor: Survivor, reason: str, note: str = "") -> Turn:
    """Nothing more is to be done. Refused while a task is open: it is done, or it is no longer needed."""
    must_have(actor, survivor)
    if survivor.closed_on:
        raise Problem("cases.closed_already")
    if reason not in entries("closing_reasons"):
        raise Problem("cases.unknown_reason")
    if survivor.tasks.filter(ended_on=None).exists():
        raise Problem("cases.open_tasks")
    survivor.closed_on = consents.today()
    survivor.save(update_fields=["closed_on"])
    return Turn.objects.create(survivor=survivor, by=actor, closed=True, reason=reason, note=note)


@logged("case.reopened", subject="survivor")
def reopen(actor: User, survivor: Survivor, reason: str, note: str = "") -> Turn:
    """She came back, or something else is to be done after all."""
    must_have(actor, survivor)
    if not survivor.closed_on:
        raise Problem("cases.open_already")
    if reason not in entries("reopening_reasons"):
        raise Problem("cases.unknown_reason")
    survivor.closed_on = None
    survivor.save(update_fields=["closed_on"])
    return Turn.objects.create(survivor=survivor, by=actor, closed=False, reason=reason, note=note)


@transaction.atomic
def record_consent(actor: User, survivor: Survivor, said: Said) -> list[Consent]:
    """One answer for all that is here of her now: herself, and each account. What she tells later is asked anew."""
    must_have(actor, survivor)
    accounts = survivor.testimonies.filter(kind=Testimony.Kind.ACCOUNT).order_by("day", "pk")
    if said.answer == Consent.Answer.YES:
        accounts = accounts.filter(came=None)  # of those from another desk, that desk alone can be told yes
    about: list[Survivor | Testimony] = [survivor, *accounts]
    kept = [write_consent(actor, each, said) for each in about]
    record(actor, "consent.recorded", survivor, {"purpose": said.purpose, "answer": said.answer, "way": str(said.way)})
    minors.hold(survivor)
    return kept


@logged("identity.viewed", subject="survivor")
def view_identity(actor: User, survivor: Survivor) -> Survivor:
    """Who she is. The viewing is in the log before anything is shown."""
    must_have(actor, survivor)
    return survivor


@logged("identity.written", subject="survivor")
def write_identity(
    actor: User, survivor: Survivor, name: str, contact: str, safe_contact: str, identifying: str = ""
) -> Survivor:
    """Keep who she is, how to reach her safely, and what words point to her, apart from all that was told."""
    must_have(actor, survivor)
    survivor.name, survivor.contact, survivor.safe_contact = name, contact, safe_contact
    survivor.identifying = identifying
    survivor.save(update_fields=["name", "contact", "safe_contact", "identifying"])
    return survivor


def must_have(actor: User, survivor: Survivor) -> None:
    """`cases.not_in_your_hands` for whoever does not look after her."""
    policy.require_with(actor, "case.keep", survivor)
