"""The least number of events of which a question is true, by the model of persons.py."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, product

from tests.counting.persons import EARLY, KINDS, LATE, LIES_IN, SIDES, Telling, Ways, above, age, counted, groups, there

from amana.counting.regions import Question
from amana.events.claims import Claim


@dataclass(frozen=True)
class Asked:
    """Whether an event is one that a question asks about: at some moment all that is asked is true of it."""

    question: Question

    def of(self, sex: str) -> bool:
        return self.question.sex in (None, sex)

    def when(self, born: date, day: date) -> bool:
        first, last = self.question.ages or (0, 200)
        return (self.question.start or EARLY) <= day <= (self.question.end or LATE) and first <= age(born, day) <= last

    def where(self, place: str) -> bool:
        return self.question.places is None or bool(LIES_IN.get(place, set()) & self.question.places)

    def by(self, actors: Iterable[str], day: date) -> bool:
        parties = self.question.parties
        return parties is None or any(above(one, day) & parties for one in actors)

    def what(self, claim: Claim) -> bool:
        """Whether what the claim says was done is surely asked about: all its codes of one axis."""
        if self.question.acts is None:
            return True
        axes: dict[str, list[bool]] = {}
        for act in claim.acts:
            axes.setdefault(act.split(".")[0], []).append(
                any(act == x or act.startswith(f"{x}.") for x in self.question.acts)
            )
        return any(map(all, axes.values()))


class Within:
    """In which sets claims can count an event that is asked about, or one that is not."""

    def __init__(self, telling: Telling, question: Question) -> None:
        self.telling, self.asked = telling, Asked(question)
        self._acting: dict[tuple[frozenset[str], date], set[tuple[int, bool]]] = {}

    def moments_by(self, claim: Claim, born: date, side: frozenset[str], wanted: str) -> Iterator[bool]:
        """Of each moment at which that party's part in a lasting act may have been, whether it is asked about."""
        telling, asked = self.telling, self.asked
        for day in telling.days(born):
            if not telling.when(claim, born, day) or (wanted and not there(wanted, day)):
                continue
            actors = [()] if not wanted else [(x,) for x in side if there(x, day) and wanted in above(x, day)]
            for who, place in product(actors, (*LIES_IN, "abroad")):
                if telling.where(claim, place):
                    yield asked.when(born, day) and asked.where(place) and asked.by(who, day)

    def surely(self, claim: Claim, born: date, side: frozenset[str]) -> bool:
        """Whether a lasting act cannot have been as the claim says without being asked about."""
        wanted = self.telling.wanted(claim) or [""]
        ways = [list(self.moments_by(claim, born, side, one)) for one in wanted]
        if claim.by.how == "each":
            return any(found and all(found) for found in ways)
        return any(ways) and all(chain.from_iterable(ways))

    def acting(self, side: frozenset[str], day: date) -> set[tuple[int, bool]]:
        """For each way in which some of `side` can have acted: the claims so far true, and if it is asked about."""
        if (side, day) not in self._acting:
            some = {
                frozenset(actors)
                for group in groups(side, day)
                for actors in chain.from_iterable(combinations(sorted(group), size) for size in range(len(group) + 1))
            }
            self._acting[side, day] = {
                (
                    self.telling.mask(self.telling.by(claim, actors, day) for claim in self.telling.claims),
                    self.asked.by(actors, day),
                )
                for actors in some
            }
        return self._acting[side, day]

    def kinds(self) -> dict[int, int]:
        """For each set, whether the event must be one that is asked about (1), or need not (0)."""
        telling, asked = self.telling, self.asked
        claims = telling.claims
        sure = telling.mask(map(asked.what, claims))
        who = {
            (telling.mask(telling.of(claim, sex, record, kind) for claim in claims), asked.of(sex))
            for sex in ("female", "male")
            for record in {claim.person or "" for claim in claims} | {""}
            for kind in KINDS
        }
        places = {
            (telling.mask(telling.where(claim, place) for claim in claims) | telling.lasting, asked.where(place))
            for place in (*LIES_IN, "abroad")
        }
        found = set()
        for born, side in product(telling.births, SIDES):
            over = ~telling.lasting | telling.mask(
                telling.lasting >> n & 1 and telling.over(claim, born, side) for n, claim in enumerate(claims)
            )
            bound = sure & telling.mask(
                telling.lasting >> n & 1 and self.surely(claim, born, side) for n, claim in enumerate(claims)
            )
            for day in telling.days(born):
                when = telling.mask(telling.when(claim, born, day) for claim in claims)
                within = asked.when(born, day)
                for by, inside in self.acting(side, day):
                    found.add(((when & by | telling.lasting) & over, within and inside, bound))
        made = {
            (one & place & mask, inside and there_too and hers, bound if hers else 0)
            for one, inside, bound in _freest(found)
            for place, there_too in places
            for mask, hers in who
        }
        ways = Ways(telling, "survivors")
        result: dict[int, int] = {}
        for mask, inside, bound in _freest(made):
            part = mask
            while part:
                if part in ways.sets:
                    cost = int(bool(part & bound) or (inside and bool(part & sure & ~telling.lasting)))
                    result[part] = min(cost, result.get(part, 1))
                part = (part - 1) & mask
        return result

    def least(self) -> int:
        """The least number of events asked about, where every claim counts as many events as it needs."""
        needs = tuple(counted(claim, "survivors") for claim in self.telling.claims)
        kinds = [([n for n in range(len(needs)) if part >> n & 1], cost) for part, cost in self.kinds().items()]
        spent = {needs: 0}
        for steps in range(sum(needs) + 1):
            level = {left for left, cost in spent.items() if cost == steps}
            while level:
                left = level.pop()
                if not any(left):
                    return steps
                for one, cost in kinds:
                    then = tuple(max(0, left[n] - (n in one)) for n in range(len(left)))
                    if steps + cost < spent.get(then, sum(needs) + 1):
                        spent[then] = steps + cost
                        level |= {then} if not cost else set()
        raise AssertionError("claims that nothing can satisfy")


def _freest(kinds: set[tuple[int, bool, int]]) -> list[tuple[int, bool, int]]:
    """Those of which no other satisfies as much and binds as little."""
    kept: list[tuple[int, bool, int]] = []
    for mask, inside, bound in sorted(kinds, key=lambda one: (-one[0].bit_count(), one[1], one[2].bit_count())):
        if not any(mask & ~m == 0 and i <= inside and b & mask & ~bound == 0 for m, i, b in kept):
            kept.append((mask, inside, bound))
    return kept
