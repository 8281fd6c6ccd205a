"""Take an envelope in, part by part, and tell the phone the truth about what is safe.

Nothing is kept that does not have the shape of an envelope; nothing is called safe before it outlives a power cut. Two
processes may take in parts of one envelope at once: whoever then sees all of them joins them, and joining twice ends
in the same object.
"""

import zlib
from asyncio import Semaphore, gather
from contextlib import suppress
from dataclasses import dataclass

from amana.errors import Problem
from amana.hub import limits
from amana.hub.store import Store, envelope_name, part_name
from amana.sealing import envelope as envelopes
from amana.sealing.ids import id_of
from amana.sealing.parts import PART

SHRINKS = 16
AT_ONCE = 16
KEPT, WHOLE, WHOLE_ALREADY = 202, 201, 200


@dataclass(frozen=True)
class Part:
    """Part `number` of `of` that make the envelope called `envelope`, for `mailbox`."""

    mailbox: str
    envelope: str
    number: int
    of: int
    data: bytes

    @property
    def name(self) -> str:
        """Where it is kept until the envelope is whole."""
        return self.name_of(self.number)

    def name_of(self, number: int) -> str:
        """Where another part of the same envelope is kept."""
        return part_name(self.mailbox, self.envelope, f"{number % self.of}-of-{self.of}")


class Drops:
    """The parts and envelopes in `store`."""

    def __init__(self, store: Store, room: limits.Room) -> None:
        self._store = store
        self._room = room
        self._joining = Semaphore(1)

    async def begins(self, part: Part) -> bool:
        """Whether `part` is the first that is heard of its envelope."""
        if part.number or await self._store.entry(envelope_name(part.mailbox, part.envelope)):
            return False
        return await self._store.entry(part.name) is None

    async def put(self, part: Part, quota: int) -> int:
        """Take `part` in: `KEPT`, `WHOLE`, or `WHOLE_ALREADY`, each durably so.

        Raises `hub.part_size`, `hub.not_sealed`, `hub.other_envelope`, `hub.first_part_first`, `hub.full` or
        `hub.too_many`; what was wrong is then not kept.
        """
        check_part(part)
        whole = envelope_name(part.mailbox, part.envelope)
        if await self._store.entry(whole):
            await self._store.settle(whole)
            return WHOLE_ALREADY
        if part.of == 1:
            check_whole(part.envelope, part.data)
            await self._room.take(part.mailbox, part.envelope, len(part.data), quota, whole=True)
            await self._store.keep(whole, part.data)
            return WHOLE
        if part.number and not await self._store.entry(part.name_of(0)):
            raise Problem("hub.first_part_first")
        size = 0 if await self._store.entry(part.name) else len(part.data)
        await self._room.take(part.mailbox, part.envelope, size, quota, whole=False)
        await self._store.keep(part.name, part.data)
        return WHOLE if await self._join(part) else KEPT

    async def state(self, mailbox: str, envelope: str) -> tuple[bool, list[int]]:
        """Whether the envelope is whole, and which parts need not be sent again; both durably so.

        Where parts are kept under two counts, one of them is junk and nobody can say which: then none is named. Where
        all are there, the process that should have joined them has died: they are joined now.
        """
        whole = envelope_name(mailbox, envelope)
        if await self._store.entry(whole):
            await self._store.settle(whole)
            return True, []
        parts = await self._parts(mailbox, envelope)
        counts = {of for _, of in parts}
        if len(counts) != 1:
            return False, []
        if len(parts) == max(counts):
            with suppress(Problem):
                return await self._join(Part(mailbox, envelope, 0, max(counts), b"")), []
            return False, []
        await self._store.settle(part_name(mailbox, envelope, "any"))
        return False, sorted(number for number, _ in parts)

    async def _parts(self, mailbox: str, envelope: str) -> set[tuple[int, int]]:
        """Number and count of each part that is kept."""
        names = [entry.base async for entry in self._store.entries(part_name(mailbox, envelope))]
        return {(int(number), int(of)) for number, _, of in (name.partition("-of-") for name in names)}

    async def _join(self, part: Part) -> bool:
        """Make the envelope of its parts if all are there, and forget them. Raises `hub.other_envelope`."""
        if not await self._all_there(part):
            return False
        names = [part.name_of(number) for number in range(part.of)]
        whole = envelope_name(part.mailbox, part.envelope)
        async with self._joining:
            joined = await self._read(names)
            if joined is not None:
                try:
                    check_whole(part.envelope, joined)
                except Problem:
                    await self._store.forget(names)
                    raise
                await self._store.keep(whole, joined)
                await self._store.forget(names)
                self._room.finish(part.mailbox, part.envelope)
                return True
        # Another process has joined it, or found it to be junk, since its parts were listed.
        if await self._store.entry(whole) is None:
            return False
        await self._store.settle(whole)
        return True

    async def _all_there(self, part: Part) -> bool:
        """Whether every part is kept. As most come in order, its neighbours mostly tell that they are not."""
        for neighbour in (part.number + 1, part.number - 1):
            if await self._store.entry(part.name_of(neighbour)) is None:
                return False
        parts = await self._parts(part.mailbox, part.envelope)
        return parts >= {(number, part.of) for number in range(part.of)}

    async def _read(self, names: list[str]) -> bytes | None:
        """What is kept under `names`, joined; None if one is gone."""
        joined = bytearray()
        for start in range(0, len(names), AT_ONCE):
            some = await gather(*(self._store.read(name) for name in names[start : start + AT_ONCE]))
            for data in some:
                if data is None:
                    return None
                joined += data
        return bytes(joined)


def check_part(part: Part) -> None:
    """Refuse a part that cannot be of an envelope. Raises `hub.part_size` or `hub.not_sealed`."""
    if not (len(part.data) == PART or (part.number == part.of - 1 and 0 < len(part.data) < PART)):
        raise Problem("hub.part_size", part=PART)
    payload = part.data
    if part.number == 0:
        try:
            payload = payload[envelopes.check_header(part.data) :]
        except Problem:
            raise Problem("hub.not_sealed") from None
    check_payload(payload)


def check_payload(payload: bytes) -> None:
    """Refuse bytes that cannot be sealed. Raises `hub.not_sealed`.

    Only a key can tell that bytes are sealed, but anyone can tell many that are not. Uniformly random bytes, as the
    payload of an age file looks, become shorter by `SHRINKS` bytes under any compression with a probability of 2^-127
    at most, since there are so few short strings; words, markup and base64 do.
    """
    if len(zlib.compress(payload, 1)) + SHRINKS <= len(payload):
        raise Problem("hub.not_sealed")


def check_whole(envelope: str, data: bytes) -> None:
    """Refuse what is not the envelope of this id. Raises `hub.other_envelope` or `hub.not_sealed`."""
    if id_of(data) != envelope:
        raise Problem("hub.other_envelope")
    try:
        envelopes.check_shape(data, len(data))
    except Problem:
        raise Problem("hub.not_sealed") from None
