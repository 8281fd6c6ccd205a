"""One dimension of the space of harms (or persons): where each claim can be satisfied there, and which claims meet.

An *area* is all of a dimension in which a claim can be satisfied; claims meet where their areas do. An act that lasts
may have been everywhere, so its claims' areas are (dimensions.py). Sets of claims are masks (masks.py).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate
from operator import and_, or_
from typing import Protocol

from amana.counting.masks import largest, mask_of, members

Span = tuple[int, int]


class Column(Protocol):
    """What the engine asks of a dimension. Claims are named by their place in the count."""

    def share(self, claim: int) -> int:
        """The claims that one harm can satisfy together with `claim`."""

    def holds(self, claim: int) -> int:
        """The claims of which whatever satisfies them satisfies `claim` too."""

    def meets(self, claims: int) -> list[int]:
        """Sets of claims that one harm can satisfy at once, every largest one among them."""

    def together(self, claims: int) -> bool:
        """Whether one harm can satisfy all of `claims`, of which every two share one."""


class PointColumn:
    """A dimension of separate points (places, parties, sexes, kinds), `size` of them. An area is a mask of points.

    Claims of one area are of one *kind*; all that is asked is found by kinds, of which there are few.
    """

    def __init__(self, areas: Sequence[int], size: int) -> None:
        self.areas = list(dict.fromkeys(areas))
        self.everywhere = (1 << size) - 1
        kinds = {area: kind for kind, area in enumerate(self.areas)}
        self.kind = [kinds[area] for area in areas]
        self.of_kind = [0] * len(kinds)
        for claim, kind in enumerate(self.kind):
            self.of_kind[kind] |= 1 << claim
        self._at = [0] * size
        self._anywhere = 0
        for kind, area in enumerate(self.areas):
            if area == self.everywhere:
                self._anywhere |= 1 << kind
            else:
                for point in members(area):
                    self._at[point] |= 1 << kind
        self._partly = self._overlapping()
        self._found: dict[tuple[str, int], int] = {}
        self._met: dict[int, list[int]] = {}
        self._joined: dict[int, bool] = {}

    def _touched(self, area: int) -> int:
        """The kinds that meet an area."""
        if area == self.everywhere:
            return (1 << len(self.areas)) - 1
        return reduce(or_, (self._at[point] for point in members(area)), self._anywhere)

    def _overlapping(self) -> int:
        """Kinds of which the area may overlap with another's in part; none that does is left out."""
        partly: set[int] = set()
        inner = [self.everywhere] * self.everywhere.bit_length()
        above: dict[int, int] = {}
        for one in sorted({*self.areas} - {self.everywhere}, key=lambda one: (-one.bit_count(), one)):
            found = {inner[point] for point in members(one)}
            for other in found:
                while one & ~other:
                    partly |= {one, other}
                    other = above[other]
                above[one] = other
            for point in members(one):
                inner[point] = one
        return mask_of(kind for kind, area in enumerate(self.areas) if area in partly)

    def _claims(self, kinds: int) -> int:
        return reduce(or_, (self.of_kind[kind] for kind in members(kinds)), 0)

    def share(self, claim: int) -> int:
        """Column.share."""
        kind = self.kind[claim]
        if ("share", kind) not in self._found:
            self._found["share", kind] = self._claims(self._touched(self.areas[kind]))
        return self._found["share", kind]

    def holds(self, claim: int) -> int:
        """Column.holds."""
        kind = self.kind[claim]
        if ("holds", kind) not in self._found:
            own = self.areas[kind]
            inside = (other for other in members(self._touched(own)) if not self.areas[other] & ~own)
            self._found["holds", kind] = self._claims(mask_of(inside))
        return self._found["holds", kind]

    def meets(self, claims: int) -> list[int]:
        """Column.meets."""
        by_kind: dict[int, int] = {}
        for claim in members(claims):
            kind = self.kind[claim]
            by_kind[kind] = by_kind.get(kind, 0) | 1 << claim
        if len(by_kind) == 1:
            return [claims]
        met = self._meetings_of(mask_of(by_kind))
        if len(met) == 1:
            return [claims]
        return [sum(by_kind[kind] for kind in members(one)) for one in met]

    def together(self, claims: int) -> bool:
        """Column.together. Areas that lie apart or one inside the other have a point in common where every two meet."""
        if not self._partly:
            return True
        kinds = mask_of(self.kind[claim] for claim in members(claims))
        if not kinds & self._partly:
            return True
        if kinds not in self._joined:
            self._joined[kinds] = bool(self._common(kinds))
        return self._joined[kinds]

    def _common(self, kinds: int) -> int:
        return reduce(and_, (self.areas[kind] for kind in members(kinds)), self.everywhere)

    def _meetings_of(self, kinds: int) -> list[int]:
        """As `meets`, for kinds."""
        if kinds not in self._met:
            self._met[kinds] = [kinds] if self._common(kinds) else largest(self._meetings(kinds))
        return self._met[kinds]

    def _meetings(self, kinds: int) -> Iterator[int]:
        points: set[int] = set()
        for kind in members(kinds & ~self._anywhere):
            points.update(members(self.areas[kind]))
        for point in sorted(points):
            yield kinds & (self._at[point] | self._anywhere)


class Sorted:
    """Claims by a number each, so that all those at or under (or at or over) a bound are found at once."""

    def __init__(self, numbers: Sequence[int]) -> None:
        at: dict[int, int] = {}
        for claim, number in enumerate(numbers):
            at[number] = at.get(number, 0) | 1 << claim
        self.numbers = sorted(at)
        masks = [at[number] for number in self.numbers]
        self._under: list[int] = [0, *accumulate(masks, or_)]
        self._over: list[int] = [0, *accumulate(reversed(masks), or_)]

    def upto(self, bound: int) -> int:
        """Those whose number is `bound` or less."""
        return self._under[bisect_right(self.numbers, bound)]

    def since(self, bound: int) -> int:
        """Those whose number is `bound` or more."""
        return self._over[len(self.numbers) - bisect_left(self.numbers, bound)]


class SpanColumn:
    """A dimension of closed spans of whole numbers (days, ages).

    Each is made as long as it can be without meeting another one more: then those that tell nothing apart are alike.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        begins, ends = (sorted({span[end] for span in spans}) for end in (0, 1))

        def widened(first: int, last: int) -> Span:
            before, after = bisect_left(ends, first), bisect_right(begins, last)
            return (ends[before - 1] + 1 if before else begins[0]), (
                begins[after] - 1 if after < len(begins) else ends[-1]
            )

        self.spans = [widened(*span) for span in spans]
        self.first, self.last = (Sorted([span[end] for span in spans]) for end in (0, 1))

    def share(self, claim: int) -> int:
        """Column.share."""
        first, last = self.spans[claim]
        return self.first.upto(last) & self.last.since(first)

    def holds(self, claim: int) -> int:
        """Column.holds."""
        first, last = self.spans[claim]
        return self.first.since(first) & self.last.upto(last)

    def together(self, claims: int) -> bool:
        """Column.together. Spans of which every two meet have a point in common."""
        return True

    def meets(self, claims: int) -> list[int]:
        """Column.meets. Spans that meet, meet in a point, where the last of them begins."""
        inside = list(members(claims))
        begins = sorted((self.spans[claim][0], claim) for claim in inside)
        ends = sorted((self.spans[claim][1], claim) for claim in inside)
        if begins[-1][0] <= ends[0][0]:
            return [claims]
        found = []
        there = left = 0
        for first, claim in begins:
            if ends[left][0] < first:
                found.append(there)
                while ends[left][0] < first:
                    there &= ~(1 << ends[left][1])
                    left += 1
            there |= 1 << claim
        found.append(there)
        return found
