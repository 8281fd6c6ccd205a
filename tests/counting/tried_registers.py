"""The least and the most beside registers, found by trying everything in the small invented world of invented.py."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

from hypothesis import strategies as st
from tests.counting.invented import ABOVE, DAYS, INSIDE, a_claim, every_harm, needed, satisfies

from amana.counting.regions import SEXUAL, Question
from amana.events.claims import Claim

Kind = tuple[frozenset[int], frozenset[int], bool]
"""Claims that a harm can be counted in, registers that it is in, and whether it is in the question."""


def close(claims: list[Claim], question: Question) -> tuple[list[Claim], Question]:
    """The same with days that follow on one another, so that no day lies between those which are tried."""
    after = {None: None, **{day: date(2020, 6, 1 + number) for number, day in enumerate(DAYS)}}
    spans = [(after[one.period.within[0]], after[one.period.within[1]]) for one in claims]
    return [
        one.model_copy(update={"period": one.period.model_copy(update={"within": span})})
        for one, span in zip(claims, spans, strict=True)
    ], replace(question, start=after[question.start], end=after[question.end])


@st.composite
def some_with_registers(draw: st.DrawFn) -> tuple[list[Claim], Question]:
    claims = []
    for number in range(draw(st.integers(1, 4))):
        one = draw(a_claim(f"c{number}"))
        how = {"acts": ("crsv.rape",), "unit": draw(st.sampled_from(["persons", "cases"]))}
        how |= {"period": one.period.model_copy(update={"of": "event"})}
        if number < 1 or draw(st.booleans()):
            first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
            how |= {
                "acts": ("crsv",),
                "complete": True,
                "quantity": one.quantity.model_copy(update={"kind": "exactly", "number": draw(st.integers(0, 4))}),
                "place": one.place.model_copy(update={"places": (draw(st.sampled_from(list(INSIDE))),)}),
                "period": one.period.model_copy(update={"of": "event", "within": (first, last)}),
                "by": one.by.model_copy(update={"how": "jointly"}),
            }
        claims.append(Claim.model_validate(one.model_copy(update=how).model_dump(by_alias=True)))
    if len(claims) > 2 and draw(st.booleans()):
        claims[2] = claims[2].model_copy(update={"apart": (claims[1].id,)})
    asked = {
        "places": st.sampled_from([None, *INSIDE]),
        "party": st.sampled_from([None, None, *ABOVE]),
        "days": st.sampled_from([(None, None), (DAYS[0], DAYS[1])]),
    }
    place, party, (start, end) = (draw(one) for one in asked.values())
    question = Question(
        acts=SEXUAL.acts,
        places=frozenset({place}) if place else None,
        parties=frozenset({party}) if party else None,
        start=start,
        end=end,
    )
    return claims, question


def _asked(harm: tuple, question: Question) -> bool:
    place, day, group, *_ = harm
    return (
        (question.places is None or bool(INSIDE.get(place, set()) & question.places))
        and (question.start is None or question.start <= day <= (question.end or date.max))
        and (question.parties is None or any(ABOVE[party] & question.parties for party in group))
    )


def kinds(claims: list[Claim], question: Question, unit: str, inside: set[int]) -> list[Kind]:
    """Every kind of harm, or of person with any number of harms; claims that are `inside` count none outside."""
    registers = {n for n, claim in enumerate(claims) if claim.complete and (unit == "persons" or claim.unit == "cases")}
    found: set[tuple[str, Kind]] = set()
    for harm in every_harm():
        satisfied = frozenset(n for n, claim in enumerate(claims) if satisfies(harm, claim))
        asked = _asked(harm, question)
        counted = satisfied if asked else satisfied - inside
        sex = harm[3] if unit == "persons" else ""
        found.add((sex, (counted, satisfied & registers, asked)))
    apart = {frozenset({n, [c.id for c in claims].index(x)}) for n, claim in enumerate(claims) for x in claim.apart}
    if unit == "persons":
        apart = {pair for pair in apart if all(claims[n].unit == "persons" for n in pair)}
        found = {
            (sex, one) for sex in {sex for sex, _ in found} for one in _gathered({k for s, k in found if s == sex})
        }
    result = set()
    for _, (counted, within, asked) in found:
        for size in range(len(counted) + 1):
            for part in map(frozenset, combinations(counted, size)):
                if not any(pair <= part or (pair & part and pair & within - part) for pair in apart):
                    result.add((part, within, asked))
    return list(result)


def _gathered(single: set[Kind]) -> set[Kind]:
    found = set(single)
    while True:
        more = {(a | c, b | d, e or f) for a, b, e in found for c, d, f in single} - found
        if not more:
            return found
        found |= more


def extremes(claims: list[Claim], question: Question, unit: str, inside: set[int]) -> tuple[int | None, float | None]:
    """The least and the most in the question; None where nothing holds, infinite where nothing bounds it."""
    every = kinds(claims, question, unit, inside)
    needs = tuple(needed(claim, unit) for claim in claims)
    tops = {n: claims[n].quantity.number or 0 for n in sorted(set().union(*(one[1] for one in every)))}
    places = list(tops)

    def after(
        left: tuple[int, ...], caps: tuple[int, ...], one: Kind
    ) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        caps = tuple(cap - (places[n] in one[1]) for n, cap in enumerate(caps))
        return (
            (tuple(max(0, need - (n in one[0])) for n, need in enumerate(left)), caps)
            if min(caps, default=0) >= 0
            else None
        )

    free = [one for one in every if not one[1]]
    bound = [one for one in every if one[1]]

    @cache
    def reached(left: tuple[int, ...], caps: tuple[int, ...]) -> tuple[float, float]:
        """Least and most of `bound` kinds in the question from here on, then of free kinds."""
        least, most = _free(left)
        for one in bound:
            then = after(left, caps, one)
            if then:
                low, high = reached(*then)
                least, most = min(least, low + one[2]), max(most, high + one[2])
        return least, most

    @cache
    def _free(left: tuple[int, ...]) -> tuple[float, float]:
        if not any(left):
            return 0, float("inf") if any(one[2] for one in free) else 0
        level, cost = {left: 0}, float("inf")
        seen: dict[tuple[int, ...], int] = {}
        while level:
            state, spent = min(level.items(), key=lambda item: item[1])
            del level[state]
            if not any(state):
                cost = spent
                break
            seen[state] = spent
            for one in free:
                then = tuple(max(0, need - (n in one[0])) for n, need in enumerate(state))
                if then not in seen and then != state:
                    level[then] = min(level.get(then, spent + one[2]), spent + one[2])
        if cost == float("inf"):
            return float("inf"), float("-inf")
        return cost, float("inf") if any(one[2] for one in free) else 0

    least, most = reached(needs, tuple(tops.values()))
    return (None, None) if least == float("inf") else (int(least), most)
