"""Whether an estimate over drawn linkages holds the truth where the linking errs, beside one that trusts the linking.

    ./amana bench linkage_error

2,000 people of HRDAG's design sim4 are found by five lists. The linking misses 2, 5 or 10 % of the links, or makes so
many false ones; of each link it is unsure of it gives an honest probability: of those at 0.3, three in ten are true,
whatever else is known of them. Trusting it means to link where the probability is above a half. 200 draws each, every
estimate kept in .tools/linkage_error.csv as it is made, so that a stopped run goes on. Promised: the interval over
drawn linkages holds the truth at least 90 % of the time. It is measured of the latent-class model, with the plain
sampler of _gibbs.py, which is quick enough to do it thousands of times, and of the models mixed, which is what
`--model all` gives: log-linear models over 2 of the linkages, for they take longest.
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
from numpy.typing import NDArray

from amana.counting import graphs, loglinear
from amana.counting.linkages import Records, draw
from amana.counting.lists import Lists

Floats = NDArray[np.float64]
DRAWS = 200
TRUSTING = 20
"""How many of them are estimated trusting the linking as well: enough to see that it fails."""
LINKAGES = 10
WARM, BETWEEN, SWEEPS = 4_000, 500, 20_000
FEWER = 2
MODELS = ("latent-class", "mixed")
EACH = 5_000
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


def measure(at: int, done: set[tuple[str, float]]) -> Iterator[dict[str, object]]:
    """One population as if its people were known; then for each kind of error trusting the linking, and over draws."""
    rows = SIM4(np.random.default_rng(at))
    known: dict[str, list[int]] = {}
    for kind in ("missed", "false"):
        for rate in RATES:
            if (kind, rate) in done:
                continue
            records = linked(rows, kind, rate, np.random.default_rng([at, round(1_000 * rate), kind == "missed"]))
            known = known or intervals([lists_of(rows)], at)
            ways = {"known": known, "drawn": intervals(draw(records, LINKAGES, at), at)}
            if at < TRUSTING:
                ways["trusted"] = intervals(draw(trusted(records), 1, at), at)
            for way, models in ways.items():
                for model, ends in models.items():
                    found = dict(zip(("lower", "median", "upper"), ends, strict=True))
                    yield {"kind": kind, "rate": rate, "model": model, "draw": at, "way": way, **found}


def intervals(tables: list[Lists], seed: int) -> dict[str, list[int]]:
    """Both ends and the middle of the latent-class model, and of the models mixed, over one or several tables."""
    classes = by_classes(tables, seed)
    mixed = np.concatenate([classes, by_graphs(tables), by_terms(tables[:FEWER], seed)])
    return {model: quantiles(values) for model, values in zip(MODELS, (classes, mixed), strict=True)}


def quantiles(values: Floats) -> list[int]:
    """Both ends of the 95 % interval, and the middle."""
    return [round(float(one)) for one in np.quantile(values, [0.025, 0.5, 0.975])]


def by_classes(tables: list[Lists], seed: int) -> Floats:
    """EACH equally likely values of the whole number by latent classes."""
    histories = np.array([[number >> place & 1 for place in (4, 3, 2, 1, 0)] for number in range(1, 32)])
    counts = np.array([lists.table()[1:] for lists in tables])
    return evenly(sample(histories, counts, WARM, BETWEEN, SWEEPS // len(tables), seed + 1))


def by_graphs(tables: list[Lists]) -> Floats:
    """As many by graphs: all but the warnings of graphs.fit, which take longest."""
    shares = (np.arange(EACH) + 0.5) / EACH
    found = [lists.observed + graphs.posterior(lists, delta=2**-5).quantile(shares) for lists in tables]
    return evenly(np.concatenate(found))


def by_terms(tables: list[Lists], seed: int) -> Floats:
    """As many by log-linear models."""
    samples = loglinear.SAMPLES // len(tables)
    found = [loglinear.fit(lists, seed=seed + 1, samples=samples).population for lists in tables]
    return evenly(np.concatenate(found))


def evenly(values: np.ndarray) -> Floats:
    """EACH values that stand for all of them."""
    return np.quantile(values, (np.arange(EACH) + 0.5) / EACH)


def main(_: dict[str, str]) -> int:
    """Estimate what is not yet kept, then print; 1 where the pooled interval holds the truth too seldom."""
    made = kept()
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        if not made:
            writer.writeheader()
        for at in range(int(os.environ.get("AMANA_BENCH_DRAWS", DRAWS))):
            done = {(row["kind"], float(row["rate"])) for row in made if int(row["draw"]) == at}
            for row in measure(at, done):
                writer.writerow(row)
                file.flush()
    short = [report(model) for model in MODELS]
    return int(any(short))


def report(model: str) -> bool:
    """Print how often each way held the truth, and how far its middle was off; whether that is too seldom."""
    rows = [row for row in kept() if row["model"] == model]
    short = False
    print(f"{model:20}{'':14}known{'':17}drawn{'':15}trusted   (how many, held, bias of the middle, width)")
    for kind in ("missed", "false"):
        for rate in RATES:
            cells = []
            for way in ("known", "drawn", "trusted"):
                those = [row for row in rows if (row["kind"], float(row["rate"]), row["way"]) == (kind, rate, way)]
                if not those:
                    continue
                ends = np.array([[int(row[name]) for name in ("lower", "median", "upper")] for row in those])
                held = np.mean((ends[:, 0] <= WHOLE) & (ends[:, 2] >= WHOLE))
                bias, width = np.mean(ends[:, 1]) / WHOLE - 1, np.mean(ends[:, 2] - ends[:, 0]) / WHOLE
                cells.append(f"{len(those):8} {held:6.0%} {bias:+5.0%} {width:5.0%}")
                short |= way == "drawn" and bool(held < PROMISED)
            print(f"{kind:8} links, {rate:4.0%} {' '.join(cells)}")
    return short


if __name__ == "__main__":
    sys.exit(main({}))
