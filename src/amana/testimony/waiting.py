"""What waits for a person in this room, as sentences that name nobody."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from amana.desk.models import User
from amana.desk.policy import may
from amana.desk.room import Need, Turn
from amana.testimony import left_behind, policy, unfinished
from amana.testimony.models import Envelope, Receipt, Testimony, unread


def needs(user: User) -> Iterator[Need]:
    """New testimonies, new messages on hers, envelopes that did not open, second persons asked for."""
    inbox = reverse("testimony:inbox")
    new = Testimony.objects.filter(handler=None, shut=False).exclude(unfinished.is_completed()).count()
    if new:
        say = ngettext(
            "{count} testimony waits to be taken in hand", "{count} testimonies wait to be taken in hand", new
        ).format(count=new)
        yield Need(say, inbox, turn=Turn.READ)
    hers = Testimony.objects.filter(unread(), handler=user, shut=False).count()
    if hers:
        say = ngettext(
            "{count} that you look after is not read yet", "{count} that you look after are not read yet", hers
        ).format(count=hers)
        yield Need(say, inbox, turn=Turn.READ)
    if may(user, "testimony.oversee") and (left := policy.gone()):
        yield from _left(left)
    asked_to_erase = Testimony.objects.filter(kind=Testimony.Kind.ERASURE, handler=user).values("receipt").distinct()
    for receipt in asked_to_erase:
        row = Testimony.objects.filter(receipt=receipt["receipt"], handler=user).order_by("day", "pk")[0]
        where = reverse("testimony:erasing", args=[row.pk])
        yield Need(gettext("Someone asks that what they told be erased"), where, urgent=True)
    if Receipt.objects.filter(next__lte=datetime.now(UTC).date()).exists():
        yield Need(
            gettext("Letters go today: check the hub, and they go with it"),
            reverse("testimony:check"),
            turn=Turn.LETTERS,
        )
    shut = Envelope.objects.filter(reason__gt="").exclude(reason="workers.ended_key").count()
    if shut:
        say = ngettext("{count} envelope could not be opened", "{count} envelopes could not be opened", shut).format(
            count=shut
        )
        yield Need(say, reverse("testimony:kept_aside"))
    if may(user, "identity.allow"):
        asked = policy.asking().exclude(asked_by=user).count()
        if asked:
            say = ngettext(
                "{count} person asks to see an identity", "{count} people ask to see an identity", asked
            ).format(count=asked)
            yield Need(say, reverse("testimony:identity_requests"), turn=Turn.TODAY)


def _left(gone: list[int]) -> Iterator[Need]:
    """What nobody would be told of, since whoever has it comes here no more; what is of a case is counted there."""
    count = Testimony.objects.filter(handler__in=gone, survivor=None, shut=False).count()
    if count:
        say = ngettext(
            "{count} testimony is with somebody who no longer works here",
            "{count} testimonies are with somebody who no longer works here",
            count,
        )
        yield Need(say.format(count=count), f"{reverse('testimony:inbox')}?list=others", urgent=True)


def upkeep() -> Iterator[Need]:
    """For who keeps the keys: what was erased is to be gone from backups too."""
    if left_behind.in_backups():
        where = f"{reverse('desk:backup')}?forget"
        yield Need(gettext("Something was erased that older backups still hold: let go of them"), where, urgent=True)
