"""Everything that may have happened in a small invented world, by persons: an independent model to hold the engine to.

A person has a sex, a day of birth, perhaps a day of death, and perhaps is the one of some linked records. She was
harmed in events. An event has a moment (day, place, those who acted there together), at which all happened that does
not last. Where an act of it lasts, it has any moments more, and what was true at one of them is true of the event.
Those who took part in it were not at war with each other all the time, and at one moment not at all. A claim counts
events, or persons, of whom its sentence is true. Written from spec/claims.md; nothing of the engine is used.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import chain, combinations, product

from amana.events.claims import Claim, Party, Place, Relation

BEFORE = date(2018, 6, 30)
AFTER = date(2018, 7, 1)
DAYS = (date(2014, 1, 1), date(2016, 2, 29), BEFORE, AFTER, date(2021, 12, 31))
EARLY, LATE = date(1900, 1, 1), date(2030, 1, 1)
YEARS = (0, 11, 12, 17, 18, 59, 60)


def relation(kind: str, party: str, **days: date) -> Relation:
    return Relation(relation=kind, party=party, **days)


PARTIES = [
    Party(id="red", name="Red", kind="army", source="x", opposed=("green",)),
    Party(
        id="turncoat",
        name="Turncoat",
        kind="armed_group",
        source="x",
        over_time=(relation("under", "red", until=BEFORE), relation("under", "green", since=AFTER)),
    ),
    Party(id="green", name="Green", kind="armed_group", source="x"),
    Party(id="blue", name="Blue", kind="armed_group", source="x", over_time=(relation("opposed", "red", since=AFTER),)),
    Party(id="young", name="Young", kind="armed_group", source="x", since=AFTER, under="blue"),
]
PLACES = [
    Place(id="land", name="Land", kind="country", source="x"),
    Place(id="north", name="North", kind="region", under="land", source="x"),
    Place(id="hill", name="Hill", kind="village", under="north", source="x"),
    Place(id="south", name="South", kind="region", under="land", source="x"),
]
LIES_IN = {"land": {"land"}, "north": {"north", "land"}, "hill": {"hill", "north", "land"}, "south": {"south", "land"}}
KINDS = {"": set(), "rape": {"gbvims.rape"}, "assault": {"gbvims.sexual_assault"}, "wed": {"gbvims.forced_marriage"}}
NAMES = tuple(party.id for party in PARTIES)


def above(party: str, day: date) -> set[str]:
    later = day >= AFTER
    return {"turncoat": {"turncoat", "green" if later else "red"}, "young": {"young", "blue"}}.get(party, {party})


def at_war(one: str, other: str, day: date) -> bool:
    wars = [{"red", "green"}, {"red", "blue"}] if day >= AFTER else [{"red", "green"}]
    return any({high, low} in wars for high in above(one, day) for low in above(other, day))


def there(party: str, day: date) -> bool:
    return party != "young" or day >= AFTER


def _largest_peaceful(parties: Iterable[str], days: Iterable[date]) -> list[frozenset[str]]:
    """The largest sets of which no two are at war on all of `days`."""
    parties, days = list(parties), list(days)
    sets = chain.from_iterable(combinations(parties, size) for size in range(len(parties), -1, -1))
    found: list[frozenset[str]] = []
    for one in map(frozenset, sets):
        if not any(all(at_war(a, b, day) for day in days) for a, b in combinations(sorted(one), 2)) and not any(
            one <= other for other in found
        ):
            found.append(one)
    return found


SIDES = _largest_peaceful(NAMES, (BEFORE, AFTER))


@cache
def groups(side: frozenset[str], day: date) -> list[frozenset[str]]:
    return _largest_peaceful((one for one in side if there(one, day)), [day])


def at_once(day: date) -> list[frozenset[str]]:
    return [group for side in SIDES for group in groups(side, day)]


def age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def lasts(claim: Claim) -> bool:
    named = ("sexual_slavery", "forced_marriage", "abduction")
    return any("." not in act or act.rsplit(".", 1)[-1] in named for act in claim.acts)


def killed(claim: Claim) -> bool:
    return set(claim.acts) <= {"other.killing", "other.beheading"}


def counted(claim: Claim, unit: str) -> int:
    """How many the claim vouches for."""
    number = (claim.quantity.number or 0) + (claim.quantity.kind == "over")
    if claim.hedge or claim.quantity.kind in ("about", "several"):
        return 0
    many = {"survivors": ("persons", "killed", "cases", "incidents"), "persons": ("persons", "killed")}[unit]
    return number if claim.unit in many else min(number, 1)


class Telling:
    """Claims, and of what they are true. Sets of claims are masks of their places."""

    def __init__(self, claims: list[Claim]) -> None:
        self.claims = claims
        self.all = (1 << len(claims)) - 1
        self.lasting = self.mask(map(lasts, claims))
        ids = {claim.id: place for place, claim in enumerate(claims)}
        self.inner = [[ids[one] for one in claim.contains if one in ids] for claim in claims]
        self.related = {
            field: {
                frozenset({place, ids[one]})
                for place, claim in enumerate(claims)
                for one in getattr(claim, field)
                if ids.get(one, place) != place
            }
            for field in ("apart", "overlaps", "contains")
        }

    @staticmethod
    def mask(flags: Iterable[object]) -> int:
        return sum(1 << place for place, flag in enumerate(flags) if flag)

    @cached_property
    def births(self) -> list[date]:
        """Every day of birth at which what is true may begin or end to be."""
        found = {EARLY}
        ends = {day for claim in self.claims for day in claim.period.within if day} | {BEFORE, AFTER}
        bounds = {
            year + more for claim in self.claims for year in claim.people.age if year is not None for more in (0, 1)
        }
        for day, years in product(ends, bounds | {0}):
            for one in (day, day + timedelta(days=1)):
                year = one.year - years
                found.add(date(year, 3, 1) if (one.month, one.day) == (2, 29) else one.replace(year=year))
        return sorted(found)

    def days(self, born: date) -> list[date]:
        """Every day at which that may be: claims' ends, changes among parties, birthdays and the days before."""
        found = {day for claim in self.claims for day in claim.period.within if day} | {BEFORE, AFTER, LATE, born}
        bounds = {
            year + more for claim in self.claims for year in claim.people.age if year is not None for more in (0, 1)
        }
        for years in bounds:
            birthday = (
                date(born.year + years, 3, 1)
                if (born.month, born.day) == (2, 29)
                else born.replace(year=born.year + years)
            )
            found |= {birthday, birthday - timedelta(days=1)}
        return sorted(day for day in found if born <= day <= LATE)

    def when(self, claim: Claim, born: date, day: date) -> bool:
        """Whether it can have been so on that day, of somebody born then."""
        start, end = claim.period.within[0] or EARLY, claim.period.within[1] or LATE
        youngest, oldest = (edge if one is None else one for one, edge in zip(claim.people.age, (0, 200), strict=True))
        if claim.period.of == "event":
            return start <= day <= end and youngest <= age(born, day) <= oldest
        told = max(start, day)
        return told <= end and age(born, told) <= oldest and age(born, end) >= youngest

    def where(self, claim: Claim, place: str) -> bool:
        said = set(claim.place.places) if claim.place.of == "event" else set()
        return not said or bool(LIES_IN.get(place, set()) & said)

    def by(self, claim: Claim, group: frozenset[str], day: date) -> bool:
        wanted = self.wanted(claim)
        hits = [there(one, day) and any(one in above(party, day) for party in group) for one in wanted]
        return not hits or (all(hits) if claim.by.how == "each" else any(hits))

    @staticmethod
    def wanted(claim: Claim) -> list[str]:
        every = claim.by.concluded
        return [one.party for one in every] if all(one.sure == "stated" for one in every) else []

    def of(self, claim: Claim, sex: str, record: str, kind: str) -> bool:
        codes = {act for act in claim.acts if act.startswith("gbvims")}
        return (
            claim.people.sex in ("any", sex)
            and (claim.person or record) == record
            and (not codes or bool(codes & KINDS[kind]) or ("gbvims" in codes and bool(KINDS[kind])))
        )

    def over(self, claim: Claim, born: date, side: frozenset[str], until: date = LATE) -> bool:
        """Whether it can have been so of an act that lasted, by whoever of `side` had part in it at some time."""
        days = [day for day in self.days(born) if day <= until and self.when(claim, born, day)]
        hits = [
            any(there(one, day) and there(party, day) and one in above(party, day) for party in side for day in days)
            for one in self.wanted(claim)
        ]
        return bool(days) and (not hits or (all(hits) if claim.by.how == "each" else any(hits)))

    def events(self) -> set[int]:
        """The claims that one event of one person can be counted in, for every kind of event."""
        who = {
            self.mask(self.of(claim, sex, record, kind) for claim in self.claims)
            for sex in ("female", "male")
            for record in {claim.person or "" for claim in self.claims} | {""}
            for kind in KINDS
        }
        places = {
            self.mask(self.where(claim, place) for claim in self.claims) | self.lasting
            for place in (*LIES_IN, "abroad")
        }
        found: set[int] = set()
        for born in self.births:
            for side in SIDES:
                over = ~self.lasting | self.mask(
                    self.lasting >> n & 1 and self.over(claim, born, side) for n, claim in enumerate(self.claims)
                )
                for day in self.days(born):
                    when = self.mask(self.when(claim, born, day) for claim in self.claims)
                    for group in groups(side, day):
                        by = self.mask(self.by(claim, group, day) for claim in self.claims)
                        found.add((when & by | self.lasting) & over)
        return _widest({one & place & mask for one in _widest(found) for place in places for mask in who})

    def persons(self) -> set[int]:
        """The claims that one person can be counted in, for every kind of person."""
        who = {
            self.mask(any(self.of(claim, sex, record, kind) for kind in KINDS) for claim in self.claims)
            for sex in ("female", "male")
            for record in {claim.person or "" for claim in self.claims} | {""}
        }
        found = set()
        for born in self.births:
            days = self.days(born)
            then = [
                self.mask(
                    (self.when(claim, born, day) and any(self.by(claim, group, day) for group in at_once(day)))
                    or (lasts(claim) and any(self.over(claim, born, side, day) for side in SIDES))
                    for claim in self.claims
                )
                for day in days
            ]
            deadly = self.mask(map(killed, self.claims))
            had = 0
            for mask in then:
                had |= mask & ~deadly
                found.add(had | mask & deadly)
        return _widest({one & mask for one in _widest(found) for mask in who})


def _widest(masks: set[int]) -> set[int]:
    kept: list[int] = []
    for mask in sorted(masks, key=lambda one: -one.bit_count()):
        if not any(mask & ~other == 0 for other in kept):
            kept.append(mask)
    return set(kept)


class Ways:
    """In which sets claims can count an event, or a person, as far as their sources relate them."""

    def __init__(self, telling: Telling, unit: str, apart: Iterable[frozenset[int]] = ()) -> None:
        self.telling, self.unit = telling, unit
        claims = telling.claims
        many = {"survivors": ("persons", "killed", "cases", "incidents"), "persons": ("persons", "killed")}[unit]
        self.apart = [pair for pair in telling.related["apart"] if all(claims[n].unit in many for n in pair)]
        self.apart += apart
        linked: dict[str, list[int]] = {}
        for place, claim in enumerate(claims):
            if claim.person and unit == "persons":
                linked.setdefault(claim.person, []).append(place)
        self.one = [Telling.mask(n in places for n in range(len(claims))) for places in linked.values()]
        true_of = telling.events() if unit == "survivors" else telling.persons()
        self.sets = {part for one in true_of for part in self._parts(one)}

    def _parts(self, mask: int) -> Iterator[int]:
        part = mask
        while part:
            if self._hold(part):
                yield part
            part = (part - 1) & mask

    def _hold(self, part: int) -> bool:
        outer = all(
            not part >> inner & 1 or part >> place & 1
            for place, inners in enumerate(self.telling.inner)
            for inner in inners
        )
        apart = any(all(part >> n & 1 for n in pair) for pair in self.apart)
        return outer and not apart and all(part & one in (0, one) for one in self.one)

    def consistent(self) -> bool:
        """Whether every claim can be counted somewhere, and what is said to overlap together."""
        claims = range(len(self.telling.claims))
        pairs = [*self.telling.related["overlaps"], *self.telling.related["contains"], *({n} for n in claims)]
        return all(any(all(part >> n & 1 for n in pair) for part in self.sets) for pair in pairs)

    def least(self) -> int:
        """The least number of events, or persons, of which every claim counts as many as it needs."""
        needs = tuple(counted(claim, self.unit) for claim in self.telling.claims)
        sets = [[n for n in range(len(needs)) if part >> n & 1] for part in _widest(self.sets)]
        level, steps = {needs}, 0
        while not any(max(left, default=0) == 0 for left in level):
            level = {tuple(max(0, left[n] - (n in one)) for n in range(len(left))) for left in level for one in sets}
            steps += 1
        return steps

    def holds(self) -> bool:
        """Whether all claims can hold together, plain numbers and ranges being totals of what they contain."""
        claims = self.telling.claims
        needs = tuple(counted(claim, self.unit) for claim in claims)
        tops = tuple(highest(claim, self.unit) if claim.contains else 99 for claim in claims)
        every = [[n for n in range(len(needs)) if part >> n & 1] for part in self.sets]
        states, seen = {(needs, tops)}, set()
        while states:
            left, caps = states.pop()
            if not any(left):
                return self.consistent()
            seen.add((left, caps))
            for one in every:
                then = tuple(max(0, need - (n in one)) for n, need in enumerate(left))
                rest = tuple(cap - (n in one) for n, cap in enumerate(caps))
                if then != left and min(rest) >= 0 and (then, rest) not in seen:
                    states.add((then, rest))
        return False


def highest(claim: Claim, unit: str) -> int:
    """How many a claim's own number is of at most."""
    bounding = {"survivors": ("killed", "cases"), "persons": ("killed", "cases", "persons")}[unit]
    if claim.hedge or claim.unit not in bounding or claim.quantity.kind not in ("exactly", "range"):
        return 99
    return (claim.quantity.upto if claim.quantity.kind == "range" else claim.quantity.number) or 0
