"""Marks of what was kept: they tell a post that comes again from a new one (spec/odk.md, "Seen before").

A mark is an empty object whose name is a hash over what only the post holds: a manifest has a fresh random key in it,
so that a mark tells something only to one who has the same post.
"""

import hashlib
from datetime import date, timedelta

from amana.hub.limits import UNFINISHED_DAYS
from amana.hub.store import Store

MARK = b"amana-odk/1\n"
MARKS = "odk"


def mark(mailbox: str, manifest: bytes, name: str = "", file: bytes = b"") -> str:
    """Where the mark of a file of a submission stands; without one, that of its manifest."""
    hashes = [hashlib.sha256(data).digest() for data in (manifest, file)]
    parts = [MARK, mailbox.encode(), hashes[0], name.encode(), b"\0", hashes[1]]
    return f"{MARKS}/{mailbox}/{hashlib.sha256(b''.join(parts)).hexdigest()}"


async def forget_marks(store: Store, today: date) -> None:
    """Remove the marks that are more than `UNFINISHED_DAYS` days old."""
    before = today - timedelta(days=UNFINISHED_DAYS)
    old = [entry.name async for entry in store.entries(MARKS) if entry.day < before]
    if old:
        await store.forget(old)
