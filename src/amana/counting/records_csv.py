"""Records and match probabilities out of two CSV files (spec/lists.md), for estimates over drawn linkages."""

import numpy as np

from amana.counting.linkages import Records
from amana.counting.lists_csv import RECORD, Readable, read_rows
from amana.errors import Problem
from amana.language import listed

MOST_NAMED = 62
"""A drawn person's lists are the bits of one whole number."""


def read_records(records: Readable, pairs: Readable) -> Records:
    """`records` has the columns record and list, `pairs` the columns one, other and chance. Raises Problem."""
    rows = _columns(records, RECORD)
    for line, (name, place) in rows:
        if not (name and place):
            raise Problem("counting.record_unnamed", line=line)
    number = {name: at for at, (_, (name, _)) in enumerate(rows)}
    if len(number) < len(rows):
        raise Problem("counting.record_twice", file=records.name)
    names = sorted({place for _, (_, place) in rows})
    if len(names) > MOST_NAMED:
        raise Problem("counting.named_lists", found=len(names), most=MOST_NAMED)
    on = np.array([names.index(place) for _, (_, place) in rows], dtype=np.int64)
    ends, chances = [], []
    for line, (one, other, chance) in _columns(pairs, ("one", "other", "chance")):
        if one not in number or other not in number:
            raise Problem("counting.pair_of_nobody", line=line)
        chances.append(_chance(chance, line))
        ends.append((number[one], number[other]))
    return Records(tuple(names), on, np.array(ends, dtype=np.int64).reshape(-1, 2), np.array(chances, dtype=float))


def _chance(told: str, line: int) -> float:
    try:
        chance = float(told)
    except ValueError as error:
        raise Problem("counting.bad_chance", line=line) from error
    if not 0 <= chance <= 1:
        raise Problem("counting.bad_chance", line=line)
    return chance


def _columns(path: Readable, wanted: tuple[str, ...]) -> list[tuple[int, list[str]]]:
    """By line the cells of these columns; a row that stands there twice, twice."""
    header, rows = read_rows(path)
    for name in wanted:
        if name not in header:
            raise Problem("counting.no_records", file=path.name, column=name, wanted=listed(wanted))
    places = [header.index(name) for name in wanted]
    return [(row.line, [row.cells[place] for place in places]) for row in rows for _ in range(row.times)]
