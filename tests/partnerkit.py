"""Another organisation's desk, as the open desk's tests play it: its keys, its card, and what it says. All invented."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from amana.sealing import card, codec, keys
from amana.sealing.desks import NOTHING
from amana.sealing.ids import id_of
from amana.sealing.mailbox import Mailbox
from amana.sealing.vectors.between import BLANK
from amana.sealing.vectors.desk import CARD
from deskkit import PLANTED, bring, fingerprint
from othersides import OtherSide, drawn

NAME = "The Invented Court"


def share_of(number: int) -> str:
    """By which a shared account is spoken of."""
    return codec.base64url(bytes([number]) * 16)


def agreed(purpose: str = "evidence", until: str | None = None, *onward: str) -> dict[str, Any]:
    """A purpose, as terms have it."""
    return {"purpose": purpose, "until": until, "onward": list(onward)}


@dataclass
class OtherDesk(OtherSide):
    """A desk with keys of its own."""

    seed: bytes = b"\x51" * 32
    identity: str = drawn(0x52)

    @property
    def fingerprint(self) -> str:
        return id_of(self.key)

    def card(self, serial: int = 1) -> bytes:
        own = {
            "key": codec.base64url(self.key),
            "mailbox": Mailbox(self.seed).id,
            "recipients": [keys.recipient_of(self.identity)],
            "serial": serial,
            "tokens": [],
        }
        return card.make(card.Card.model_validate(CARD | own), self.seed)

    def link(self, hub: str = "https://hub.invalid") -> str:
        return f"{hub}/#{self.fingerprint}"

    def says(self, desk: dict[str, Any], told: dict[str, Any] | None = None, files: dict[str, bytes] | None = None):
        """One envelope to the open desk, signed by this one's card key."""
        members = {**BLANK, **(told or {}), "desk": {"to": fingerprint(), **NOTHING, **desk}}
        return self.seals(members, {name: ("audio/ogg", data) for name, data in (files or {}).items()})

    def shares(
        self,
        number: int = 1,
        *terms: dict[str, Any],
        share: str = share_of(7),
        told: dict[str, Any] | None = None,
        files: dict[str, bytes] | None = None,
        **more: Any,
    ) -> bytes:
        """An account, on these terms."""
        desk = {"say": "share", "number": number, "share": share, "state": "shared", "came": "2026-10-01", **more}
        account = {
            "form": {"id": "first_telling", "version": "2"},
            "language": "fr",
            "day": "2026-09-30",
            "answers": {"own_words": PLANTED, "teller": "survivor"},
        }
        kind = "anew" if "made_from" in more else "as_came"
        way = {"files": kind if files else None}
        return self.says({**desk, **way, "agreed": list(terms) or [agreed()]}, told or account, files)

    def adds(self, share: str, to: str, text: str = "one word more", number: int = 1) -> bytes:
        """What was added to an account that it shared before, or will."""
        told = {"language": "fr", "day": "2026-10-02", "text": text}
        return self.shares(number, share=share, told=told, adds_to=to)

    def ends(self, number: int, state: str = "erased", share: str = share_of(7)) -> bytes:
        """That it is paused, or to be erased."""
        return self.says({"say": "share", "number": number, "share": share, "state": state})

    def answers(self, number: int, state: str, share: str) -> bytes:
        return self.says({"say": "answer", "number": number, "share": share, "state": state})

    def greets(self, number: int = 1) -> bytes:
        return self.says({"say": "greeting", "number": number, "share": None, "state": None})


def partner_of(desk: OtherDesk, one, other, name: str = NAME, *, heard: bool = True):
    """The other desk as a partner of the open one: added by one person, confirmed by the other, and greeted."""
    from amana.testimony.partners import actions

    made = actions.add(one, name, desk.link(), desk.card())
    actions.confirm(other, made)
    if heard:
        bring(desk.greets(2))
        made.refresh_from_db()
    return made


def partner_row(desk: OtherDesk, by, name: str, **more: Any):
    """The row of a partner desk that `by` added, as far as `more` says."""
    from amana.testimony.partners.keys import index_of
    from amana.testimony.partners.models import Partner

    key = {"key": codec.base64url(desk.key), "key_index": index_of(desk.key)}
    own = {"link": desk.link(), "card": desk.card().decode(), **key}
    day = datetime.now(UTC).date()
    return Partner.objects.create(name=name, added_by=by, confirmed_by=by, added_on=day, **own, **more)
