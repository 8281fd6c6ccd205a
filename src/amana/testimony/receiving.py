"""What is done with each kind of envelope, once it is open and kept (spec/envelope.md, "Inside").

Called within the transaction that keeps the envelope. A Problem keeps it aside, whole, with the problem's code: then
nothing else of it is kept, and it can be opened again later.
"""

from collections.abc import Callable, Sequence

from amana.errors import Problem
from amana.sealing.envelope import Opened
from amana.testimony.accounts import unfold
from amana.testimony.models import Envelope
from amana.testimony.odk import receiving as odk
from amana.testimony.partners import receiving as partners
from amana.testimony.workers import receiving as workers


def receive(envelope: Envelope, opened: Opened) -> Sequence[bytes]:
    """Take what was opened for what it is. Gives the sealed envelopes that it carried, to be kept in their turn."""
    workers.admit(envelope, opened.inside)
    take = KINDS.get(opened.inside.kind)
    if take is None:
        raise Problem("testimony.not_for_a_desk")
    take(envelope, opened)
    return opened.attachments if opened.inside.kind == "parcel" else ()


def leaves_nothing(opened: Opened) -> bool:
    """Whether of an envelope only its id is kept: what it carries is kept beside it, or is known here already."""
    return opened.inside.kind == "parcel" or (
        opened.inside.kind == "desk" and partners.brings_nothing_new(opened.inside)
    )


def _addition(envelope: Envelope, opened: Opened) -> None:
    if workers.is_visit(opened.inside):
        workers.note_visit(envelope, opened.inside)
    else:
        unfold(envelope, opened)


def _parcel(envelope: Envelope, opened: Opened) -> None:
    """Nothing but what is in it."""


KINDS: dict[str, Callable[[Envelope, Opened], object]] = {
    "account": unfold,
    "draft": unfold,
    "addition": _addition,
    "choices": unfold,
    "erasure": unfold,
    "parcel": _parcel,
    "odk": odk.receive,
    "desk": partners.take,
    "enrolment": lambda envelope, opened: workers.enrol(envelope, opened.inside),
}
"""Kind → what takes it. A letter has none: it is not for a desk."""
