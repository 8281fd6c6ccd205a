"""The index of a desk on PostgreSQL, as the open desk has it in memory: which documents have which tokens.

PostgreSQL's files may tell nothing, so each document's tokens are sealed there (`sealed`), and to open them all for
every question would take seconds. They are opened once after the lock was, and what was written since with each
question; when the lock closes, nothing of it stays. A document that was changed has another id, so what memory still
has of the old one meets no row.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from amana.desk.lock import lock
from amana.desk.search.tokens import SIZE, Groups

Ids = NDArray[np.int64]
Document = tuple[int, int, bytes]
"""A document's id, the transaction that wrote it, and its tokens one after the other."""
Written = Callable[[str, int, Iterable[int]], tuple[int, Iterator[list[Document]]]]
"""Of one kind, what transactions from this one on have written but for these ids; and from which one to ask next."""
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
    """What memory has of one kind of words. `lately`: ids that may be met again, each with its transaction."""

    parts: list[Part] = field(default_factory=list)
    few: dict[int, bytes] = field(default_factory=dict)
    lately: dict[int, int] = field(default_factory=dict)
    since: int = 0

    def add(self, documents: Iterable[Document]) -> None:
        """Know these too."""
        for pk, transaction, held in documents:
            self.few[pk] = held
            self.lately[pk] = transaction
            if len(self.few) == FEW:
                self._make_part()

    def _make_part(self) -> None:
        """Of what is few; together with the last, as long as that is no larger: so there are never many."""
        part, self.few = Part.of(list(self.few), list(self.few.values())), {}
        while self.parts and len(self.parts[-1].ids) <= len(part.ids) and 2 * len(part.ids) <= PART:
            part = self.parts.pop().and_(part)
        self.parts.append(part)

    def having(self, groups: Groups) -> Ids:
        """The ids of all that have, of each group, one token, in order."""
        parts = [*self.parts, Part.of(list(self.few), list(self.few.values()))]
        return np.sort(np.concatenate([part.having(groups) for part in parts]))

    def only(self, kept: Ids) -> None:
        """Let go of what is not among these ids."""
        self.parts = [part.only(kept) for part in self.parts]
        stays = set(kept.tolist())
        self.few = {pk: held for pk, held in self.few.items() if pk in stays}


class Memory:
    """Every kind. One question at a time."""

    def __init__(self) -> None:
        self._kinds: dict[str, Known] = {}
        self._turn = threading.Lock()

    def having(self, kind: str, groups: Groups, written: Written) -> Ids:
        """The ids of the documents of a kind that have, of each group, one token; as of now, by `written`."""
        with self._turn:
            return self._as_of_now(kind, written).having(groups)

    def learn(self, kind: str, written: Written) -> None:
        """Know all that there is of a kind, before anybody asks."""
        with self._turn:
            self._as_of_now(kind, written)

    def only(self, kept: Callable[[str], Sequence[int]]) -> None:
        """Of each kind, let go of what is not among the ids that `kept` gives."""
        with self._turn:
            for kind, known in self._kinds.items():
                known.only(np.array(kept(kind), np.int64))

    def forget(self) -> None:
        """Have nothing."""
        self._kinds = {}

    def _as_of_now(self, kind: str, written: Written) -> Known:
        # Taken out while it changes: cut off in the middle, it is learnt anew. It goes back to where it was taken from:
        # what was forgotten meanwhile, because the lock closed, stays forgotten.
        kinds = self._kinds
        known = kinds.pop(kind, None) or Known()
        since, documents = written(kind, known.since, known.lately)
        for some in documents:
            known.add(some)
        known.since = since
        known.lately = {pk: transaction for pk, transaction in known.lately.items() if transaction >= since}
        kinds[kind] = known
        return known


memory = Memory()
lock.at_close.append(memory.forget)
