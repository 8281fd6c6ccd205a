"""How often the 95 % intervals of each model hold the true number, on invented people found by lists of five kinds.

    ./amana bench interval_coverage

Each design is drawn 200 times. Every estimate is kept in .tools/coverage.csv as it is made, so that a stopped run goes
on where it was; nothing is promised, the table is what it is, and docs/counting.md shows it with the picture that is
drawn anew, docs/pictures/coverage.svg.
"""

import csv
import sys
import zlib
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from _gibbs import sample
from _populations import DESIGNS, WHOLE, lists_of

from amana.counting.estimate import Diagnostics, Estimate, Interval
from amana.counting.hidden import each, estimate
from amana.counting.lists import Lists
from amana.counting.pictures import Line, Words, intervals, svg
from amana.counting.pooling import MIXED, mixed
from amana.errors import Problem

DRAWS = 200
PLAIN = "latent-class"
MODELS = ("chao", "graphs", "loglinear", PLAIN, MIXED)
KEPT = Path(__file__).parents[1] / ".tools" / "coverage.csv"
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "coverage.svg"
FIELDS = ("design", "model", "draw", "observed", "lower", "median", "upper", "refused")
Row = dict[str, str]


def one(design: str, model: str, draw: int) -> dict[str, object]:
    """One data set, estimated by one model, or by all that give values, mixed."""
    rng = np.random.default_rng([draw, zlib.crc32(design.encode())])
    lists = lists_of(DESIGNS[design](rng))
    row: dict[str, object] = {"design": design, "model": model, "draw": draw, "observed": lists.observed}
    try:
        found = without_choosing(lists, draw + 1) if model == MIXED else by(model, lists, draw + 1)
    except Problem as refusal:
        return row | {"lower": "", "median": "", "upper": "", "refused": refusal.code}
    ends = found.estimate
    return row | {"lower": ends.lower, "median": ends.median, "upper": ends.upper, "refused": ""}


def without_choosing(lists: Lists, seed: int) -> Estimate:
    """The models mixed. Raises Problem where fewer than two answer."""
    whole = mixed(each((PLAIN, "graphs", "loglinear"), lambda model: by(model, lists, seed)))
    if whole is None:
        raise Problem("counting.mixed_few")
    return whole


def by(model: str, lists: Lists, seed: int) -> Estimate:
    """One model; latent classes by the plain sampler of _gibbs.py: a thousand fits with ours take most of an hour."""
    if model != PLAIN:
        return estimate(lists, model, seed=seed)
    size = len(lists.names)
    histories = np.array([[number >> place & 1 for place in reversed(range(size))] for number in range(1, 1 << size)])
    draws = sample(histories, lists.table()[None, 1:], 2_000, 0, 8_000, seed).reshape(-1).astype(float)
    return Estimate(lists.observed, Interval.of(draws), PLAIN, Diagnostics(0.0), population=draws)


def kept() -> list[Row]:
    """What was estimated before."""
    if not KEPT.exists():
        return []
    with KEPT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summary(rows: list[Row]) -> dict[tuple[str, str], dict[str, Any]]:
    """By design and model: shares that hold the truth or are refused, relative bias of the middle, and width."""
    told = {}
    for key in dict.fromkeys((row["design"], row["model"]) for row in rows):
        those = [row for row in rows if (row["design"], row["model"]) == key]
        made = np.array([[float(row[name]) for name in ("lower", "median", "upper")] for row in those if row["median"]])
        made = made.reshape(-1, 3)
        told[key] = {
            "draws": len(those),
            "refused": len(those) - len(made),
            "held": float(np.mean((made[:, 0] <= WHOLE) & (made[:, 2] >= WHOLE))) if len(made) else float("nan"),
            "above": float(np.mean(made[:, 0] > WHOLE)) if len(made) else float("nan"),
            "bias": float(np.median(made[:, 1]) / WHOLE - 1) if len(made) else float("nan"),
            "width": float(np.median(made[:, 2] - made[:, 0]) / WHOLE) if len(made) else float("nan"),
            "typical": tuple(float(end) for end in np.median(made, axis=0)) if len(made) else (),
        }
    return told


def picture(told: dict[tuple[str, str], dict[str, Any]]) -> str:
    """Each model's typical interval on each design (medians over all draws of its ends and middle), and the truth."""
    charts, said = [], []
    for design in DESIGNS:
        lines = []
        for (of, model), figures in told.items():
            if of == design and figures["typical"] and figures["draws"] >= DRAWS:
                lower, median, upper = figures["typical"]
                lines.append(Line(f"{model}, holds it {figures['held']:.0%}", Interval(median, lower, upper)))
                said.append(f"{design}, {model}: {figures['held']:.0%}")
        charts.append(intervals(lines, WHOLE, design, Words(whole="persons in all", listed="is true")))
    return svg(charts, "How often 95 % intervals hold the truth. " + "; ".join(said))


def main(_: dict[str, str], models: list[str] | None = None) -> int:
    """Estimate what is not yet kept, then print the table."""
    done = {(row["design"], row["model"], int(row["draw"])) for row in kept()}
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS)
        if not done:
            writer.writeheader()
        for draw, model, design in product(range(DRAWS), models or MODELS, DESIGNS):
            if (design, model, draw) not in done:
                writer.writerow(one(design, model, draw))
                file.flush()
    print(f"{'':28} {'model':14} {'held':>5} {'all above':>9} {'bias':>6} {'width':>6} {'refused':>7}")
    told = summary(kept())
    PICTURE.write_text(picture(told), encoding="utf-8")
    for (design, model), figures in told.items():
        print(
            f"{design:28} {model:14} {figures['held']:5.0%} {figures['above']:9.0%} {figures['bias']:+6.0%}"
            f" {figures['width']:6.0%} {figures['refused']:4.0f}/{figures['draws']:.0f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main({}, sys.argv[1:] or None))
