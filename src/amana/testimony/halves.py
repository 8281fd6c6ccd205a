"""The half of a receipt that was left with this desk (spec/receipt.md, "Halves"): shown to who looks after it alone."""

from amana.desk.models import User
from amana.errors import Problem
from amana.sealing import receipt
from amana.testimony import policy
from amana.testimony.custody.log import logged
from amana.testimony.models import Testimony


def has_half(testimony: Testimony) -> bool:
    """Whether a half came with its receipt."""
    return _newest(testimony) is not None


@logged("half.viewed", subject="testimony")
def view_half(actor: User, testimony: Testimony) -> str:
    """The newest half, in four groups of four. The viewing is in the log before anything is shown."""
    if not policy.looks_after(actor, testimony):
        raise Problem("testimony.not_in_your_hands")
    half = _newest(testimony)
    if half is None:
        raise Problem("testimony.no_half")
    return receipt.show(half)


def _newest(testimony: Testimony) -> str | None:
    if not testimony.receipt:
        return None
    additions = Testimony.objects.filter(receipt=testimony.receipt, kind=Testimony.Kind.ADDITION).order_by("day", "pk")
    halves = [addition.told["half"] for addition in additions if "half" in addition.told]
    return halves[-1] if halves else None
