"""Whether an estimate over drawn linkages holds the truth where the linking errs, beside one that trusts the linking.

    ./amana bench linkage_error

2,000 people of HRDAG's design sim4 are found by five lists. The linking misses 2, 5 or 10 % of the links, or makes so
many false ones; of each link it is unsure of it gives an honest probability: of those at 0.3, three in ten are true,
whatever else is known of them. Trusting it means to link where the probability is above a half. 200 draws each, every
population kept in .tools/linkage_error.csv as it is done, so that a stopped run goes on. Promised: the interval of the
models mixed over drawn linkages, which is what `--model all` gives, holds the truth at least 90 % of the time. Each
model by itself is shown beside it. Latent classes are estimated by the plain sampler of _gibbs.py, which is quick
enough to do it thousands of times; the other models over half of the linkages.
"""

import csv
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from _gibbs import sample
from _populations import SIM4, WHOLE, Rows, lists_of
from interval_coverage import summary
from numpy.typing import NDArray

from amana.counting import graphs
from amana.counting.estimate import Diagnostics, Estimate, Interval
from amana.counting.hidden import estimate
from amana.counting.linkages import Records, draw
from amana.counting.lists import Lists
from amana.counting.pictures import Line, Words, intervals, svg
from amana.counting.pooling import MIXED, mixed, over
from amana.errors import Problem

Floats = NDArray[np.float64]
DRAWS = 200
TRUSTING = 20
"""How many of them are estimated trusting the linking as well: enough to see that it fails."""
LINKAGES = 8
WARM, BETWEEN, SWEEPS = 4_000, 300, 1_000
"""Of one chain for all that is made of a population: at first, before each linkage, and for each."""
FEWER, SAMPLES = 4, 100
"""Linkages for graphs and log-linear models, and bootstrap samples of each."""
COLUMNS = (MIXED, "latent-class", "graphs", "loglinear")
RATES = (0.02, 0.05, 0.10)
ERRORS = tuple((kind, rate) for kind in ("missed", "false") for rate in RATES)
Told = dict[tuple[str, str], dict[str, Any]]
KEPT = Path(__file__).parents[1] / ".tools" / "linkage_error.csv"
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "linkage-error.svg"
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


def measure(at: int) -> list[dict[str, object]]:
    """One population as if its people were known; then for each kind of error trusting the linking, and over draws."""
    rows = SIM4(np.random.default_rng(at))
    ways = {("known", 0.0, "known"): [lists_of(rows)]}
    for kind, rate in ERRORS:
        records = linked(rows, kind, rate, np.random.default_rng([at, round(1_000 * rate), kind == "missed"]))
        ways[kind, rate, "drawn"] = draw(records, LINKAGES, at)
        if at < TRUSTING:
            ways[kind, rate, "trusted"] = draw(trusted(records), 1, at)
    told = []
    for (way, tables), classes in zip(ways.items(), by_classes(list(ways.values()), at), strict=True):
        for model, ends in ends_of(tables, classes, at).items():
            values = ["", "", ""] if ends is None else [round(end) for end in (ends.lower, ends.median, ends.upper)]
            told.append(dict(zip(FIELDS, (*way[:2], model, at, way[2], *values), strict=True)))
    return told


def ends_of(tables: list[Lists], classes: Estimate, seed: int) -> dict[str, Interval | None]:
    """Each model over one or several tables, and the models mixed; None for one that refuses."""
    found = {"latent-class": classes, "graphs": by_graphs(tables), "loglinear": by_terms(tables, seed)}
    ends = {model: one.estimate if isinstance(one, Estimate) else None for model, one in found.items()}
    whole = mixed(found)
    return {**ends, MIXED: whole.estimate if whole else None}


def by_classes(ways: list[list[Lists]], seed: int) -> list[Estimate]:
    """Latent classes for each way, by the plain sampler, which goes on from one table to the next."""
    histories = np.array([[number >> place & 1 for place in (4, 3, 2, 1, 0)] for number in range(1, 32)])
    tables = [(tables * LINKAGES)[:LINKAGES] for tables in ways]
    counts = np.array([lists.table()[1:] for several in tables for lists in several])
    draws = sample(histories, counts, WARM, BETWEEN, SWEEPS, seed + 1)
    return [_estimate("latent-class", one.astype(float)) for one in draws.reshape(len(ways), -1)]


def by_graphs(tables: list[Lists]) -> Estimate:
    """Graphs, without what graphs.fit computes to warn of, which takes longest."""
    shares = (np.arange(graphs.VALUES) + 0.5) / graphs.VALUES
    found = [lists.observed + graphs.posterior(lists, delta=2**-5).quantile(shares) for lists in tables[:FEWER]]
    return _estimate("graphs", np.concatenate(found))


def by_terms(tables: list[Lists], seed: int) -> Estimate | Problem:
    """Log-linear models, as `amana count hidden` has them."""
    try:
        if len(tables) == 1:
            return estimate(tables[0], "loglinear", seed=seed + 1)
        return over(tables[:FEWER], "loglinear", seed=seed + 1, samples=SAMPLES)
    except Problem as refusal:
        return refusal


def _estimate(model: str, values: Floats) -> Estimate:
    return Estimate(0, Interval.of(values), model, Diagnostics(0.0), population=values)


def main(_: dict[str, str]) -> int:
    """Estimate what is not yet kept, print the table and draw the picture; 1 where the promise is not kept."""
    made = kept()
    done = {int(row["draw"]) for row in made}
    left = [at for at in range(int(os.environ.get("AMANA_BENCH_DRAWS", DRAWS))) if at not in done]
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8", newline="") as file, ProcessPoolExecutor() as pool:
        writer = csv.DictWriter(file, FIELDS)
        if not made:
            writer.writeheader()
        for rows in pool.map(measure, left):
            writer.writerows(rows)
            file.flush()
    told = summary([{**row, "design": _linking(row["kind"], row["rate"], row["way"])} for row in kept()])
    print("\n".join(table(told)))
    PICTURE.write_text(picture(told), encoding="utf-8")
    pooled = [told[_linking(kind, rate, "drawn"), MIXED] for kind, rate in ERRORS]
    for (kind, rate), one in zip(ERRORS, pooled, strict=True):
        least = wilson(round(one["held"] * one["draws"]), one["draws"])
        print(f"{kind} links, {rate:.0%}: {one['held']:.1%} of {one['draws']} held it; of all, at least {least:.1%}")
    return int(any(one["held"] < PROMISED for one in pooled))


def _linking(kind: str, rate: float | str, way: str) -> str:
    return way if way == "known" else f"{kind} links {float(rate):.0%}, {way}"


def wilson(held: int, of: int) -> float:
    """The lower end of the 95 % interval of a share (Wilson 1927)."""
    z = 1.96
    share, spread = held / of, z * z / of
    return float((share + spread / 2 - z * np.sqrt(share * (1 - share) / of + spread / of / 4)) / (1 + spread))


def table(told: Told) -> Iterator[str]:
    """As docs/counting.md has it: how often each interval holds the truth, and its width in parts of the truth."""
    yield "| linking | " + " | ".join(f"`{model}`" for model in COLUMNS) + " | `mixed`, trusting it |"
    yield "| --- |" + " --- |" * (len(COLUMNS) + 1)
    for kind, rate in (("", 0.0), *ERRORS):
        name = f"{kind} links {rate:.0%}" if kind else "everybody known"
        drawn = _linking(kind, rate, "drawn" if kind else "known")
        cells = [_cell(told.get((drawn, model))) for model in COLUMNS]
        yield f"| {name} | " + " | ".join([*cells, _cell(told.get((_linking(kind, rate, "trusted"), MIXED)))]) + " |"


def _cell(one: dict[str, Any] | None) -> str:
    return f"{one['held']:.0%} ({one['bias']:+.0%}, {one['width']:.0%})" if one else ""


def picture(told: Told) -> str:
    """The models' typical mixed interval over drawn linkages and trusting the linking, at each kind of error."""
    lines = []
    for way, words in (("known", "everybody known"), ("drawn", "over drawn linkages"), ("trusted", "trusting it")):
        for kind, rate in ERRORS[: 1 if way == "known" else None]:
            one = told.get((_linking(kind, rate, way), MIXED))
            if one:
                lower, median, upper = one["typical"]
                name = words if way == "known" else f"{kind} {rate:.0%}, {words}"
                lines.append(Line(f"{name}: holds it {one['held']:.0%}", Interval(median, lower, upper)))
    chart = intervals(lines, WHOLE, "", Words(whole="persons in all", listed="is true"))
    return svg([chart], "Typical 95 % intervals of the models mixed. " + "; ".join(line.label for line in lines))


if __name__ == "__main__":
    sys.exit(main({}))
