"""One dimension of the space of harms (or persons): where each claim can be satisfied there, and which claims meet.

An *area* is all of a dimension in which a claim can be satisfied. A harm that lasts may have moved: it covers a
stretch of the dimension. A claim is satisfied where its area touches the stretch and its *cap* holds all of it; the
cap is the area itself for an act that does not last, and everything (or what contains the claim) for one that does.
Sets of claims are masks (masks.py).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from operator import or_
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


@dataclass(frozen=True)
class Area:
    """Points (as bits) at which a claim can be satisfied, and its cap."""

    points: int
    cap: int

    def covers(self, stretch: int) -> bool:
        """Whether a harm on all of `stretch` satisfies the claim."""
        return bool(self.points & stretch) and self.cap & stretch == stretch


class PointColumn:
    """A dimension of separate points (places, parties, sexes, kinds), `size` of them.

    Claims of one area are of one *kind*; all that is asked is found by kinds, of which there are few.
    """

    def __init__(self, areas: Sequence[Area], size: int) -> None:
        self.areas = list(dict.fromkeys(areas))
        self.everywhere = (1 << size) - 1
        kinds = {area: kind for kind, area in enumerate(self.areas)}
        self.kind = [kinds[area] for area in areas]
        self.of_kind = [0] * len(kinds)
        for claim, kind in enumerate(self.kind):
            self.of_kind[kind] |= 1 << claim
        self._touched = self._at(size, lambda area: area.points)
        self._covered = self._at(size, lambda area: area.cap)
        self._partly = self._overlapping()
        self._found: dict[tuple[str, int], int] = {}
        self._met: dict[int, list[int]] = {}
        self._joined: dict[int, bool] = {}

    def _at(self, size: int, part: Callable[[Area], int]) -> list[int]:
        """For each point, the kinds of which that part of the area holds it; at last, those that are everywhere."""
        found = [0] * (size + 1)
        for kind, area in enumerate(self.areas):
            for point in [size] if part(area) == self.everywhere else members(part(area)):
                found[point] |= 1 << kind
        return found

    def _reach(self, kinds_at: Sequence[int], points: int) -> int:
        """The kinds that hold one of `points`."""
        if points == self.everywhere:
            return (1 << len(self.areas)) - 1
        return reduce(or_, (kinds_at[point] for point in members(points)), kinds_at[-1])

    def _overlapping(self) -> int:
        """Kinds of which the area or the cap may overlap with another's in part; none that does is left out."""
        partly: set[int] = set()
        inner = [self.everywhere] * self.everywhere.bit_length()
        above: dict[int, int] = {}
        sets = {points for area in self.areas for points in (area.points, area.cap)} - {self.everywhere}
        for one in sorted(sets, key=lambda one: (-one.bit_count(), one)):
            found = {inner[point] for point in members(one)}
            for other in found:
                while one & ~other:
                    partly |= {one, other}
                    other = above[other]
                above[one] = other
            for point in members(one):
                inner[point] = one
        return mask_of(kind for kind, area in enumerate(self.areas) if area.points in partly or area.cap in partly)

    def _claims(self, kinds: int) -> int:
        return reduce(or_, (self.of_kind[kind] for kind in members(kinds)), 0)

    def share(self, claim: int) -> int:
        """Column.share."""
        kind = self.kind[claim]
        if ("share", kind) not in self._found:
            area = self.areas[kind]
            both = self._reach(self._touched, area.cap) & self._reach(self._covered, area.points)
            self._found["share", kind] = self._claims(both)
        return self._found["share", kind]

    def holds(self, claim: int) -> int:
        """Column.holds."""
        kind = self.kind[claim]
        if ("holds", kind) not in self._found:
            own = self.areas[kind]
            near = self._reach(self._touched, own.points)
            inside = (
                other
                for other in members(near)
                if not self.areas[other].points & ~own.points and not self.areas[other].cap & ~own.cap
            )
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
            areas = [self.areas[kind] for kind in members(kinds)]
            stretch = self.everywhere
            for area in areas:
                stretch &= area.cap
            self._joined[kinds] = all(area.covers(stretch) for area in areas)
        return self._joined[kinds]

    def _meetings_of(self, kinds: int) -> list[int]:
        """As `meets`, for kinds."""
        if kinds not in self._met:
            areas = [(1 << kind, self.areas[kind]) for kind in members(kinds)]
            common = self.everywhere
            for _, area in areas:
                common &= area.points & area.cap
            self._met[kinds] = [kinds] if common else largest(self._meetings(areas))
        return self._met[kinds]

    def _meetings(self, areas: Sequence[tuple[int, Area]]) -> Iterator[int]:
        at: dict[int, int] = {}
        anywhere = 0
        for kind, area in areas:
            points = area.points & area.cap
            if points == self.everywhere:
                anywhere |= kind
                continue
            for point in members(points):
                at[point] = at.get(point, 0) | kind
        for there in at.values():
            yield there | anywhere
        if sum(area.points != area.cap for _, area in areas) > 1:
            for stretch in self._stretches(areas):
                yield sum(kind for kind, area in areas if area.covers(stretch))

    def _stretches(self, areas: Sequence[tuple[int, Area]]) -> set[int]:
        """What a harm that moved may cover: all that some claims' caps have in common."""
        found = {self.everywhere}
        for cap in {area.cap for _, area in areas}:
            found |= {one & cap for one in found}
        return found - {0}


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
    """A dimension of closed spans of whole numbers (days, ages)."""

    def __init__(self, spans: Sequence[Span], caps: Sequence[Span]) -> None:
        self.spans, self.caps = list(spans), list(caps)
        self.first, self.last = (Sorted([span[end] for span in spans]) for end in (0, 1))
        self.moves = mask_of(claim for claim, span in enumerate(self.spans) if span != self.caps[claim])
        if self.moves:
            self.cap_first, self.cap_last = (Sorted([cap[end] for cap in caps]) for end in (0, 1))
        else:
            self.cap_first, self.cap_last = self.first, self.last

    def share(self, claim: int) -> int:
        """Column.share."""
        (first, last), cap = self.spans[claim], self.caps[claim]
        reached = self.first.upto(cap[1]) & self.last.since(cap[0])
        return reached & self.cap_first.upto(last) & self.cap_last.since(first) if self.moves else reached

    def holds(self, claim: int) -> int:
        """Column.holds."""
        (first, last), cap = self.spans[claim], self.caps[claim]
        inside = self.first.since(first) & self.last.upto(last)
        return inside & self.cap_first.since(cap[0]) & self.cap_last.upto(cap[1]) if self.moves else inside

    def together(self, claims: int) -> bool:
        """Column.together. Spans of which every two meet have a point in common; so have stretches between them."""
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
        lasting = claims & self.moves
        if lasting & (lasting - 1):
            return largest([*found, *self._moved(list(members(lasting)), inside)])
        return found

    def _moved(self, lasting: Iterable[int], claims: Sequence[int]) -> Iterator[int]:
        """Claims that a harm satisfies which lasts, for every stretch that could not be longer without losing one.

        Such a stretch runs from where a cap begins to where a cap ends, and is no longer than some lasting claim needs.
        """
        begins = sorted({self.caps[claim][0] for claim in claims})
        ends = sorted({self.caps[claim][1] for claim in claims})
        firsts = {begins[bisect_right(begins, self.spans[claim][1]) - 1] for claim in lasting}
        for end in {ends[bisect_left(ends, self.spans[claim][0])] for claim in lasting}:
            reached = [claim for claim in claims if self.spans[claim][0] <= end <= self.caps[claim][1]]
            moved = [claim for claim in lasting if self.spans[claim][0] <= end]
            latest = max(self.spans[claim][0] for claim in moved)
            for first in firsts:
                if first <= end and any(first <= self.spans[claim][1] < latest for claim in moved):
                    yield mask_of(claim for claim in reached if self.caps[claim][0] <= first <= self.spans[claim][1])
