"""The documented minimum of 1,000 to 10,000 claims such as a working group of many organisations keeps.

    ./amana bench at-least

The claims are drawn from a seed, in an invented country: most are single records of one to three persons with a day,
a week or a month and a village or a district, some of them with the time of treatment alone, with an age or without,
by parties named or only described; then events with ten or more, totals of organisations by district and month,
by region and year, with the parts that they contain, and "further" cases apart from others.
"""

import random
import resource
import time
from datetime import date, timedelta

from amana.counting.at_least import Count
from amana.counting.regions import SEXUAL
from amana.counting.rows import rows
from amana.counting.world import World
from amana.events.claims import Claim, Party, Place

SIZES = (1_000, 2_000, 5_000, 10_000)
WITHIN = 10.0
SEED = 20260101
REGIONS, DISTRICTS, VILLAGES, UNITS = 8, 6, 8, 4
SIDES = {"army": "militia", "front": "league", "militia": "", "league": ""}
ACTS = ("crsv.rape", "crsv.rape", "crsv.rape", "crsv.gang_rape", "crsv.other", "crsv", "crsv.sexual_slavery")
VERBS = ("documented", "verified", "reported", "recorded")
FIRST = date(2012, 1, 1)
DAYS = 365 * 13


def world() -> World:
    """Four parties on two sides at war, each with units; a country of regions, districts and villages."""
    foes = {"army": ("front", "league"), "militia": ("front", "league")}
    parties = [Party(id=one, name=one, kind="armed_group", source="x", opposed=foes.get(one, ())) for one in SIDES]
    parties += [
        Party(id=f"{one}-{unit}", name=one, kind="armed_group", under=one, source="x")
        for one in SIDES
        for unit in range(UNITS)
    ]
    places = [Place(id="land", name="Land", kind="country", source="x")]
    for region in range(REGIONS):
        places.append(Place(id=f"r{region}", name="R", kind="region", under="land", source="x"))
        for district in range(DISTRICTS):
            name = f"r{region}-d{district}"
            places.append(Place(id=name, name="D", kind="district", under=f"r{region}", source="x"))
            places += [
                Place(id=f"{name}-v{village}", name="V", kind="village", under=name, source="x")
                for village in range(VILLAGES)
            ]
    return World.of(parties, places)


def claims(number: int, seed: int = SEED) -> list[Claim]:
    """So many claims, always the same for a seed."""
    chance = random.Random(seed)  # noqa: S311
    return [_claim(chance, f"c{place:05}", place) for place in range(number)]


def _claim(chance: random.Random, name: str, place: int) -> Claim:
    kind = chance.choices(("record", "event", "district", "region", "country"), (75, 14, 7, 3, 1))[0]
    day = FIRST + timedelta(days=int(DAYS * chance.betavariate(2, 2)))
    region, district, village = chance.randrange(REGIONS), chance.randrange(DISTRICTS), chance.randrange(VILLAGES)
    where = [f"r{region}", f"r{region}-d{district}", f"r{region}-d{district}-v{village}"]
    deep, length, most = {
        "record": (chance.choice((2, 2, 2, 1, 0)), chance.choice((1, 1, 3, 7, 31, 90)), 3),
        "event": (chance.choice((2, 2, 1)), chance.choice((1, 2, 5, 14)), 40),
        "district": (1, chance.choice((31, 91)), 60),
        "region": (0, 365, 200),
        "country": (-1, 365, 600),
    }[kind]
    if length > 14:
        day = day.replace(day=1) if length < 365 else day.replace(month=1, day=1)
    number = 1 if kind == "record" and chance.random() < 0.8 else chance.randint(2 if most < 60 else most // 4, most)
    treated = kind == "record" and chance.random() < 0.15
    side = chance.choice(list(SIDES))
    who = chance.choices(
        ([], [side], [f"{side}-{chance.randrange(UNITS)}"], [side, SIDES[side] or side]), (5, 3, 3, 1)
    )[0]
    age = chance.randint(8, 50) if kind == "record" and chance.random() < 0.6 else None
    return Claim.model_validate(
        {
            "id": name,
            "source": "x",
            "summary": "Invented.",
            "quantity": {"kind": "exactly" if kind == "record" else "at_least", "number": number},
            "unit": "persons" if kind in ("record", "event") else chance.choice(("persons", "cases", "incidents")),
            "people": {
                "sex": chance.choices(("female", "male", "any"), (7, 1, 2))[0],
                "age": [age, age] if age else chance.choice(([None, None], [None, None], [None, 17], [18, None])),
            },
            "acts": [chance.choice(ACTS)],
            "by": {
                "described": [] if who else ["armed men"],
                "concluded": [
                    {"party": one, "by": "x", "sure": chance.choice(("stated", "stated", "likely"))}
                    for one in dict.fromkeys(who)
                ],
            },
            "place": {"of": "treatment" if treated else "event", "in": [where[deep] if deep >= 0 else "land"]},
            "period": {
                "of": "treatment" if treated else "event",
                "within": [day, day + timedelta(days=length - 1)],
            },
            "verb": chance.choice(VERBS),
            "apart": [f"c{chance.randrange(place):05}"] if place and chance.random() < 0.03 else [],
            "late": chance.random() < 0.02,
        }
    )


def main(_: dict[str, str]) -> int:
    """Measure and print; 1 where 10,000 claims take longer than is promised."""
    print(f"{'claims':>8}{'at least':>10}{'persons':>9}{'in all':>10}{'table':>10}{'processor':>12}{'memory':>10}")
    for number in SIZES:
        given = claims(number)
        began, worked = time.perf_counter(), time.process_time()
        count = Count(given, world())
        whole = count.at_least(SEXUAL)
        solved = time.perf_counter() - began
        rows(count, SEXUAL, ["party", "year"])
        table, work = time.perf_counter() - began, time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{number:>8,}{whole.survivors:>10,}{whole.persons:>9,}{solved:>8.1f} s{table:>8.1f} s{work:>10.1f} s"
            f"{memory:>6.0f} MiB",
            flush=True,
        )
    print(f"in all, then a line for each party and year; promised: {SIZES[-1]:,} within {WITHIN:.0f} s of processor")
    return int(work > WITHIN)
