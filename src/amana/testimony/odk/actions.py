"""What can be done about phones with ODK Collect."""

from amana.desk.models import User
from amana.desk.policy import require
from amana.testimony.custody.log import logged
from amana.testimony.odk.models import Refusal


@logged("odk.refusal_seen", subject="refusal")
def mark_seen(actor: User, refusal: Refusal) -> Refusal:
    """Note that somebody has read of a form that was sent partly unencrypted."""
    require(actor, "testimony.sync")
    refusal.seen = True
    refusal.save(update_fields=["seen"])
    return refusal
