"""Envelopes from the hub, or from files carried by hand; letters to the hub.

The order is the promise: an envelope is fetched, checked against its id, opened and
kept in a transaction, and only once that has ended removed at the hub. Killed between
any two of these, the next run finds it either still there or already kept, and it is
kept exactly once, since its id can be kept only once.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext, ngettext_lazy

from amana.desk.frame import rooms
from amana.desk.lock import lock
from amana.desk.rekeying import forget_mailboxes
from amana.errors import Problem
from amana.sealing.armor import unarmored
from amana.sealing.envelope import LONGEST
from amana.sealing.mailbox import Mailbox
from amana.testimony import mailboxes
from amana.testimony.actions import keep
from amana.testimony.bringing import bring_home
from amana.testimony.custody.log import record
from amana.testimony.hub_client import Hub
from amana.testimony.letters.sending import write_letters
from amana.testimony.models import Card, Envelope

LONGEST_FILE = LONGEST * 3 // 2
"""Bytes of a file that holds an envelope, in armour or not."""
HEARD_BY_ALL = 30.0
"""Seconds until every process of a hub knows that a mailbox was ended, and has kept what it was just taking in.

Each looks at the store every five.
"""


@dataclass
class Outcome:
    """What a run did with envelopes (unreadable ones are kept; `left` at the hub), with letters (sent, waiting), and
    with messages to partner desks (passed, delayed).
    """

    kept: int = 0
    unreadable: int = 0
    known: int = 0
    left: int = 0
    sent: int = 0
    waiting: int = 0
    passed: int = 0
    delayed: int = 0


SENTENCES = {
    "kept": ngettext_lazy(
        "%(count)d new testimony was opened and kept.", "%(count)d new testimonies were opened and kept.", "count"
    ),
    "unreadable": ngettext_lazy(
        "%(count)d could not be opened and is kept aside.", "%(count)d could not be opened and are kept aside.", "count"
    ),
    "known": ngettext_lazy("%(count)d was here already.", "%(count)d were here already.", "count"),
    "left": ngettext_lazy(
        "%(count)d was left at the hub; check again later.",
        "%(count)d were left at the hub; check again later.",
        "count",
    ),
    "sent": ngettext_lazy(
        "%(count)d letter of today was brought to the hub.",
        "%(count)d letters of today were brought to the hub.",
        "count",
    ),
    "waiting": ngettext_lazy(
        "%(count)d letter waits to be brought there.", "%(count)d letters wait to be brought there.", "count"
    ),
    "passed": ngettext_lazy(
        "%(count)d message was brought to a partner desk's hub.",
        "%(count)d messages were brought to partner desks' hubs.",
        "count",
    ),
    "delayed": ngettext_lazy(
        "%(count)d message to a partner desk waits for another try.",
        "%(count)d messages to partner desks wait for another try.",
        "count",
    ),
}


def our_hub() -> Hub:
    """The hub that serves this desk's card. `testimony.no_card` before there is one."""
    card = Card.objects.order_by("-serial").first()
    if card is None:
        raise Problem("testimony.no_card")
    return Hub(card.hub, lock.keys.card)


def forget_ended(ids: Collection[str], actor: object = None) -> None:
    """Forget the keys of these mailboxes; `actor` is who asked. `desk.busy` while keys are being replaced."""
    forget_mailboxes([box.seed for box in mailboxes.held()[1:] if box.id in ids])
    with transaction.atomic():
        record(actor, "desk.mailbox_ended", "", {"mailboxes": len(ids)})


def sync_from_hub(
    hub: Hub,
    tell: Callable[[Outcome], object] = lambda outcome: None,
    forget: Callable[[Collection[str]], object] = forget_ended,
) -> Outcome:
    """Bring home everything that waits, then write the day's letters, then what goes to partner desks.

    `tell` hears how far it is, `forget` which mailboxes are over: a process that borrowed the keys can forget none.
    """
    outcome = Outcome()
    for box in mailboxes.held():
        _bring(hub, box, outcome, tell)
    for sent in write_letters(hub, datetime.now(UTC).date()):
        outcome.sent += sent
        outcome.waiting += not sent
        tell(outcome)
    for brought in (done for room in rooms() for done in room.deliver(datetime.now(UTC).date())):
        outcome.passed += brought
        outcome.delayed += not brought
        tell(outcome)
    with suppress_refusals():
        end_mailboxes(hub, mailboxes.over(datetime.now(UTC).date()), outcome, tell, forget)
    tell(outcome)
    return outcome


def end_mailboxes(
    hub: Hub,
    boxes: Sequence[Mailbox],
    outcome: Outcome,
    tell: Callable[[Outcome], object] = lambda outcome: None,
    forget: Callable[[Collection[str]], object] = forget_ended,
) -> list[Mailbox]:
    """End earlier mailboxes at the hub, bring home what came until then, and forget their keys. Gives those ended.

    Where something is left at the hub the key is kept, and so is the next try.
    """
    for box in boxes:
        hub.end_mailbox(mailboxes.own_fingerprint(), box.id)
    if boxes:
        time.sleep(HEARD_BY_ALL)
    empty = [box for box in boxes if _bring(hub, box, outcome, tell)]
    if empty:
        forget([box.id for box in empty])
    return empty


@contextmanager
def suppress_refusals() -> Iterator[None]:
    """A hub that does not know the call yet, or keys that are being replaced: it is done another day."""
    try:
        yield
    except Problem as problem:
        if problem.code not in ("testimony.hub_refused", "desk.busy"):
            raise


def _bring(hub: Hub, box: Mailbox, outcome: Outcome, tell: Callable[[Outcome], object]) -> bool:
    """Bring home what waits in one mailbox; whether nothing was left there."""
    whole = True
    for one in bring_home(hub, box):
        if one.left:
            outcome.left += 1
            whole = False
        else:
            _count(outcome, one.kept)
        tell(outcome)
    return whole


def import_files(files: Iterable[Path]) -> Outcome:
    """Keep sealed files that were carried by hand. The files stay where they are; a repeated one is no second one."""
    outcome = Outcome()
    today = datetime.now(UTC).date()
    for path in files:
        try:
            sealed = unarmored(path.read_bytes()) if path.stat().st_size <= LONGEST_FILE else b""
        except OSError:
            raise Problem("testimony.file_unreadable", file=path.name) from None
        if not sealed:
            raise Problem("testimony.file_too_large", file=path.name)
        _count(outcome, keep(sealed, Envelope.Way.FILE, today))
    return outcome


def _count(outcome: Outcome, envelope: Envelope | None) -> None:
    if envelope is None:
        outcome.known += 1
    elif envelope.reason:
        outcome.unreadable += 1
    else:
        outcome.kept += 1


def say(outcome: Outcome) -> list[str]:
    """The outcome in plain sentences."""
    lines = [str(words % {"count": count}) for name, words in SENTENCES.items() if (count := getattr(outcome, name))]
    return lines or [gettext("Nothing new.")]
