"""The one letter of each mailbox: put by a desk, fetched by the mailbox's holder, and never known to be missing.

Whoever watches the line sees the same status, headers, size and time whether there is a letter or not (spec/hub.md,
"Letters").
"""

import asyncio
import secrets
import time
from datetime import date, timedelta

from amana.errors import Problem
from amana.hub.drops import check_payload
from amana.hub.limits import DISK
from amana.hub.store import Store, letter_name
from amana.sealing import envelope as envelopes

PLAIN, TAG = 28_672, 16
LETTER = 30_331
"""Bytes of every letter: an age file of `PLAIN` bytes with one hybrid stanza."""
STEP = 0.05
"""Seconds: an answer leaves at a whole step after the request came."""
KEPT_DAYS = 400


class Letters:
    """The letters in `store`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def put(self, mailbox: str, data: bytes) -> None:
        """Keep `data` as the letter of `mailbox`, in place of any other. Raises `hub.no_letter`, `hub.full`."""
        check(data)
        left = self._store.bytes_left()
        if left is not None and left < DISK + len(data):
            raise Problem("hub.full")
        await self._store.keep(letter_name(mailbox), data)

    async def fetch(self, mailbox: str) -> bytes:
        """The letter of `mailbox`, or as many random bytes."""
        began = time.monotonic()
        instead = secrets.token_bytes(LETTER)
        found = await self._store.read(letter_name(mailbox))
        await asyncio.sleep(STEP - (time.monotonic() - began) % STEP)
        return instead if found is None else found

    async def forget_old(self, today: date) -> None:
        """Remove each letter that was put more than `KEPT_DAYS` days before `today`, and none that took its place."""
        before = today - timedelta(days=KEPT_DAYS)
        async for entry in self._store.entries(letter_name("")):
            if entry.day < before:
                await self._store.forget_old(entry.name, before)


def check(data: bytes) -> None:
    """Refuse what cannot be a letter. Raises `hub.no_letter`.

    The header of one stanza has one length, so that it and the size together say that there is one recipient.
    """
    try:
        start = envelopes.check_header(data)
        check_payload(data[start:])
    except Problem:
        raise Problem("hub.no_letter") from None
    if len(data) != LETTER or start != LETTER - PLAIN - TAG:
        raise Problem("hub.no_letter")
