"""A gazetteer of a list of places in CSV (spec/form.md, A place), or what is wrong with the list, cell by cell.

Columns: `id` and `name`; and, where they are known, `parent` (an id of the list), `lat` and `lon` in degrees, of which
two decimals are kept, and `other`, other names with `|` between them.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from amana.errors import Problem
from amana.forms.refusal import Refused

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
COLUMNS = ("id", "name", "parent", "lat", "lon", "other")
Entry = list[Any]


def read_places(path: Path) -> list[Entry]:
    """The gazetteer's entries, sorted by id. Raises `Refused` with every fault, or why the file cannot be read."""
    from openpyxl.utils import get_column_letter

    try:
        text = path.read_text("utf-8-sig")
    except OSError:
        raise Problem("forms.no_file", file=path.name) from None
    except UnicodeDecodeError:
        raise Problem("forms.no_text", file=path.name) from None
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    columns = [(name or "").strip().lower() for name in reader.fieldnames or []]
    if not {"id", "name"} <= set(columns):
        raise Problem("forms.places_columns", where=path.name)
    reader.fieldnames = columns
    rows = [({name: (row.get(name) or "").strip() for name in COLUMNS}, number) for number, row in enumerate(reader, 2)]
    faults: list[Problem] = []
    ids = {row["id"] for row, _ in rows}
    entries: dict[str, Entry] = {}
    for row, number in rows:
        at = {name: f"{path.name}!{get_column_letter(columns.index(name) + 1)}{number}" for name in columns}
        faults += _faults(row, ids, entries, {name: at.get(name, at["id"]) for name in COLUMNS})
        known = _degrees(row["lat"], row["lon"])
        point = f"{round(float(row['lat']), 2):g},{round(float(row['lon']), 2):g}" if known else None
        others = [name.strip() for name in row["other"].split("|") if name.strip()]
        entries[row["id"]] = [row["id"], row["name"], row["parent"] or None, point, others]
    faults += [Problem("forms.place_circle", where=path.name, found=at) for at in _circles(entries)]
    if faults:
        raise Refused(path.name, faults)
    return [entries[at] for at in sorted(entries)]


def write_places(entries: list[Entry], source: str) -> bytes:
    """The bytes of an amana-places/1 file."""
    made = {"places": "amana-places/1", "source": source, "entries": entries}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()


def _faults(row: dict[str, str], ids: set[str], before: dict[str, Entry], at: dict[str, str]) -> Iterator[Problem]:
    if not ID.fullmatch(row["id"]):
        yield Problem("forms.bad_code", where=at["id"], found=row["id"])
    elif row["id"] in before:
        yield Problem("forms.place_twice", where=at["id"], found=row["id"])
    if not row["name"]:
        yield Problem("forms.no_label", where=at["name"], found=row["id"])
    if row["parent"] and row["parent"] not in ids:
        yield Problem("forms.no_parent", where=at["parent"], found=row["parent"])
    if (row["lat"] or row["lon"]) and not _degrees(row["lat"], row["lon"]):
        yield Problem("forms.no_degrees", where=at["lat"])


def _degrees(latitude: str, longitude: str) -> bool:
    number = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,8})?")
    if not (number.fullmatch(latitude) and number.fullmatch(longitude)):
        return False
    return abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180


def _circles(entries: dict[str, Entry]) -> list[str]:
    """The places that stand under themselves."""
    found = []
    for start in entries:
        at, seen = entries[start][2], {start}
        while at in entries and at not in seen:
            seen.add(at)
            at = entries[at][2]
        if at == start:
            found.append(start)
    return found
