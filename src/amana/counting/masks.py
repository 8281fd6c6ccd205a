"""Sets of claims as whole numbers, a bit for each claim by its place in the count: small, exact, and quick to meet."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Protocol

import numpy as np

MANY = 25
"""From so many members on, a set is read whole: else bit by bit."""


def mask_of(places: Iterable[int]) -> int:
    """The set of these places."""
    mask = 0
    for place in places:
        mask |= 1 << place
    return mask


def members(mask: int) -> list[int]:
    """The places in a set, in order."""
    if mask.bit_count() >= MANY:
        bits = np.frombuffer(mask.to_bytes((mask.bit_length() + 7) // 8, "little"), np.uint8)
        places: list[int] = np.flatnonzero(np.unpackbits(bits, bitorder="little")).tolist()
        return places
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


@lru_cache(maxsize=1 << 15)
def inside(mask: int) -> tuple[int, ...]:
    """As `members`, kept: for atoms, which are asked for again and again."""
    return tuple(members(mask))


def largest(masks: Iterable[int]) -> list[int]:
    """Only the sets that no other one contains, larger ones first.

    A set is compared with those alone that hold its rarest member.
    """
    kept: list[int] = []
    holding: dict[int, list[int]] = {}
    for mask in sorted(set(masks), key=lambda mask: (-mask.bit_count(), mask)):
        places = members(mask)
        if kept:
            rarest = min((holding.get(one, ()) for one in places), key=len, default=kept)
            if any(mask & other == mask for other in rarest):
                continue
        kept.append(mask)
        for one in places:
            holding.setdefault(one, []).append(mask)
    return kept


class Related(Protocol):
    """For each member, those that it is related to."""

    def __getitem__(self, place: int, /) -> int: ...


def unrelated(left: int, related: Related, chosen: int = 0, seen: int = 0) -> Iterator[int]:
    """The largest sets with all of `chosen`, others of `left` and none of `seen`, no two of them `related`.

    Bron and Kerbosch 1973, with a pivot.
    """
    if not left:
        if not seen:
            yield chosen
        return
    if not left & (left - 1):
        one = left.bit_length() - 1
        if not seen & ~related[one]:
            yield chosen | left
        return
    pivot = min(members(left | seen), key=lambda one: (left & (related[one] | 1 << one)).bit_count())
    for one in members(left & (related[pivot] | 1 << pivot)):
        free = ~(related[one] | 1 << one)
        yield from unrelated(left & free, related, chosen | 1 << one, seen & free)
        left &= ~(1 << one)
        seen |= 1 << one
