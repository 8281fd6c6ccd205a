"""Says which of many claims a given set of harms can satisfy as well, so that they need no place in the programme."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from amana.counting.masks import inside, members
from amana.counting.space import Space

Harms = Iterable[tuple[int, int]]
"""Sets of claims, and how many harms satisfy just these."""


class Guests:
    """Claims that wait to be satisfied by harms that others ask for.

    Every claim takes as many harms as it needs, from the sets that it can join. That none is left waiting proves that
    all can be satisfied; one that is left may still be.
    """

    def __init__(self, space: Space, needs: Mapping[int, int], waiting: Iterable[int]) -> None:
        self.space, self.needs, self.waiting = space, needs, set(waiting)
        self._claims: list[int] = []
        self._number: list[int] = []
        self._pieces: list[list[int]] = []
        self._holding: dict[int, set[int]] = {}
        self._seated = 0
        self._empty: set[int] = set()
        self._hosts: dict[tuple[int, int], list[list[int]]] = {}

    def offer(self, harms: Harms) -> None:
        """Let these harms be all that there are; guests keep what they have taken of those that were there before."""
        wanted = Counter(_trimmed(harms, self.needs))
        for host, pieces in self._hosts.items():
            while len(pieces) > wanted[host]:
                self._remove(host[0], pieces.pop())
        for host, number in wanted.items():
            there = self._hosts.setdefault(host, [])
            while len(there) < number:
                there.append([])
                self._group(there[-1], *host)

    def _remove(self, hosts: int, pieces: Iterable[int]) -> None:
        """Take groups away; the guests that had taken of them wait again."""
        guests = 0
        for group in pieces:
            guests |= self._claims[group] & ~hosts
            for claim in members(self._claims[group]):
                self._holding[claim].discard(group)
            self._empty.discard(group)
        for claim in members(guests):
            self.waiting.add(claim)
            for group in self._holding.pop(claim):
                self._claims[group] &= ~(1 << claim)
                if not self._claims[group]:
                    self._empty.add(group)

    def seat(self) -> list[int]:
        """Let all take what they need, those first that need most; those for which no way was found."""
        for claim in sorted(self.waiting, key=lambda claim: (-self.needs[claim], claim)):
            if self._take(claim, self.needs[claim]):
                self.waiting.remove(claim)
        return sorted(self.waiting)

    def _group(self, pieces: list[int], claims: int, number: int) -> None:
        group = len(self._claims)
        pieces.append(group)
        self._claims.append(claims)
        self._number.append(number)
        self._pieces.append(pieces)
        for claim in members(claims):
            self._holding.setdefault(claim, set()).add(group)
        self._seated |= claims
        if not claims:
            self._empty.add(group)

    def _take(self, claim: int, need: int) -> bool:
        strangers = ~self.space.shared(claim)
        chosen = []
        for group in self._near(claim):
            claims = self._claims[group]
            if not claims & strangers and self.space.together(claims | 1 << claim):
                chosen.append(group)
                need -= self._number[group]
                if need <= 0:
                    break
        if need > 0:
            return False
        if need < 0:
            last = chosen[-1]
            self._number[last] += need
            self._group(self._pieces[last], self._claims[last], -need)
        for group in chosen:
            self._claims[group] |= 1 << claim
            self._empty.discard(group)
        self._holding.setdefault(claim, set()).update(chosen)
        self._seated |= 1 << claim
        return True

    def _near(self, claim: int) -> Iterator[int]:
        """Sets that the claim may be able to join: those that hold one it meets, and those that hold none."""
        seen: set[int] = set()
        for other in members(self.space.shared(claim) & self._seated):
            new = self._holding.get(other, seen) - seen
            seen |= new
            yield from sorted(new)
        yield from sorted(self._empty)


def _trimmed(harms: Harms, needs: Mapping[int, int]) -> list[tuple[int, int]]:
    """The same harms, each claim taken out of sets that it can spare, the most plentiful first."""
    groups = list(harms)
    holding: dict[int, list[int]] = {}
    for place, (claims, _) in enumerate(groups):
        for claim in inside(claims):
            holding.setdefault(claim, []).append(place)
    spare = {claim: sum(groups[place][1] for place in places) - needs[claim] for claim, places in holding.items()}
    for claim in sorted(spare, key=lambda claim: (-spare[claim], claim)):
        for place in holding[claim]:
            claims, number = groups[place]
            if number <= spare[claim]:
                groups[place] = (claims & ~(1 << claim), number)
                spare[claim] -= number
    return groups
