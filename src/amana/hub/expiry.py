"""Forget, once a day, what nobody finished, what no card names any more, and what is old: letters, marks of posts."""

import asyncio
from datetime import UTC, date, datetime, timedelta

from amana.hub.cards import Cards
from amana.hub.letters import Letters
from amana.hub.limits import HOUR, UNFINISHED_DAYS
from amana.hub.odk.marks import forget_marks
from amana.hub.problems import tell
from amana.hub.store import Store, part_name


async def forget_unfinished(store: Store, today: date) -> None:
    """Remove the parts of each envelope whose newest part came more than `UNFINISHED_DAYS` days before `today`."""
    parts: dict[str, list[str]] = {}
    newest: dict[str, date] = {}
    async for entry in store.entries(part_name("")):
        envelope = entry.name.rpartition("/")[0]
        parts.setdefault(envelope, []).append(entry.name)
        newest[envelope] = max(entry.day, newest.get(envelope, entry.day))
    before = today - timedelta(days=UNFINISHED_DAYS)
    for envelope, day in newest.items():
        if day < before:
            await store.forget(parts[envelope])


async def every_day(store: Store, cards: Cards, letters: Letters) -> None:
    """Run until cancelled: at once, and then whenever a new day (UTC) has begun."""
    done = date.min
    while True:
        today = datetime.now(UTC).date()
        if today > done:
            try:
                store.clear(today)
                await forget_unfinished(store, today)
                await cards.forget_files(today)
                await cards.forget_mailboxes(today)
                await letters.forget_old(today)
                await forget_marks(store, today)
                done = today
            except Exception as error:  # The store may be away for a while: try again within the hour.
                tell(error)
        await asyncio.sleep(HOUR / 4)
