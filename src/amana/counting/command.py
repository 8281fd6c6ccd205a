"""`./amana count at-least FOLDER`: the documented minimum of a folder of claims, in all and by what is asked."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from amana.counting.at_least import Count
from amana.counting.document import MEANING, document
from amana.counting.explain import at_odds, explain
from amana.counting.regions import SEXUAL, Question
from amana.counting.rows import DIMENSIONS, Row, rows
from amana.counting.world import World
from amana.errors import Problem
from amana.events.folder import Folder, read_folder
from amana.vocabulary import entries, label

GRID = ("party", "year")
"""What the picture is by."""


def arguments(at_least: argparse.ArgumentParser) -> None:
    """What the command takes."""
    at_least.add_argument("folder", type=Path, help="a folder of claims (spec/claims.md)")
    at_least.add_argument(
        "--by", action="append", choices=DIMENSIONS, help="a line for each (default: party); given twice, for each pair"
    )
    at_least.add_argument("--act", help="count this act and what is under it (default: sexual violence)")
    at_least.add_argument("--json", action="store_true", help="print JSON, every figure with its claims")
    at_least.add_argument("--explain", action="store_true", help="say in sentences what each figure rests on")
    at_least.add_argument(
        "--plot", type=Path, metavar="OUT.svg", help="draw the minimum by party and year (a table of it is printed)"
    )


def run(args: argparse.Namespace) -> int:
    """Count and print. Raises a Problem where the folder or a word of the command is at fault."""
    folder = read_folder(args.folder)
    if args.act and args.act not in entries("acts"):
        raise Problem("counting.unknown_act", act=args.act)
    if args.plot and set(args.by or GRID) != set(GRID):
        raise Problem("counting.one_way_only", words="--by, --plot")
    base = Question(acts=frozenset({args.act})) if args.act else SEXUAL
    count = Count((*folder.claims, *folder.records), World.of(folder.parties, folder.places))
    by = GRID if args.plot else tuple(dict.fromkeys(args.by or ["party"]))
    table = rows(count, base, by)
    beside = [] if args.act else rows(count, replace(base, acts=frozenset({"other"})), ["act"])
    whole = count.at_least(base)
    counted = label("acts", args.act) if args.act else "Sexual violence (alleged, attempts included)"
    if args.plot:
        _plot(args.plot, counted, table)
    if args.json:
        print(json.dumps(document(folder, counted, count, whole, by, table, beside), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_page(folder, counted, count, base, table, beside, explained=args.explain)))
    return 0


def _plot(path: Path, counted: str, table: list[Row]) -> None:
    from amana.counting import grid  # slow to load, and needed where something is drawn alone

    found = grid.squares(table)
    if not found:
        raise Problem("counting.nothing_to_draw")
    words = "; ".join(f"{one.party}, {one.period}: at least {one.number} ({one.verbs})" for one in found)
    try:
        path.write_text(grid.draw(found, f"{counted}. {words}."), encoding="utf-8")
    except OSError:
        raise Problem("counting.cannot_write", file=path.name) from None


def _page(
    folder: Folder, counted: str, count: Count, base: Question, table: list[Row], beside: list[Row], *, explained: bool
) -> Iterator[str]:
    """The plain table: one line a row, figures first, or each row explained."""
    claims = {claim.id: claim for claim in (*folder.claims, *folder.records)}
    sources = {source.id: source for source in folder.sources}
    yield f"{counted}: the documented minimum"
    yield ""
    yield "  at least  persons   "
    whole = Row({}, {"all": "In all"}, count.at_least(base))
    for row in (whole, *table, *beside):
        minimum, jointly = row.minimum, row.jointly
        doubt = " *" if minimum.cautious else ""
        figures = (f"{minimum.survivors:,}", f"{minimum.persons:,}") if minimum.claims else ("–", "–")
        joined = f"; with others, not divided: {', '.join(jointly)}" if jointly else ""
        made_of = ", ".join(minimum.claims) or "no number of its own"
        yield f"  {figures[0]:>8}  {figures[1]:>7}   {_name(row)}{doubt}  ({made_of}{joined})"
        if explained:
            yield from (f"                      {sentence}" for sentence in explain(row, claims, sources))
    yield ""
    if count.contradictions:
        yield "  These claims cannot all hold; the figures above take each by itself and settle nothing:"
        yield from (f"    {sentence}" for sentence in at_odds(count.contradictions, claims, sources))
        yield ""
    yield f"  at least: {MEANING['minimum']}."
    yield f"  persons:  {MEANING['persons']}."
    yield "  Lines overlap and are not to be added up. * cautious: what may be of the same is counted once (--explain)."


def _name(row: Row) -> str:
    return " · ".join(row.names.values())
