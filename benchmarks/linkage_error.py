"""Whether an estimate over drawn linkages holds the truth where the linking errs, beside one that trusts the linking.

    ./amana bench linkage_error

2,000 people of HRDAG's design sim4 are found by five lists. The linking misses 2, 5 or 10 % of the links, or makes so
many false ones; of each link it is unsure of it gives an honest probability: of those at 0.3, three in ten are true,
whatever else is known of them. Trusting it means to link where the probability is above a half. 200 draws each, every
estimate kept in .tools/linkage_error.csv as it is made, so that a stopped run goes on. Promised: the interval over
drawn linkages holds the truth at least 90 % of the time. The estimates are by the latent-class model, with the plain
sampler of _gibbs.py, which is quick enough to do it thousands of times; the name of one of our models, as an argument
to this file, takes that instead.
"""

import csv
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from _gibbs import sample
from _populations import SIM4, WHOLE, Rows, lists_of

from amana.counting.linkages import Records, draw
from amana.counting.lists import Lists
from amana.counting.pooling import over

DRAWS = 200
TRUSTING = 50
"""How many of them are estimated trusting the linking as well: enough to see that it fails."""
LINKAGES = 10
RATES = (0.02, 0.05, 0.10)
KEPT = Path(__file__).parents[1] / ".tools" / "linkage_error.csv"
FIELDS = ("kind", "rate", "model", "draw", "way", "lower", "median", "upper")
PROMISED = 0.9


def linked(rows: Rows, kind: str, rate: float, rng: np.random.Generator) -> Records:
    """Records of found people, with the probabilities that a linking of such quality would give.

    A link in doubt is between a record and the rest of a person. Those that are true are taken from their person; each
    that is false joins a record that is alone on its list to a person on just the lists that the rest of a true one is
    on, so that nothing but the probability tells them apart. Missed links have probabilities below a half, false ones
    above. `rate` is the share of all true links that is missed, or the number of false ones over that of true ones.
    """
    people = [np.flatnonzero(row).tolist() for row in rows if row.any()]
    links = sum(len(lists) - 1 for lists in people)
    missed = kind == "missed"
    wanted = round(rate * links)
    several = [place for place, lists in enumerate(people) if len(lists) > 1]
    free = set(range(len(people)))
    alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for one, lists in enumerate(people):
        alike[tuple(lists)].append(one)
    doubts: list[tuple[int, int, int, float]] = []
    while wanted:
        person = int(rng.choice(several))
        place = int(rng.choice(people[person]))
        rest = [one for one in people[person] if one != place]
        if person not in free:
            continue
        loose = [one for one in alike[place,] if one in free]
        like = [one for one in alike[tuple(rest)] if one in free]
        if not loose or not like:
            continue
        chance = rng.uniform(0.05, 0.5) if missed else rng.uniform(0.5, 0.95)
        right = bool(rng.random() < chance)
        whose, owner = (person, person) if right else (int(rng.choice(like)), int(rng.choice(loose)))
        free -= {whose, owner}
        doubts.append((whose, owner, place, chance))
        wanted -= right == missed
    record = {(person, place): None for person, lists in enumerate(people) for place in lists}
    number = {key: at for at, key in enumerate(record)}
    taken = {(person, place) for person, owner, place, _ in doubts if person == owner}
    pairs: dict[tuple[int, int], float] = {}
    for person, lists in enumerate(people):
        sure = [number[person, place] for place in lists if (person, place) not in taken]
        pairs.update({(sure[a], sure[b]): 1.0 for a in range(len(sure)) for b in range(a)})
    for person, owner, place, chance in doubts:
        rest = [one for one in people[person] if (person, one) not in taken]
        pairs.update({(number[owner, place], number[person, one]): chance for one in rest})
    on = np.array([place for _, place in record])
    return Records(tuple("abcde"), on, np.array(list(pairs)), np.array(list(pairs.values())))


def trusted(records: Records) -> Records:
    """The same with every doubt settled at a half."""
    return replace(records, chances=(records.chances > 0.5).astype(float))


def kept() -> list[dict[str, str]]:
    """What was estimated before."""
    if not KEPT.exists():
        return []
    with KEPT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measure(at: int, done: set[tuple[str, float]], model: str) -> Iterator[dict[str, object]]:
    """One population as if its people were known; then for each kind of error trusting the linking, and over draws."""
    rows = SIM4(np.random.default_rng(at))
    known: list[int] = []
    for kind in ("missed", "false"):
        for rate in RATES:
            if (kind, rate) in done:
                continue
            records = linked(rows, kind, rate, np.random.default_rng([at, round(1_000 * rate), kind == "missed"]))
            known = known or interval([lists_of(rows)], model, at)
            ways = {"known": known, "drawn": interval(draw(records, LINKAGES, at), model, at)}
            if at < TRUSTING:
                ways["trusted"] = interval(draw(trusted(records), 1, at), model, at)
            for way, ends in ways.items():
                found = dict(zip(("lower", "median", "upper"), ends, strict=True))
                yield {"kind": kind, "rate": rate, "model": model, "draw": at, "way": way, **found}


def interval(tables: list[Lists], model: str, seed: int) -> list[int]:
    """Both ends and the middle of one model over one or several tables."""
    if model != "gibbs":
        found = over(tables, model, seed=seed + 1).estimate
        return [round(one) for one in (found.lower, found.median, found.upper)]
    histories = np.array([[number >> place & 1 for place in (4, 3, 2, 1, 0)] for number in range(1, 32)])
    counts = np.array([lists.table()[1:] for lists in tables])
    draws = sample(histories, counts, 5_000, 500, 20_000 // len(tables), seed + 1)
    return [round(float(one)) for one in np.quantile(draws, [0.025, 0.5, 0.975])]


def main(_: dict[str, str], model: str = "gibbs") -> int:
    """Estimate what is not yet kept, then print; 1 where the pooled interval holds the truth too seldom."""
    made = [row for row in kept() if row["model"] == model]
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        if not made:
            writer.writeheader()
        for at in range(int(os.environ.get("AMANA_BENCH_DRAWS", DRAWS))):
            done = {(row["kind"], float(row["rate"])) for row in made if int(row["draw"]) == at}
            for row in measure(at, done, model):
                writer.writerow(row)
                file.flush()
    return report(model)


def report(model: str) -> int:
    """Print how often each way held the truth, and how far its middle was off."""
    rows = [row for row in kept() if row["model"] == model]
    short = 0
    print(f"{'':20}{'':14}known{'':17}drawn{'':15}trusted   (how many, held, bias of the middle)")
    for kind in ("missed", "false"):
        for rate in RATES:
            cells = []
            for way in ("known", "drawn", "trusted"):
                those = [row for row in rows if (row["kind"], float(row["rate"]), row["way"]) == (kind, rate, way)]
                if not those:
                    continue
                held = np.mean([int(row["lower"]) <= WHOLE <= int(row["upper"]) for row in those])
                bias = np.mean([int(row["median"]) / WHOLE - 1 for row in those])
                cells.append(f"{len(those):8} {held:6.0%} {bias:+5.0%}")
                short |= way == "drawn" and held < PROMISED
            print(f"{kind:8} links, {rate:4.0%} {' '.join(cells)}")
    return int(short)


if __name__ == "__main__":
    sys.exit(main({}, *sys.argv[1:]))
