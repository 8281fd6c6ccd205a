"""What is done about community workers. Each function is one transaction, with its entry in the custody log."""

import hashlib
import secrets
from datetime import date, timedelta

from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.sealing import codec
from amana.testimony import policy
from amana.testimony.actions import open_again
from amana.testimony.cases import risks
from amana.testimony.consents import today
from amana.testimony.custody.log import logged
from amana.testimony.letters.sending import next_go
from amana.testimony.models import Card, Envelope, Testimony
from amana.testimony.workers.models import VALID_DAYS, Case, TakenIn, Worker
from amana.vocabulary import entries

INVITATION = 16
MOST_CASES = 200
VISIT = "visit"
"""The state in which somebody goes there (vocabulary/case_states.yaml)."""


def draw_invitation() -> bytes:
    """Sixteen random bytes."""
    return secrets.token_bytes(INVITATION)


def link_with(invitation: bytes) -> str:
    """The link that carries an invitation. Raises `testimony.no_card` before the desk has a card."""
    card = Card.objects.order_by("-serial").first()
    if card is None:
        raise Problem("testimony.no_card")
    return f"{card.link}~{codec.base64url(invitation)}"


@logged("worker.invited")
def invite(actor: User, name: str, invitation: bytes) -> Worker:
    """Someone may answer `invitation` with one phone, for a week. The name stays at the desk."""
    require(actor, "worker.keep")
    if not name.strip():
        raise Problem("workers.name_needed")
    digest = hashlib.sha256(invitation).hexdigest()
    return Worker.objects.create(name=name.strip(), invitation=digest, until=today() + timedelta(days=VALID_DAYS))


@logged("worker.confirmed", subject="worker")
def confirm(actor: User, worker: Worker) -> Worker:
    """The digits were compared by voice and are the same: what this key signs is the worker's from now on."""
    require(actor, "worker.keep")
    if worker.contested:
        raise Problem("workers.contested")
    if not worker.key or worker.ended_on or worker.confirmed_on:
        raise Problem("workers.nothing_to_confirm")
    worker.confirmed_on, worker.next_letter = today(), next_go()
    worker.save(update_fields=["confirmed_on", "next_letter"])
    return worker


@logged("worker.ended", subject="worker", detail=("reason", "since"))
def end(actor: User, worker: Worker, reason: str, since: str = "") -> Worker:
    """The key is in force no more, from the day `since` (YYYY-MM-DD, today if empty) on. It cannot be undone."""
    require(actor, "worker.end")
    if worker.ended_on:
        raise Problem("workers.ended_already")
    day = _day(since)
    if day is None or day > today() or reason not in Worker.Reason.values:
        raise Problem("workers.no_such_end")
    worker.ended_on, worker.reason = day, reason
    worker.save(update_fields=["ended_on", "reason"])
    return worker


@logged("worker.case_given", subject="testimony", detail=("state",))
def put_on_list(
    actor: User, worker: Worker, testimony: Testimony, state: str, when: date | None, *, heeded: bool = False
) -> Case:
    """Put a testimony on a worker's list, or say anew how it stands. The phone hears of it with its next letter.

    `heeded`: whether the actor has read the warning, where a visit is wished although a reprisal is feared.
    """
    policy.require_with(actor, "worker.list", testimony)
    if worker.ended_on or not worker.confirmed_on:
        raise Problem("workers.not_in_force")
    if state not in entries("case_states"):
        raise Problem("workers.unknown_state")
    if state == VISIT:
        risks.must_heed(testimony.survivor, heeded=heeded)
    known = Case.objects.filter(worker=worker, testimony=testimony)
    if not known and worker.cases.count() >= MOST_CASES:
        raise Problem("workers.list_full", most=MOST_CASES)
    case, _ = Case.objects.update_or_create(worker=worker, testimony=testimony, defaults={"state": state, "next": when})
    return case


@logged("worker.case_taken_off", subject="testimony")
def take_off_list(actor: User, worker: Worker, testimony: Testimony) -> None:
    """The next letter no longer has the case. What was noted of visits goes with it."""
    policy.require_with(actor, "worker.list", testimony)
    for case in Case.objects.filter(worker=worker, testimony=testimony):
        case.visits.all().delete()
        case.delete()


def take_in(actor: User, envelope: Envelope) -> Envelope:
    """Take in what an ended key signed: it may be what a survivor told before the phone was lost. It stays marked."""
    require(actor, "testimony.oversee")
    _decide(actor, envelope)
    return open_again(actor, envelope)


@logged("worker.envelope_taken_in", subject="envelope")
def _decide(actor: User, envelope: Envelope) -> TakenIn:
    return TakenIn.objects.get_or_create(envelope=envelope, defaults={"by": actor})[0]


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else today()
    except ValueError:
        return None
