"""`./amana count at-least FOLDER`: the documented minimum of a folder of claims, in all and by what is asked."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from amana.counting.at_least import Count, Minimum
from amana.counting.explain import explain
from amana.counting.regions import SEXUAL, Question
from amana.counting.rows import DIMENSIONS, Row, rows
from amana.counting.world import World
from amana.errors import Problem
from amana.events.folder import Folder, read_folder
from amana.vocabulary import entries, label

MEANING = {
    "minimum": "survivors, each counted once in each event (incidents, in GBVIMS's sense)",
    "persons": "different persons, if one may have been harmed in several events",
}


def arguments(at_least: argparse.ArgumentParser) -> None:
    """What the command takes."""
    at_least.add_argument("folder", type=Path, help="a folder of claims (spec/claims.md)")
    at_least.add_argument(
        "--by", action="append", choices=DIMENSIONS, help="a line for each (default: party); given twice, for each pair"
    )
    at_least.add_argument("--act", help="count this act and what is under it (default: sexual violence)")
    at_least.add_argument("--json", action="store_true", help="print JSON, every figure with its claims")
    at_least.add_argument("--explain", action="store_true", help="say in sentences what each figure rests on")


def run(args: argparse.Namespace) -> int:
    """Count and print. Raises a Problem where the folder or a word of the command is at fault."""
    folder = read_folder(args.folder)
    if args.act and args.act not in entries("acts"):
        raise Problem("counting.unknown_act", act=args.act)
    base = Question(acts=frozenset({args.act})) if args.act else SEXUAL
    count = Count((*folder.claims, *folder.records), World.of(folder.parties, folder.places))
    by = tuple(dict.fromkeys(args.by or ["party"]))
    table = rows(count, base, by)
    beside = [] if args.act else rows(count, replace(base, acts=frozenset({"other"})), ["act"])
    whole = count.at_least(base)
    counted = label("acts", args.act) if args.act else "Sexual violence (alleged, attempts included)"
    if args.json:
        print(json.dumps(_document(folder, counted, whole, by, table, beside), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_page(folder, counted, whole, table, beside, explained=args.explain)))
    return 0


def _document(
    folder: Folder, counted: str, whole: Minimum, by: tuple[str, ...], table: list[Row], beside: list[Row]
) -> dict[str, Any]:
    """Everything as JSON, the claims and sources that figures name included."""
    named = [minimum for minimum in (whole, *(row.minimum for row in (*table, *beside)))]
    used = {one for minimum in named for one in (*minimum.claims, *minimum.person_claims)}
    return {
        "counted": counted,
        "meaning": MEANING,
        "in_all": _figures(whole),
        "by": list(by),
        "rows": [_row(row) for row in table],
        "other_violations": [_row(row) for row in beside],
        "claims": {
            claim.id: {
                "summary": claim.summary,
                "source": claim.source,
                "unit": claim.unit,
                "verb": claim.verb,
                "status": claim.status,
                "described": list(claim.by.described),
            }
            for claim in (*folder.claims, *folder.records)
            if claim.id in used
        },
        "sources": {source.id: {"name": source.name, "relayed_by": source.relayed_by} for source in folder.sources},
    }


def _row(row: Row) -> dict[str, Any]:
    return {**row.keys, "names": row.names, **_figures(row.minimum), "jointly_with_others": list(row.jointly)}


def _figures(minimum: Minimum) -> dict[str, Any]:
    return {
        "minimum": minimum.survivors,
        "persons": minimum.persons,
        "claims": list(minimum.claims),
        "person_claims": list(minimum.person_claims),
        "absorbed": [
            {"claim": one.claim, "by": list(one.by), "adds_if_apart": one.adds_if_apart} for one in minimum.absorbed
        ],
        "cautious": minimum.cautious,
        "cautions": [
            {"claim": one.claim, "other": one.other, "because": list(one.because)} for one in minimum.cautions
        ],
        "unnumbered": list(minimum.unnumbered),
        "undecided": [{"claim": one, "open": list(why)} for one, why in minimum.undecided],
        "units": minimum.units,
        "verbs": list(minimum.verbs),
        "late": list(minimum.late),
    }


def _page(
    folder: Folder, counted: str, whole: Minimum, table: list[Row], beside: list[Row], *, explained: bool
) -> Iterator[str]:
    """The plain table: one line a row, figures first, or each row explained."""
    claims = {claim.id: claim for claim in (*folder.claims, *folder.records)}
    sources = {source.id: source for source in folder.sources}
    yield f"{counted}: the documented minimum"
    yield ""
    yield "  at least  persons   "
    for name, minimum, jointly in [
        ("In all", whole, ()),
        *((_name(row), row.minimum, row.jointly) for row in (*table, *beside)),
    ]:
        doubt = " *" if minimum.cautious else ""
        figures = (str(minimum.survivors), str(minimum.persons)) if minimum.claims else ("–", "–")
        joined = f"; with others, not divided: {', '.join(jointly)}" if jointly else ""
        made_of = ", ".join(minimum.claims) or "no number of its own"
        yield f"  {figures[0]:>8}  {figures[1]:>7}   {name}{doubt}  ({made_of}{joined})"
        if explained:
            yield from (f"                      {sentence}" for sentence in explain(minimum, claims, sources))
    yield ""
    yield f"  at least: {MEANING['minimum']}."
    yield f"  persons:  {MEANING['persons']}."
    yield "  Lines overlap and are not to be added up. * cautious: what may be of the same is counted once (--explain)."


def _name(row: Row) -> str:
    return " · ".join(row.names.values())
