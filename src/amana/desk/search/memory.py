"""The index as the open desk has it in memory: which documents have which tokens.

On the disk each document's tokens are sealed together (`sealed`), and to open them all for every question would take
seconds. They are opened once after the lock was, and what was written since with each question; when the lock closes,
nothing of it stays. A document that was changed has another id, so what memory still has of the old one meets no row.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from amana.desk.lock import lock
from amana.desk.search.tokens import SIZE, Groups

Ids = NDArray[np.int64]
Document = tuple[str, int, int, bytes]
"""A document's kind, its id, the transaction that wrote it, and its tokens one after the other."""
Written = Callable[[int, Collection[int]], tuple[int, Iterator[list[Document]]]]
"""What transactions from this one on have written but for these ids; and from which one to ask next."""
FEW, PART = 512, 16_384
"""Documents that are made a part, and the most of one: what is sorted at once, and what two bytes can number."""


@dataclass(frozen=True)
class Part:
    """Some documents: their ids, every token that one of them has, and of each, the documents, by their numbers."""

    ids: Ids
    tokens: NDArray[np.uint64]
    starts: NDArray[np.int64]
    numbers: NDArray[np.uint16]

    @classmethod
    def of(cls, ids: Sequence[int], held: Sequence[bytes]) -> "Part":
        """Of documents with these ids, which have these tokens."""
        every = np.frombuffer(b"".join(held), ">u8").astype(np.uint64)
        numbers = np.repeat(np.arange(len(ids), dtype=np.uint16), [len(one) // SIZE for one in held])
        return cls._made(np.array(ids, np.int64), every, numbers)

    @classmethod
    def _made(cls, ids: Ids, every: NDArray[np.uint64], numbers: NDArray[np.uint16]) -> "Part":
        order = np.argsort(every, kind="stable")
        every, numbers = every[order], numbers[order]
        first = np.ones(len(every), bool)
        first[1:] = every[1:] != every[:-1]
        starts = np.append(np.flatnonzero(first), len(every))
        return cls(ids, every[first], starts, numbers)

    def having(self, groups: Groups) -> Ids:
        """The ids of the documents that have, of each group, one token."""
        found = np.ones(len(self.ids), bool)
        for group in groups:
            some = np.zeros(len(self.ids), bool)
            wanted = np.array([int.from_bytes(token) for token in group], np.uint64)
            for token, at in zip(wanted, np.searchsorted(self.tokens, wanted), strict=True):
                if at < len(self.tokens) and self.tokens[at] == token:
                    some[self.numbers[self.starts[at] : self.starts[at + 1]]] = True
            found &= some
        return self.ids[found]

    def and_(self, other: "Part") -> "Part":
        """The documents of both."""
        numbers = np.concatenate([self.numbers, (other.numbers + len(self.ids)).astype(np.uint16)])
        every = np.concatenate([self._every(), other._every()])
        return self._made(np.concatenate([self.ids, other.ids]), every, numbers)

    def _every(self) -> NDArray[np.uint64]:
        return np.repeat(self.tokens, np.diff(self.starts))

    def only(self, kept: Ids) -> "Part":
        """Without the documents that are not among `kept`."""
        stays = np.isin(self.ids, kept)
        if stays.all():
            return self
        mine, renumbered = stays[self.numbers], (np.cumsum(stays) - 1).astype(np.uint16)
        return self._made(self.ids[stays], self._every()[mine], renumbered[self.numbers[mine]])


@dataclass
class Known:
    """What memory has of one kind of words; `few` is in no part yet."""

    parts: list[Part] = field(default_factory=list)
    few: dict[int, bytes] = field(default_factory=dict)
    _of_few: Part | None = None

    def add(self, pk: int, held: bytes) -> None:
        """Know this one too."""
        self.few[pk], self._of_few = held, None
        if len(self.few) == FEW:
            self._make_part()

    def _make_part(self) -> None:
        """Of what is few; together with the last, as long as that is no larger: so there are never many."""
        part = self._part_of_few()
        self.few, self._of_few = {}, None
        while self.parts and len(self.parts[-1].ids) <= len(part.ids) and 2 * len(part.ids) <= PART:
            part = self.parts.pop().and_(part)
        self.parts.append(part)

    def _part_of_few(self) -> Part:
        if self._of_few is None:
            self._of_few = Part.of(list(self.few), list(self.few.values()))
        return self._of_few

    def having(self, groups: Groups) -> Ids:
        """The ids of all that have, of each group, one token, in order."""
        found = [part.having(groups) for part in (*self.parts, self._part_of_few())]
        return np.sort(np.concatenate(found))

    def only(self, kept: Ids) -> None:
        """Let go of what is not among these ids."""
        self.parts = [part.only(kept) for part in self.parts]
        stays = set(kept.tolist())
        self.few, self._of_few = {pk: held for pk, held in self.few.items() if pk in stays}, None


@dataclass
class Everything:
    """Every kind. `lately`: ids that may be met again, each with its transaction; `since`: where to ask on."""

    kinds: dict[str, Known] = field(default_factory=dict)
    lately: dict[int, int] = field(default_factory=dict)
    since: int = 0
    turn: threading.Lock = field(default_factory=threading.Lock)

    def learn(self, written: Written) -> None:
        """Know what is new by `written` too."""
        since, documents = written(self.since, self.lately)
        for some in documents:
            for kind, pk, transaction, held in some:
                if kind not in self.kinds:
                    self.kinds[kind] = Known()
                self.kinds[kind].add(pk, held)
                if transaction >= since:
                    self.lately[pk] = transaction
        self.since = since
        self.lately = {pk: transaction for pk, transaction in self.lately.items() if transaction >= since}

    def having(self, kind: str, groups: Groups) -> Ids:
        """The ids of the documents of a kind that have, of each group, one token, in order."""
        with self.turn:
            return self.kinds[kind].having(groups) if kind in self.kinds else np.zeros(0, np.int64)


class Memory:
    """Everything, until it is forgotten. It is brought to now for one question at a time."""

    def __init__(self) -> None:
        self._held: list[Everything] = []
        self._turn = threading.Lock()

    def as_of_now(self, written: Written) -> Everything:
        """All that there is, by `written`."""
        # Taken out while it changes: cut off in the middle, it is learnt anew. It goes back to where it was taken from:
        # what was forgotten meanwhile, because the lock closed, stays forgotten.
        with self._turn:
            held = self._held
            everything = held.pop() if held else Everything()
            with everything.turn:
                everything.learn(written)
            held.append(everything)
            return everything

    def only(self, kept: Callable[[str], Sequence[int]]) -> None:
        """Of each kind, let go of what is not among the ids that `kept` gives."""
        with self._turn:
            for everything in self._held:
                with everything.turn:
                    for kind, known in everything.kinds.items():
                        known.only(np.array(kept(kind), np.int64))

    def forget(self) -> None:
        """Have nothing."""
        self._held = []


memory = Memory()
lock.at_close.append(memory.forget)
