"""`./amana count hidden LISTS.csv`: how many in all, by each model with its interval, and what to be warned of."""

import argparse
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from amana.counting.estimate import Estimate
from amana.counting.hidden import MODELS, each, estimate
from amana.counting.lists import Lists
from amana.counting.lists_csv import read_lists
from amana.errors import Problem

Found = dict[str, Estimate | Problem]
ALL = "all strata"


def arguments(hidden: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add = hidden.add_argument
    add("lists", type=Path, nargs="+", help="CSV as in spec/lists.md; several are replicates of one table, and pooled")
    add("--model", choices=[*MODELS, "all"], help="default: latent-class; with --pairs all, and these mixed")
    add("--strata", metavar="COL", help="an estimate for each value of this column (or of several: A,B)")
    add("--pool", action="store_true", help="let the strata learn from each other (partial pooling)")
    add("--pairs", type=Path, metavar="PAIRS.csv", help="match probabilities of the records in LISTS.csv, to link by")
    add("--sensitivity", action="store_true", help="other models and other priors side by side")
    add("--lists", dest="names", metavar="A,B,C", help="the columns that are lists; others are left aside")
    add("--count", metavar="COL", help="the column of counts, if it is not called n or count")
    add("--persons", action="store_true", help="each row is one person")
    add("--seed", type=_seed, default=1, help="the same seed gives the same answer (default: 1)")
    add("--plot", type=Path, metavar="OUT.svg", help="draw intervals, densities and overlaps")
    add("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Estimate and print; 2 where every model refuses. Raises a Problem where the file is at fault, or the one model
    that was asked for refuses."""
    ways = {"--strata": args.strata, "--pairs": args.pairs, "--sensitivity": args.sensitivity}
    ways["several files"] = len(args.lists) > 1
    asked = [word for word, there in ways.items() if there]
    if len(asked) > 1:
        raise Problem("counting.one_way_only", words=", ".join(asked))
    # What would be passed over in silence: of records nothing is left to say, and to compare models takes all of them.
    columns = {"--lists": args.names, "--count": args.count, "--persons": args.persons}
    beside = {"--pairs": columns, "--sensitivity": {"--model": args.model}}
    for way in asked:
        if spare := [word for word, there in beside.get(way, {}).items() if there]:
            raise Problem("counting.one_way_only", words=", ".join([way, *spare]))
    if args.pool and not args.strata:
        raise Problem("counting.pool_needs_strata")
    # Over drawn linkages it is the models mixed of which docs/counting.md shows how often they hold the truth.
    args.model = args.model or ("all" if args.pairs else "latent-class")
    tables: dict[str, Lists] = {}
    if args.pairs:
        found = {"": _several(args, partial(_over, _linkages(args), args))}
    else:
        tables = _read(args, args.lists[0])
        if len(args.lists) > 1:
            found = {"": _several(args, partial(_over, _replicates(args), args))}
        elif args.strata:
            found = _strata(tables, args)
        elif args.sensitivity:
            from amana.counting.sensitivity import sensitivity

            found = {"": dict(sensitivity(tables[""], seed=args.seed))}
        else:
            found = {"": _several(args, partial(estimate, tables[""], seed=args.seed))}
    if args.model == "all" and not args.sensitivity:
        found = {stratum: _and_mixed(models) for stratum, models in found.items()}
    if args.plot:
        from amana.counting.figure_hidden import draw

        picture = draw(found, tables.get("") if not args.strata else None)
        try:
            args.plot.write_text(picture, encoding="utf-8")
        except OSError as error:
            raise Problem("counting.not_written", file=args.plot.name) from error
    if args.json:
        print(json.dumps(_document(found, args), ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for stratum, models in found.items() for line in _page(stratum, models)))
    return 0 if any(isinstance(one, Estimate) for models in found.values() for one in models.values()) else 2


def _read(args: argparse.Namespace, path: Path) -> dict[str, Lists]:
    return read_lists(
        path, strata=_words(args.strata), names=_words(args.names), count=args.count, persons=args.persons
    )


def _replicates(args: argparse.Namespace) -> list[Lists]:
    """Every file's table, of the same lists."""
    tables = [_read(args, path)[""] for path in args.lists]
    for path, table in zip(args.lists, tables, strict=True):
        if set(table.names) != set(tables[0].names):
            raise Problem("counting.other_lists", file=path.name, first=args.lists[0].name)
    return tables


def _seed(told: str) -> int:
    if not (told.isascii() and told.isdigit()):
        raise argparse.ArgumentTypeError("a whole number from 0 on")
    return int(told)


def _words(told: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in told.split(",") if word.strip()) if told else ()


def _several(args: argparse.Namespace, make: Callable[[str], Estimate]) -> Found:
    """The model asked for, which may refuse, or all of them with each refusal in its place."""
    return each(MODELS, make) if args.model == "all" else {args.model: make(args.model)}


def _and_mixed(models: Found) -> Found:
    """The models, and what they give when none is preferred."""
    from amana.counting.pooling import MIXED, mixed

    whole = mixed(models)
    return {**models, MIXED: whole} if whole else models


def _linkages(args: argparse.Namespace) -> list[Lists]:
    """Drawn once, and the same for every model."""
    from amana.counting.linkages import draw
    from amana.counting.pooling import DRAWS
    from amana.counting.records_csv import read_records

    return draw(read_records(args.lists[0], args.pairs), DRAWS, args.seed)


def _over(tables: list[Lists], args: argparse.Namespace, model: str) -> Estimate:
    from amana.counting.pooling import over

    return over(tables, model, seed=args.seed)


def _strata(tables: dict[str, Lists], args: argparse.Namespace) -> dict[str, Found]:
    """Each stratum by each model; pooled if asked; and all strata together where none refuses."""
    from amana.counting.strata import pooled, total

    models = list(MODELS) if args.model == "all" else [args.model]
    found = {stratum: each(models, partial(estimate, lists, seed=args.seed)) for stratum, lists in tables.items()}
    whole: Found = {}
    for model in models:
        made = {stratum: one[model] for stratum, one in found.items()}
        good = {stratum: one for stratum, one in made.items() if isinstance(one, Estimate)}
        if args.pool:
            good = pooled(good, seed=args.seed)
            for stratum, one in good.items():
                found[stratum][model] = one
        if len(good) == len(made) and all(len(one.population) for one in good.values()):
            whole[model] = total(good)
    together = f"{ALL} together" if ALL in found else ALL
    return {**found, together: whole} if whole else found


def _document(found: dict[str, Found], args: argparse.Namespace) -> dict[str, Any]:
    """One model's estimate as it is; several by name, under `models`; strata by name, under `strata`."""
    several = args.model == "all" or args.sensitivity
    told = {}
    for stratum, models in found.items():
        each_one = {model: _told(one) for model, one in models.items()}
        told[stratum] = {"models": each_one} if several else next(iter(each_one.values()))
    return {"strata": told} if args.strata else told[""]


def _told(found: Estimate | Problem) -> dict[str, Any]:
    return {"refused": str(found)} if isinstance(found, Problem) else found.document()


def _page(stratum: str, models: Found) -> Iterator[str]:
    """One line a model, then whether its chains agreed, and its warnings."""
    if stratum:
        yield stratum
    refusals = {one.at_the_command() if isinstance(one, Problem) else "" for one in models.values()}
    if len(models) > 1 and len(refusals) == 1 and "" not in refusals:
        yield f"  every model refuses. {refusals.pop()}"
        return
    wide = max(map(len, models), default=0)
    for model, found in models.items():
        if isinstance(found, Problem):
            yield f"  {model:<{wide}}  refused. {found.at_the_command()}"
            continue
        value = found.estimate
        yield (
            f"  {model:<{wide}}  {value.median:,.0f} ({value.lower:,.0f}–{value.upper:,.0f}, {value.level:.0%}),"
            f" of whom {found.observed:,} are listed"
        )
        if "verdict" in found.detail:
            yield f"      {found.detail['verdict']}"
        yield from (f"      ! {one.at_the_command()}" for one in found.warnings)
