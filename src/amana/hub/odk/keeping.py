"""Keep a post: seal it to the desk's recipients, store it as any envelope, and know it when it comes again.

A mark is left for the manifest and each file once the envelope that holds them is safe, so a process that dies in
between leaves at worst a second envelope, which the desk knows for what it is (spec/odk.md, "Re-sealed").
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

from amana.hub.limits import Room
from amana.hub.odk.marks import mark
from amana.hub.odk.post import PlainBeside, Post
from amana.hub.store import Store, envelope_name
from amana.sealing import envelope
from amana.sealing.card import Card
from amana.sealing.ids import id_of
from amana.sealing.inside import MOST_ATTACHMENTS, FormUsed, Inside


class Keeping:
    """Keeps posts in `store`, as far as there is `room`."""

    def __init__(self, store: Store, room: Room) -> None:
        self._store = store
        self._room = room
        self._turns: dict[str, tuple[asyncio.Lock, list[None]]] = {}
        self._told: dict[tuple[str, FormUsed | None], date] = {}

    async def is_new(self, card: Card, post: Post) -> bool:
        """Whether nothing of this submission was kept yet."""
        return await self._store.entry(mark(card.mailbox, post.xml)) is None

    async def keep(self, card: Card, post: Post) -> bool:
        """Keep what is new of `post`; whether anything was. When this returns, it outlives a power cut.

        Raises `hub.full`. Of one post that comes many times at once, one is kept and the others wait to hear of it.
        """
        marks = [mark(card.mailbox, post.xml)]
        marks += [mark(card.mailbox, post.xml, name, data) for name, data in post.files.items()]
        async with self._turn(marks[0]):
            known = [await self._store.entry(name) is not None for name in marks]
            if all(known):
                return False
            for inside, attachments in insides(post):
                await self._drop(card, inside, attachments)
            for name, there in zip(marks, known, strict=True):
                if not there:
                    await self._store.keep(name, b"")
        return True

    async def tell_of(self, card: Card, refused: PlainBeside) -> None:
        """Tell the desk that there was plain beside encrypted files: once a day for each of its forms."""
        ours = any((form.id, form.version) == (refused.form, refused.version) for form in card.forms)
        form = FormUsed(id=refused.form, version=refused.version) if ours else None
        today, subject = datetime.now(UTC).date(), (card.mailbox, form)
        self._told = {about: day for about, day in self._told.items() if day == today}
        if subject not in self._told:
            self._told[subject] = today
            await self._drop(card, wrapped(form, []), [])

    async def _drop(self, card: Card, inside: Inside, attachments: list[bytes]) -> None:
        sealed = await asyncio.to_thread(envelope.seal, inside, attachments, card.recipients)
        name = id_of(sealed)
        await self._room.take(card.mailbox, name, len(sealed), card.quota, whole=True)
        await self._store.keep(envelope_name(card.mailbox, name), sealed)

    @asynccontextmanager
    async def _turn(self, name: str) -> AsyncIterator[None]:
        """One at a time for each `name`, in this process."""
        lock, waiting = self._turns.setdefault(name, (asyncio.Lock(), []))
        waiting.append(None)
        try:
            async with lock:
                yield
        finally:
            waiting.pop()
            if not waiting:
                del self._turns[name]


def insides(post: Post) -> Iterator[tuple[Inside, list[bytes]]]:
    """What each envelope of a post holds: the manifest, and as many files as there is place for beside it."""
    files, room = list(post.files.items()), MOST_ATTACHMENTS - 1
    for start in range(0, len(files) or 1, room):
        some = files[start : start + room]
        attachments = [envelope.attachment_of("submission.xml", "text/xml", post.xml)]
        attachments += [envelope.attachment_of(name, "application/octet-stream", data) for name, data in some]
        yield wrapped(None, attachments), [post.xml, *(data for _, data in some)]


def wrapped(form: FormUsed | None, attachments: list[envelope.Attachment]) -> Inside:
    """The JSON of an `odk` envelope."""
    return Inside(
        kind="odk",
        form=form,
        language="und",
        day=None,
        answers={},
        consents={},
        attachments=attachments,
        reply_to=None,
    )
