"""A small invented world, small claims in it, and the minimum found by trying everything.

Nothing here uses the engine's regions or atoms: what a harm must be to satisfy
a claim is written down once more, from spec/claims.md and docs/counting.md.
"""

from datetime import date
from functools import cache
from itertools import chain, combinations, product

from hypothesis import strategies as st

from amana.counting.world import World
from amana.events.claims import Claim, Party, Place, Relation


def relation(kind: str, party: str, **days: date) -> Relation:
    return Relation(relation=kind, party=party, **days)


PARTIES = [
    Party(id="red", name="Red", kind="army", source="x", opposed=("green",)),
    Party(id="red-first", name="Red First", kind="army", under="red", source="x"),
    Party(id="green", name="Green", kind="armed_group", source="x"),
    Party(id="blue", name="Blue", kind="armed_group", source="x"),
]
PLACES = [
    Place(id="land", name="Land", kind="country", source="x"),
    Place(id="north", name="North", kind="region", under="land", source="x"),
    Place(id="hill", name="Hill", kind="village", under="north", source="x"),
    Place(id="south", name="South", kind="region", under="land", source="x"),
]
WORLD = World.of(PARTIES, PLACES)
MIDDLE = date(2020, 6, 1)
CHANGED = World.of(
    [
        PARTIES[0].model_copy(update={"opposed": ()}),
        PARTIES[1].model_copy(
            update={"under": None, "over_time": (relation("under", "red", until=date(2020, 5, 31)),)}
        ),
        PARTIES[2].model_copy(
            update={"over_time": (relation("opposed", "red", since=MIDDLE), relation("under", "blue", since=MIDDLE))}
        ),
        PARTIES[3],
    ],
    PLACES,
)
"""The same parties in other times: Red First leaves Red when the war with Green begins and Green joins Blue."""
DAYS = [date(2020, 1, 1), date(2020, 6, 1), date(2021, 1, 1)]
ABOVE = {"red-first": {"red-first", "red"}, "red": {"red"}, "green": {"green"}, "blue": {"blue"}}
INSIDE = {"land": {"land"}, "north": {"north", "land"}, "hill": {"hill", "north", "land"}, "south": {"south", "land"}}
ENEMIES = [{"red", "green"}, {"red-first", "green"}]


def above(party: str, day: date, world: World) -> set[str]:
    if world is WORLD:
        return ABOVE[party]
    later = day >= MIDDLE
    return {
        "red-first": {"red-first"} if later else {"red-first", "red"},
        "green": {"green", "blue"} if later else {"green"},
    }.get(party, {party})


def at_war(day: date, world: World) -> list[set[str]]:
    if world is WORLD:
        return ENEMIES
    return [{"red", "green"}] if day >= MIDDLE else []


@st.composite
def a_claim(draw: st.DrawFn, name: str) -> Claim:
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    parties = draw(st.lists(st.sampled_from(list(ABOVE)), max_size=2, unique=True))
    how = "jointly" if "green" in parties else draw(st.sampled_from(["jointly", "each"]))
    return Claim.model_validate(
        {
            "id": name,
            "source": "x",
            "summary": "Invented.",
            "quantity": {"kind": "at_least", "number": draw(st.integers(1, 3))},
            "unit": draw(st.sampled_from(["persons", "persons", "cases", "allegations"])),
            "people": {"sex": draw(st.sampled_from(["female", "male", "any"]))},
            "acts": draw(
                st.sampled_from([["crsv.rape"], ["other.killing"], ["gbvims.rape"], ["gbvims.sexual_assault"]])
            ),
            "by": {
                "how": how,
                "concluded": [{"party": one, "by": "x", "sure": "stated"} for one in parties],
            },
            "place": {"in": draw(st.lists(st.sampled_from(list(INSIDE)), max_size=2, unique=True))},
            "period": {"of": draw(st.sampled_from(["event", "event", "treatment"])), "within": [first, last]},
        }
    )


@st.composite
def some_claims(draw: st.DrawFn, most: int = 4) -> list[Claim]:
    claims = [draw(a_claim(f"c{number}")) for number in range(draw(st.integers(1, most)))]
    if len(claims) > 1 and draw(st.booleans()):
        others = [claims[1].id] if draw(st.booleans()) else [claim.id for claim in claims[1:]]
        claims[0] = claims[0].model_copy(update={"apart": tuple(others)})
    return claims


@st.composite
def related_claims(draw: st.DrawFn) -> list[Claim]:
    """Claims of which some are said to overlap or to contain others, whatever their regions."""
    claims = draw(some_claims(6))
    for place in range(len(claims) - 1):
        if draw(st.booleans()):
            claims[place] = claims[place].model_copy(update={"acts": ("crsv.sexual_slavery",)})
        field = draw(st.sampled_from(["", "overlaps", "contains"]))
        if field:
            others = draw(st.lists(st.sampled_from([one.id for one in claims[place + 1 :]]), unique=True, max_size=2))
            claims[place] = claims[place].model_copy(update={field: tuple(others)})
    return claims


def needed(claim: Claim, unit: str) -> int:
    number = claim.quantity.number or 0
    each = {"survivors": ("persons", "cases"), "persons": ("persons",)}[unit]
    return number if claim.unit in each else min(number, 1)


def days_of(claim: Claim) -> set[date]:
    first, last = claim.period.within
    assert first and last
    return {day for day in DAYS if (claim.period.of != "event" or first <= day) and day <= last}


Harm = tuple[str, date, frozenset[str], str, str]


@cache
def every_harm(changed: bool = False) -> list[Harm]:
    world = CHANGED if changed else WORLD
    groups = [
        frozenset(group) for group in chain.from_iterable(combinations(ABOVE, size) for size in range(len(ABOVE) + 1))
    ]
    types = ["", "gbvims.rape", "gbvims.sexual_assault"]
    harms = product([*INSIDE, "abroad"], DAYS, groups, ["female", "male"], types)
    return [harm for harm in harms if not any(enemies <= harm[2] for enemies in at_war(harm[1], world))]


def satisfies(harm: Harm, claim: Claim, world: World = WORLD) -> bool:
    place, day, group, sex, kind = harm
    wanted = [one.party for one in claim.by.concluded]
    hits = [any(one in above(party, day, world) for party in group) for one in wanted]
    return (
        (not claim.place.places or bool(INSIDE.get(place, set()) & set(claim.place.places)))
        and day in days_of(claim)
        and (not hits or (all(hits) if claim.by.how == "each" else any(hits)))
        and claim.people.sex in ("any", sex)
        and (not claim.acts[0].startswith("gbvims") or kind == claim.acts[0])
    )
