"""Bringing what is to be said to partner desks to their hubs: greetings, what holds of shares, and answers.

Whatever was brought counts as said only once it was answered; until then it goes again, sealed anew, ever more rarely
where an account goes with it, and each day where its use must end. A desk that was killed here goes on where it was.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from amana.desk.lock import lock
from amana.errors import Problem
from amana.hub.one_file import take_apart
from amana.sealing import card
from amana.testimony.hub_client import Hub
from amana.testimony.partners import keys, messages, standing
from amana.testimony.partners.models import Came, Partner, Share, State

DAY, LONGEST = timedelta(days=1), 16
"""Days between two tries, at most."""
_seen: dict[str, int] = {}
"""The latest no that was looked at by `hasten`: all shares are worked out anew when there is a newer one."""


def deliver(today: date) -> Iterator[bool]:
    """Say what holds to every partner desk that does not know it; says of each message whether its hub has it."""
    standing.restate(today)
    _note_erased_here()
    for partner in Partner.objects.exclude(confirmed_on=None).order_by("pk"):
        yield from _deliver_to(partner, list(_due(partner, today)), today)


def hasten(today: date) -> Iterator[bool]:
    """As `deliver`, of what narrows, pauses or ends a use and nothing else: that waits for nobody to check the hub."""
    latest = standing.latest_no()
    if standing.to_end() or latest != _seen.get("no"):
        standing.restate(today)
    _seen["no"] = latest
    for partner in Partner.objects.filter(shares__in=standing.unsaid()).distinct().order_by("pk"):
        yield from _deliver_to(partner, list(_shares(partner, today).filter(pk__in=standing.unsaid())), today)


def _note_erased_here() -> None:
    """What came and was erased here by somebody's wish is answered as erased, so that its sender knows."""
    for came in Came.objects.filter(had=True, testimony=None).exclude(state=State.ERASED):
        came.state, came.terms, came.answer_due = State.ERASED, {}, True
        came.save(update_fields=["state", "terms", "answer_due"])


def _deliver_to(partner: Partner, about: Sequence[Partner | Share | Came], today: date) -> Iterator[bool]:
    if not about:
        return
    try:
        hub, mailbox, token = _address(partner)
    except Problem:
        yield from (False for _ in about)
        return
    away = False
    for each in about:
        # What goes before it may take minutes: whatever was taken back meanwhile does not go any more.
        row = standing.restated(each.pk, today) if isinstance(each, Share) and not away else each
        sealed = None if away else _sealed(partner, row)
        if sealed is None:
            yield False
            continue
        try:
            hub.drop(mailbox, sealed, token)
        except Problem:
            away = True
            yield False
            continue
        _note(row, today)
        yield True


def _due(partner: Partner, today: date) -> Iterator[Partner | Share | Came]:
    """What ends a use goes first."""
    yield from _shares(partner, today).exclude(state=State.SHARED)
    yield from Came.objects.filter(partner=partner, answer_due=True).select_related("partner").order_by("pk")
    if partner.greet_on and partner.greet_on <= today and not partner.ended_on:
        yield partner
    if partner.heard:
        yield from _shares(partner, today).filter(state=State.SHARED)


def _shares(partner: Partner, today: date) -> QuerySet[Share]:
    due = Share.objects.filter(partner=partner, next__lte=today)
    return due.select_related("partner", "testimony").order_by(F("of").asc(nulls_first=True), "pk")


def _sealed(partner: Partner, row: Partner | Share | Came) -> bytes | None:
    """What is to be said, sealed; None where it cannot be, which keeps nothing else from going."""
    try:
        match row:
            case Partner():
                return messages.sealed(partner, messages.greeting(row))
            case Came():
                return messages.sealed(partner, messages.answer(row))
        return messages.sealed(partner, *messages.statement(row))
    except Problem as problem:
        if problem.code.startswith("desk."):  # the desk was locked meanwhile
            raise
        return None


def _note(row: Partner | Share | Came, today: date) -> None:
    """The hub has it. What has changed meanwhile is still to be said."""
    match row:
        case Partner():
            following = None if row.heard else today + DAY
            Partner.objects.filter(pk=row.pk, heard=row.heard).update(greet_on=following)
        case Came():
            Came.objects.filter(pk=row.pk, number=row.number, state=row.state).update(answer_due=False)
        case Share():
            wait = min(2**row.tries, LONGEST) if row.state == State.SHARED else 1
            unsaid = Q(pk=row.pk, number=row.number, next__isnull=False)
            Share.objects.filter(unsaid).update(next=today + wait * DAY, tries=row.tries + 1)


def _address(partner: Partner) -> tuple[Hub, str, str | None]:
    """The partner's hub, its mailbox, and the token of its link; by its newest card, which is kept."""
    address, handed = take_apart(str(partner.link))
    hub = Hub(address, lock.keys.card)
    note = hub.card(handed.fingerprint)
    newest = card.read(note, keys.fingerprint_of(partner))
    known = card.read(str(partner.card).encode(), keys.fingerprint_of(partner))
    if newest.serial > known.serial:
        partner.card = note.decode()
        partner.save(update_fields=["card"])
        known = newest
    return hub, known.mailbox, handed.token
