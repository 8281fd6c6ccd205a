"""The desk's mailboxes: the newest, and earlier ones for as long as something may come into them.

The specification is spec/mailbox.md, "A new mailbox". A key is forgotten only once the hub takes nothing more for it
and all that waited is here: so nothing is ever dropped where nobody looks.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from amana.desk.lock import lock
from amana.sealing import card, ed25519
from amana.sealing.ids import id_of
from amana.sealing.mailbox import GRACE, Mailbox
from amana.testimony.models import Card

TO_BECOME_WHOLE = timedelta(days=7)
"""For so long a hub keeps an envelope that was begun."""


@dataclass(frozen=True)
class Earlier:
    """A mailbox before the newest. `until`: the last day on which it is looked into; None if no card names a newer."""

    box: Mailbox
    until: date | None


def held() -> list[Mailbox]:
    """All mailboxes that are looked into, the newest first."""
    return [Mailbox(seed) for seed in (lock.keys.mailbox, *lock.keys.earlier_mailbox)]


def earlier() -> list[Earlier]:
    """Those before the newest, and how long each is still looked into."""
    newest, *rest = held()
    named = [(card.read(row.note.encode(), own_fingerprint()).mailbox, row.day) for row in Card.objects.all() if rest]
    newer, found = {newest.id}, []
    for box in rest:
        since = min((day for mailbox, day in named if mailbox in newer), default=None)
        found.append(Earlier(box, since + GRACE + TO_BECOME_WHOLE if since else None))
        newer.add(box.id)
    return found


def over(today: date) -> list[Mailbox]:
    """Those that need not be looked into any more."""
    return [one.box for one in earlier() if one.until and one.until < today]


def replaced() -> list[Mailbox]:
    """Those in whose place a card names a newer one, whether or not their time is over."""
    return [one.box for one in earlier() if one.until]


def own_fingerprint() -> str:
    """The id of this desk's card key."""
    return id_of(ed25519.public_key(lock.keys.card))
