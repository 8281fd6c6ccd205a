"""What each column of a file of lists may be: shown to whoever uploads one, who then says what it is.

A column that can be read in one way alone is said so beforehand; of any other nothing is guessed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from amana.counting.hidden import FEWEST
from amana.counting.lists import Lists
from amana.counting.lists_csv import COUNTS, MARKS, MISSING, RECORD, WHOLE, Readable, read_lists, read_rows
from amana.errors import Problem

LIST, COUNT, PART, ASIDE = "list", "count", "part", "aside"
MOST_PARTS = 20


@dataclass(frozen=True)
class Column:
    """A column by its name. `may_be`: what it can be, of LIST, COUNT, PART, ASIDE; `most_likely` one of them, or "".

    `values`: how many different ones it has, empty cells left out; `empty`: how many cells are empty.
    """

    name: str
    may_be: tuple[str, ...]
    most_likely: str
    values: int
    empty: int


def columns_of(path: Readable) -> tuple[list[Column], int]:
    """Every column, and how many rows there are. Raises the Problems of `read_rows`, and where it has records alone."""
    header, rows = read_rows(path)
    if set(header) == set(RECORD):
        raise Problem("counting.records_alone", file=path.name)
    named = [name for name in header if name.lower() in COUNTS]
    columns = []
    for place, name in enumerate(header):
        cells = {row.cells[place].lower() for row in rows}
        empty = sum(row.times for row in rows if row.cells[place].lower() in MISSING)
        columns.append(_column(name, cells - MISSING, empty, named))
    return columns, sum(row.times for row in rows)


def _column(name: str, values: set[str], empty: int, named: list[str]) -> Column:
    whole = bool(values) and all(map(WHOLE.fullmatch, values))
    marks = bool(values) and values <= MARKS
    may_be = (
        *([LIST] if marks else []),
        *([COUNT] if whole else []),
        *([PART] if 1 <= len(values) <= MOST_PARTS and not empty else []),
        ASIDE,
    )
    if whole and named == [name]:
        likely = COUNT
    elif marks:
        likely = LIST
    else:
        likely = ASIDE if len(may_be) == 1 else ""
    return Column(name, may_be, likely, len(values), empty)


def read_as(path: Readable, chosen: Mapping[str, str], *, persons: bool) -> dict[str, Lists]:
    """The lists of the file by stratum, where `chosen` says of each column by its name what it is. Raises Problem."""
    by: dict[str, list[str]] = {LIST: [], COUNT: [], PART: [], ASIDE: []}
    for name, one in chosen.items():
        by[one].append(name)
    if len(by[COUNT]) > 1:
        raise Problem("counting.two_counts", columns=", ".join(by[COUNT]))
    if bool(by[COUNT]) == persons:
        raise Problem("counting.rows_unsaid")
    if len(by[LIST]) < FEWEST:
        raise Problem("counting.few_lists", found=len(by[LIST]))
    tables = read_lists(path, strata=by[PART], names=by[LIST], count=next(iter(by[COUNT]), None), persons=persons)
    if len(tables) > MOST_PARTS:
        raise Problem("counting.many_strata", found=len(tables), most=MOST_PARTS)
    return tables
