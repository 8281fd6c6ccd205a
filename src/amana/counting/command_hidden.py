"""`./amana count hidden LISTS.csv`: how many in all, by each model with its interval, and what to be warned of."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from amana.counting.estimate import Estimate
from amana.counting.hidden import MODELS, each, estimate
from amana.counting.lists_csv import read_lists
from amana.errors import Problem

Found = dict[str, Estimate | Problem]


def arguments(hidden: argparse.ArgumentParser) -> None:
    """What the command takes."""
    hidden.add_argument("lists", type=Path, help="CSV: a column of 0 and 1 for each list, and a column n of counts")
    hidden.add_argument("--model", choices=[*MODELS, "all"], default="latent-class", help="default: latent-class")
    hidden.add_argument("--strata", metavar="COL", help="an estimate for each value of this column")
    hidden.add_argument("--lists", dest="names", metavar="A,B,C", help="the columns that are lists; others are left")
    hidden.add_argument("--count", metavar="COL", help="the column of counts, if it is not called n or count")
    hidden.add_argument("--persons", action="store_true", help="each row is one person")
    hidden.add_argument("--seed", type=int, default=1, help="the same seed gives the same answer (default: 1)")
    hidden.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Estimate and print; 2 where a single model refuses. Raises a Problem where the file is at fault."""
    names = tuple(name.strip() for name in args.names.split(",")) if args.names else ()
    strata = read_lists(args.lists, strata=args.strata, names=names, count=args.count, persons=args.persons)
    if args.model == "all" or args.strata:
        models = list(MODELS) if args.model == "all" else [args.model]
        found = {stratum: each(lists, models, seed=args.seed) for stratum, lists in strata.items()}
    else:
        found = {"": {args.model: estimate(strata[""], args.model, seed=args.seed)}}
    if args.json:
        print(json.dumps(_document(found, args), ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for stratum, models in found.items() for line in _page(stratum, models)))
    return 0


def _document(found: dict[str, Found], args: argparse.Namespace) -> dict[str, Any]:
    """One model's estimate as it is; several by name, under `models`; strata by name, under `strata`."""
    told = {}
    for stratum, models in found.items():
        each_one = {model: _told(one) for model, one in models.items()}
        told[stratum] = {"models": each_one} if args.model == "all" else each_one[args.model]
    return {"strata": told} if args.strata else told[""]


def _told(found: Estimate | Problem) -> dict[str, Any]:
    return {"refused": str(found)} if isinstance(found, Problem) else found.document()


def _page(stratum: str, models: Found) -> Iterator[str]:
    """One line a model, then its warnings."""
    if stratum:
        yield f"{stratum}"
    for model, found in models.items():
        if isinstance(found, Problem):
            yield f"  {model:<13} refused. {found}"
            continue
        value = found.estimate
        yield (
            f"  {model:<13} {value.median:,.0f} ({value.lower:,.0f}–{value.upper:,.0f}, {value.level:.0%}),"
            f" of whom {found.observed:,} are listed"
        )
        yield from (f"      ! {one}" for one in found.warnings)
