"""What workers' phones send: taken for what it is only if a key that is in force signed it (spec/worker.md).

Called while an envelope is being kept, in its transaction. A Problem keeps it aside, whole, with the problem's code.
"""

import hashlib

from amana.errors import Problem
from amana.sealing import codec
from amana.sealing.ids import id_of
from amana.sealing.inside import Inside, signer_of
from amana.testimony.custody.log import record
from amana.testimony.models import Envelope
from amana.testimony.workers import keys
from amana.testimony.workers.models import Case, TakenIn, Visit, Worker


def admit(envelope: Envelope, inside: Inside) -> None:
    """Raise `workers.ended_key` for what an ended key signed, unless a supervisor took this envelope in."""
    key = signer_of(inside)
    worker = keys.holder(key) if key else None
    if worker and keys.ended(worker, envelope.day) and not TakenIn.objects.filter(pk=envelope.pk).exists():
        raise Problem("workers.ended_key")


def enrol(envelope: Envelope, inside: Inside) -> None:
    """A phone answers an invitation. A second phone that answers the same one spoils it for both."""
    if inside.enrolment is None or inside.reply_to is None:
        raise Problem("workers.not_its_key")
    key = codec.from_base64url(inside.enrolment.key)
    if signer_of(inside) != key or inside.reply_to.mailbox != id_of(key):
        raise Problem("workers.not_its_key")
    digest = hashlib.sha256(codec.from_base64url(inside.enrolment.invitation)).hexdigest()
    worker = Worker.objects.filter(invitation=digest, ended_on=None).first()
    if worker is None or envelope.day > worker.until:
        raise Problem("workers.no_invitation")
    if worker.key:
        _contest(worker)
        return
    if keys.holder(key):
        raise Problem("workers.not_its_key")
    worker.key, worker.key_index = inside.enrolment.key, keys.index_of(key)
    worker.reply_to, worker.language = inside.reply_to.model_dump(), inside.language
    worker.enrolment = envelope
    worker.save()
    record(None, "worker.answered", worker)


def _contest(worker: Worker) -> None:
    if worker.confirmed_on is None and not worker.contested:
        worker.contested = True
        worker.save(update_fields=["contested"])
        record(None, "worker.contested", worker)


def is_visit(inside: Inside) -> bool:
    """Whether an addition is a worker's word on a visit, and not what somebody added with a receipt."""
    return inside.signed is not None and inside.reply_to is None and set(inside.answers) == {"case", "visit"}


def note_visit(envelope: Envelope, inside: Inside) -> None:
    """Note how a visit went, with a case on the signer's own list."""
    key = signer_of(inside)
    worker = keys.holder(key) if key else None
    if worker is None or not keys.in_force(worker, envelope.day):
        raise Problem("workers.not_in_force")
    case = Case.objects.filter(worker=worker, code=str(inside.answers["case"])).first()
    how = inside.answers["visit"]
    if case is None or inside.text or how not in Visit.How.values:
        raise Problem("workers.no_such_case")
    Visit.objects.create(envelope=envelope, case=case, how=str(how), day=envelope.day)
    record(None, "worker.visit_noted", case)
