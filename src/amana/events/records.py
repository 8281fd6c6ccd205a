"""Reads records.csv: linked records of single persons, each as a claim of one (spec/claims.md)."""

import csv
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from amana.errors import Problem
from amana.events.claims import Claim
from amana.events.marked import sentence

COLUMNS = frozenset(
    (
        *("id", "source", "person", "unit", "sex", "age", "acts", "attempt", "party", "sure"),
        *("described", "place", "from", "to", "of", "verb", "summary"),
    )
)
REQUIRED = ("id", "source", "acts")


class Table:
    """One CSV file: its rows, and the line of each."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file, restkey="", strict=True)
                self.columns = [name.strip() for name in reader.fieldnames or ()]
                reader.fieldnames = self.columns
                self.rows: list[tuple[int, dict[str, str]]] = [(reader.line_num, row) for row in reader]
        except (UnicodeDecodeError, csv.Error):
            raise Problem("events.not_csv", file=path.name) from None

    def line(self, *steps: int | str) -> int:
        """The line of the record at the place that `steps` begin with."""
        return self.rows[int(steps[0])][0] if steps else 1


def read_records(path: Path) -> tuple[list[Claim], Table | None]:
    """The records as claims; none when the file is not there. Raises `events.not_csv`, `events.entry_wrong`."""
    if not path.exists():
        return [], None
    table = Table(path)
    for name in REQUIRED:
        if name not in table.columns:
            raise _wrong(table, 1, name, f"the column “{name}” is missing from the first line")
    for name in table.columns:
        if name not in COLUMNS:
            raise _wrong(table, 1, name, f"“{name}” is not a column that spec/claims.md names")
    found = []
    for line, row in table.rows:
        name = row["id"] or "?"
        if "" in row or None in row.values():
            raise _wrong(table, line, name, "it has not as many fields as the first line")
        try:
            found.append(Claim.model_validate(_claim({key: value.strip() for key, value in row.items()})))
        except ValidationError as error:
            raise _wrong(table, line, name, sentence(error)[1]) from None
    return found, table


def _wrong(table: Table, line: int, entry: str, why: str) -> Problem:
    return Problem("events.entry_wrong", file=table.name, line=line, entry=entry, why=why)


def _claim(row: dict[str, str]) -> dict[str, Any]:
    """The entry of claims.yaml that says the same."""
    youngest, _, oldest = row.get("age", "").partition("-")
    of = row.get("of") or "event"
    concluded = [
        {"party": party, "by": row["source"], "sure": row.get("sure") or "stated"}
        for party in row.get("party", "").split()
    ]
    return {
        "id": row["id"],
        "source": row["source"],
        "summary": row.get("summary") or "A record of one person.",
        "quantity": {"kind": "exactly", "number": 1},
        "unit": row.get("unit") or "persons",
        "person": row.get("person") or None,
        "people": {
            "sex": row.get("sex") or "any",
            "age": [youngest or None, (oldest or None) if "-" in row.get("age", "") else youngest or None],
        },
        "acts": row["acts"].split(),
        "attempt": row.get("attempt") or "unsaid",
        "by": {"described": [row["described"]] if row.get("described") else [], "concluded": concluded},
        "place": {"of": of, "in": row.get("place", "").split()},
        "period": {"of": of, "within": [row.get("from") or None, row.get("to") or None]},
        "verb": row.get("verb") or "recorded",
    }
