"""Whose hub this is: the cards of the desks that its operator named, and the files that those cards name.

A card is signed in itself, so anyone may bring it; what it names must be signed by the same key. The hub believes
nothing that it could not check again, and looks at the store anew every few seconds, as other processes write there.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from amana.errors import Problem
from amana.hub.store import Store, earlier_name
from amana.sealing import card as desk_card
from amana.sealing import codec, manifest
from amana.sealing.card import Card
from amana.sealing.mailbox import GRACE

FRESH = 5.0
FRESH_NO = 0.5
"""Seconds until the store is asked again: after a yes, and before a no, since another hub may have the card by now."""
OVERTAKEN = 5
"""How often the cards are listed anew because all that were listed have been replaced since."""


@dataclass(frozen=True)
class Known:
    """A desk's card as it came and as it reads; both None where there is none. `at` is when the store was asked.

    `earlier`: the mailboxes that its earlier cards named, for as long as they take drops (spec/mailbox.md).
    """

    note: bytes | None
    card: Card | None
    earlier: frozenset[str]
    at: float


class Cards:
    """The cards of `desks` (fingerprints) in `store`."""

    def __init__(self, store: Store, desks: frozenset[str]) -> None:
        self._store = store
        self._desks = desks
        self._known: dict[str, Known] = {}
        self._changes = 0
        """How often this hub changed the store: who looked before, and hears late, tells nobody else."""

    async def newest(self, desk: str) -> tuple[bytes, Card]:
        """The card of `desk`, as it came and as it reads. Raises `hub.not_found`."""
        if desk in self._desks:
            for fresh in (FRESH, FRESH_NO):
                known = await self._look(desk, fresh)
                if known.note is not None and known.card:
                    return known.note, known.card
        raise Problem("hub.not_found")

    async def of_mailbox(self, mailbox: str) -> Card | None:
        """The card of the desk whose mailbox this is or was a while ago, if there is one."""
        return await self._first(lambda known, card: mailbox == card.mailbox or mailbox in known.earlier)

    async def has(self, signer: str) -> bool:
        """Whether `signer` is a desk whose card is here."""
        return await self._first(lambda _, card: card.fingerprint == signer) is not None

    async def put(self, desk: str, note: bytes) -> None:
        """Keep a card. Raises `hub.unknown_desk`, `hub.older_card`, or as `amana.sealing.card.read` does."""
        if desk not in self._desks:
            raise Problem("hub.unknown_desk")
        card = desk_card.read(note, desk)
        known = await self._look(desk, fresh=0)
        if known.card and (known.card.serial, known.note) != (card.serial, note) and known.card.serial >= card.serial:
            raise Problem("hub.older_card")
        if known.note is not None and known.card and known.card.mailbox != card.mailbox:
            await self._store.keep(earlier_name(desk, known.card.mailbox), known.note)
        await self._store.keep(f"cards/{desk}/{card.serial:016d}", note)
        await self._store.forget([name for name, serial in await self._serials(desk) if serial < card.serial])
        self._changed(desk)

    async def end_mailbox(self, desk: str, mailbox: str) -> None:
        """Take no more drops to a mailbox that an earlier card of `desk` named."""
        await self._store.forget([earlier_name(desk, mailbox)])
        self._changed(desk)

    async def forget_mailboxes(self, today: date) -> None:
        """End the mailboxes that cards have not named for longer than they take drops."""
        before = today - GRACE
        async for entry in self._store.entries(earlier_name("")):
            if entry.day < before:
                await self._store.forget_old(entry.name, before)

    async def put_file(self, desk: str, sha256: str, data: bytes) -> None:
        """Keep a file that the card, or a list of its own, names. Raises `hub.not_named`, `hub.other_file`."""
        if sha256 not in await self._named(desk):
            raise Problem("hub.not_named")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Problem("hub.other_file")
        await self._store.keep(f"files/{desk}/{sha256}", data)

    async def file(self, desk: str, sha256: str) -> bytes:
        """A file that was kept. Raises `hub.not_found`."""
        data = await self._store.read(f"files/{desk}/{sha256}") if desk in self._desks else None
        if data is None:
            raise Problem("hub.not_found")
        return data

    async def forget_files(self, today: date) -> None:
        """Remove the files that no card names any more; a day's grace, as a card comes before its files."""
        before = today - timedelta(days=1)
        for desk in self._desks:
            with suppress(Problem):
                named = await self._named(desk)
                async for entry in self._store.entries(f"files/{desk}"):
                    if entry.base not in named and entry.day < before:
                        await self._store.forget_old(entry.name, before)

    async def _named(self, desk: str) -> set[str]:
        _, card = await self.newest(desk)
        named = {card.directory, *(form.phone for form in card.forms)} | {form.odk for form in card.forms if form.odk}
        named |= {card.places} if card.places else set()
        for sha256, first_line in _lists(card):
            named.add(sha256)
            note = await self._store.read(f"files/{desk}/{sha256}")
            if note is not None:
                with suppress(Problem):
                    named |= set(manifest.read(note, desk, codec.from_base64url(card.key), first_line).values())
        return named

    async def _first(self, fits: Callable[[Known, Card], bool]) -> Card | None:
        for fresh in (FRESH, FRESH_NO):
            for desk in self._desks:
                known = await self._look(desk, fresh)
                if known.card and fits(known, known.card):
                    return known.card
        return None

    async def _look(self, desk: str, fresh: float) -> Known:
        known = self._known.get(desk)
        if known and time.monotonic() - known.at < fresh:
            return known
        changes = self._changes
        note = await self._read_newest(desk)
        same = known is not None and known.note == note
        card = known.card if known and same else desk_card.read(note, desk) if note is not None else None
        earlier = frozenset([entry.base async for entry in self._store.entries(earlier_name(desk))])
        found = Known(note, card, earlier, time.monotonic())
        if changes == self._changes:
            self._known[desk] = found
        return found

    def _changed(self, desk: str) -> None:
        self._changes += 1
        self._known.pop(desk, None)

    async def _read_newest(self, desk: str) -> bytes | None:
        """The card of the highest serial. Another hub may replace those listed before they are read."""
        for _ in range(OVERTAKEN):
            serials = await self._serials(desk)
            for name, _serial in sorted(serials, key=lambda kept: -kept[1]):
                note = await self._store.read(name)
                if note is not None:
                    return note
            if not serials:
                break
        return None

    async def _serials(self, desk: str) -> list[tuple[str, int]]:
        return [(entry.name, int(entry.base)) async for entry in self._store.entries(f"cards/{desk}")]


def _lists(card: Card) -> Iterator[tuple[str, str]]:
    """The signed lists that a card names, each with the first line that it must have."""
    if card.page:
        yield card.page, manifest.PAGE
    for sha256 in {card.pictures, *card.sounds.values()} - {None}:
        yield str(sha256), manifest.MEDIA
