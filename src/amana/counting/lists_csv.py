"""Lists out of a CSV file: one row a capture history with its count, or one row a person.

A column of zeros and ones is a list. The count is the column called n, count,
freq or the like. Whatever else stands there must be named as the stratum, or
the lists be named: nothing is guessed where two readings are possible. What is
wrong is said by place, never by what stands there: a file without a header has
a person in its first row.
"""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple, Protocol

from amana.counting.lists import Lists
from amana.errors import Problem

COUNTS = frozenset({"n", "count", "counts", "freq", "frequency", "number", "nombre", "effectif"})
YES = frozenset({"1", "1.0", "true", "t", "yes", "vrai", "oui", "نعم"})
NO = frozenset({"0", "0.0", "false", "f", "no", "faux", "non", "لا"})
MISSING = frozenset({"", "na", "nan", "null"})
MARKS = YES | NO | MISSING
SEPARATOR = re.compile("sep=([,;\t])", re.IGNORECASE)
BLANK = ' \t\r\n,;"'
WHOLE = re.compile("([0-9]{1,12})(?:[.,]0)?")
"""One zero behind the point is a whole number still; three could be thousands."""
RECORD = ("record", "list")
"""The columns of a file of records, which match probabilities link."""
MOST_LISTS = 64
MOST_COLUMNS = 256
MOST_PERSONS = 10**9
"""More on the lists is a slip of the pen in any war, and no chain would settle."""


class Readable(Protocol):
    """A file: a path, or what was uploaded."""

    @property
    def name(self) -> str:
        """What it is called."""

    def read_bytes(self) -> bytes:
        """All of it."""


class Row(NamedTuple):
    """A row of a file: the line on which it stands first, its cells, and how many rows are just so."""

    line: int
    cells: list[str]
    times: int


def read_lists(
    path: Readable,
    *,
    strata: Sequence[str] = (),
    names: Sequence[str] = (),
    count: str | None = None,
    persons: bool = False,
) -> dict[str, Lists]:
    """The lists of the file, by stratum (one, under "", if no columns of strata are named).

    `names` picks the columns that are lists, and leaves aside the others and who is on those alone, if any of the
    others could be a list; `count` names the column of counts; `persons` says that each row is one person. Raises
    Problem where the file cannot be read as lists, or could be read in two ways.
    """
    header, rows = read_rows(path)
    if set(header) == set(RECORD):
        raise Problem("counting.records_alone", file=path.name)
    counted = _counts(header, count, persons)
    for asked in (*strata, *names):
        if asked not in header:
            raise Problem("counting.no_such_column", column=asked, found=len(header))
    used = [*strata, *names, *([counted] if counted else [])]
    for column in used:
        if used.count(column) > 1:
            raise Problem("counting.column_twice", column=column)
    chosen = tuple(names) or tuple(name for name in header if name not in (counted, *strata))
    if not names:
        _only_lists(header, rows, chosen)
    if not 1 <= len(chosen) <= MOST_LISTS:
        raise Problem("counting.no_lists", found=len(chosen), most=MOST_LISTS)
    places = [header.index(name) for name in chosen]
    aside = set(range(len(header))).difference(places, map(header.index, used))
    elsewhere = any(all(row.cells[place].lower() in MARKS for row in rows) for place in aside)
    parts = [header.index(column) for column in strata]
    number_at = None if counted is None else header.index(counted)
    kept: dict[str, dict[tuple[int, ...], int]] = defaultdict(lambda: defaultdict(int))
    everybody = 0
    for line, cells, times in rows:
        history = tuple(_mark(cells[place], place + 1, line) for place in places)
        number = 1 if number_at is None else _number(cells[number_at], any(history), line)
        if number and not any(history) and not elsewhere:
            raise Problem("counting.on_no_list", line=line)
        for place in parts:
            if cells[place].lower() in MISSING:
                raise Problem("counting.no_stratum", line=line, column=header[place])
        everybody += number * times
        kept[" · ".join(cells[place] for place in parts)][history] += number * times
    if everybody > MOST_PERSONS:
        raise Problem("counting.many_persons", most=MOST_PERSONS)
    many = sum(row.times for row in rows)
    if counted is None and not persons and 1 < many == sum(map(len, kept.values())):
        raise Problem("counting.rows_ambiguous")
    return {stratum: Lists.of(chosen, list(found), list(found.values())) for stratum, found in sorted(kept.items())}


def read_rows(path: Readable) -> tuple[list[str], list[Row]]:
    """The header, and the rows, those that are alike taken together, without what spreadsheets and R add: a line that
    names the separator, columns with nothing in them, a first column without a name (row names).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Problem("counting.no_file", file=path.name) from error
    except UnicodeDecodeError as error:
        raise Problem("counting.not_csv", file=path.name) from error
    first, _, rest = text.partition("\n")
    skipped = 0
    if told := SEPARATOR.fullmatch(first.strip()):
        text, mark, skipped = rest, told[1], 1
    else:
        mark = max((",", ";", "\t"), key=first.count)
    try:
        read = [row for row in _together(text, mark, skipped) if any(row.cells)]
    except csv.Error as error:
        raise Problem("counting.not_csv", file=path.name) from error
    if len(read) < 2:
        raise Problem("counting.no_rows", file=path.name)
    header = read[0].cells
    for row in read:
        if len(row.cells) != len(header):
            raise Problem("counting.uneven_row", line=row.line, found=len(row.cells), wanted=len(header))
    if len(header) > MOST_COLUMNS:
        raise Problem("counting.many_columns", found=len(header), most=MOST_COLUMNS)
    kept = [place for place, name in enumerate(header) if name or any(row.cells[place] for row in read)]
    if kept[0] == 0 and header[0] == "" and len(kept) > 1:
        kept = kept[1:]
    for place in kept:
        if not header[place] or header[place] in header[:place]:
            raise Problem("counting.bad_header", place=place + 1)
    named = [header[place] for place in kept]
    if named == header:
        return named, read[1:]
    return named, [Row(line, [cells[place] for place in kept], times) for line, cells, times in read[1:]]


def _together(text: str, mark: str, skipped: int) -> Iterator[Row]:
    """The rows of a CSV, empty ones included. Lines below the header that are alike are read once, which makes hundreds
    of thousands of persons on a few lists cheap; but only where each line is a row by itself.

    `skipped`: how many lines stand before the text.
    """
    lines = io.StringIO(text, newline="").readlines()
    top = next((at for at, line in enumerate(lines, 1) if line.strip(BLANK)), len(lines))
    times = Counter(lines[top:])
    try:
        cells = list(csv.reader([*lines[:top], *times], delimiter=mark, strict=True))
    except csv.Error:
        cells = []
    if len(cells) == top + len(times):
        first = dict(zip(reversed(lines[top:]), range(len(lines), top, -1), strict=True))
        at = [*range(1, top + 1), *(first[line] for line in times)]
        often = [*repeat(1, top), *times.values()]
        for line, row, many in zip(at, cells, often, strict=True):
            yield Row(line + skipped, [cell.strip() for cell in row], many)
        return
    reader = csv.reader(lines, delimiter=mark, strict=True)
    for row in reader:
        yield Row(reader.line_num + skipped, [cell.strip() for cell in row], 1)


def _counts(header: list[str], count: str | None, persons: bool) -> str | None:
    """The column of counts, or None where each row is one person."""
    if count is not None and persons:
        raise Problem("counting.one_way_only", words="--count, --persons")
    if count is not None and count not in header:
        raise Problem("counting.no_such_column", column=count, found=len(header))
    if count is not None or persons:
        return count
    known = [name for name in header if name.lower() in COUNTS]
    if len(known) > 1:
        raise Problem("counting.two_counts", columns=", ".join(known))
    return known[0] if known else None


def _only_lists(header: list[str], rows: list[Row], chosen: tuple[str, ...]) -> None:
    """Refuse a column that is neither a list, nor named as count or stratum."""
    for name in chosen:
        place = header.index(name)
        for row in rows:
            if row.cells[place].lower() not in MARKS:
                raise Problem("counting.not_a_list", place=place + 1, line=row.line)


def _mark(cell: str, place: int, line: int) -> int:
    if cell.lower() in YES:
        return 1
    if cell.lower() in NO:
        return 0
    raise Problem("counting.not_a_mark", place=place, line=line)


def _number(cell: str, listed: bool, line: int) -> int:
    """A count; the history of those on no list may be left open, for nobody knows it."""
    if not listed and cell.lower() in MISSING:
        return 0
    told = WHOLE.fullmatch(cell)
    if not told:
        raise Problem("counting.bad_count", line=line)
    return int(told[1])
