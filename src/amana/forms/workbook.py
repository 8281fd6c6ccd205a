"""The cells of an XLSForm, each with its address, so that whatever is wrong can be shown where it stands.

    for row in read(path).rows("survey"):
        row.get("label", "fr"), row.at("label", "fr")       # "Bonjour", "survey!C2"

Columns are known by their XLSForm names in small letters, with `relevance` as `relevant`, `media::image` as `image` and
the like; a language is its tag alone: `label::Français (fr)` and `label::fr` are one column.

openpyxl is loaded when a sheet is read: it takes a quarter of a second, and few starts of a desk read one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from amana.errors import Problem

MOST_BYTES = 5 << 20
MOST_ROWS = 5_000
BY_LANGUAGE = ("label", "hint", "constraint_message", "image", "audio", "form_title")
ALIASES = {
    "relevance": "relevant",
    "list name": "list_name",
    "value": "name",
}
TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
Column = tuple[str, str]
"""What a column holds, and in which language; the empty string where it says none."""


@dataclass(frozen=True)
class Row:
    """One filled row: column → words, trimmed; and the letter of each column."""

    sheet: str
    number: int
    cells: dict[Column, str]
    letters: dict[Column, str]

    def get(self, column: str, language: str = "") -> str:
        """What stands there; the empty string where nothing does."""
        return self.cells.get((column, language), "")

    def at(self, column: str, language: str = "") -> str:
        """The address, as in `survey!C5`; without `language`, in any; of the row where there is no such column."""
        own = [letter for (name, tag), letter in self.letters.items() if name == column and language in (tag, "")]
        return f"{self.sheet}!{own[0] if own else ''}{self.number}"

    def by_language(self, column: str, default: str) -> dict[str, str]:
        """Language → words, in the order of the columns; what names no language is in `default`."""
        return {language or default: words for (name, language), words in self.cells.items() if name == column}


@dataclass
class Workbook:
    """The sheets of a file by their names in small letters, and what was wrong with their headings."""

    name: str
    sheets: dict[str, list[Row]]
    headings: dict[str, dict[Column, str]]
    faults: list[Problem] = field(default_factory=list)

    def rows(self, sheet: str) -> list[Row]:
        """The filled rows of a sheet, none where it is missing."""
        return self.sheets.get(sheet, [])


def read(path: Path) -> Workbook:
    """The workbook at `path`. Raises `forms.no_file`, `forms.not_xlsx` or `forms.too_large`."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem("forms.too_large", file=path.name, most=f"{MOST_BYTES >> 20} MiB")
        opened = load_workbook(path, read_only=True, data_only=True)
    except OSError:
        raise Problem("forms.no_file", file=path.name) from None
    except (InvalidFileException, BadZipFile, KeyError, ValueError, EOFError, SyntaxError):
        raise Problem("forms.not_xlsx", file=path.name) from None
    book = Workbook(path.name, {}, {})
    for sheet in opened.worksheets:
        title = sheet.title.strip().lower()
        rows = enumerate(sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 1), start=1)
        letters: dict[Column, str] = {}
        book.sheets[title] = list(_filled(title, rows, letters, book.faults))
        book.headings[title] = letters
        if book.sheets[title] and book.sheets[title][-1].number > MOST_ROWS:
            raise Problem("forms.too_large", file=path.name, most=f"{MOST_ROWS} rows")
    opened.close()
    return book


def _filled(
    sheet: str, rows: "enumerate[tuple[Any, ...]]", letters: dict[Column, str], faults: list[Problem]
) -> Iterator[Row]:
    from openpyxl.utils import get_column_letter

    columns: list[Column | None] = []
    for number, cells in rows:
        words = [_words(cell) for cell in cells]
        if not any(words):
            continue
        if not columns:
            for index, heading in enumerate(words):
                where = f"{sheet}!{get_column_letter(index + 1)}{number}"
                column = _column(heading) if heading else None
                if heading and column is None:
                    faults.append(Problem("forms.language", where=where, found=heading))
                elif column in columns and column:
                    faults.append(Problem("forms.column_twice", where=where, found=heading))
                columns.append(column)
                if column:
                    letters.setdefault(column, get_column_letter(index + 1))
            continue
        found = {column: said for column, said in zip(columns, words, strict=False) if column and said}
        yield Row(sheet, number, found, letters)


def _words(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _column(heading: str) -> Column | None:
    """The column that a heading names; None where its language has no tag."""
    parts = [part.strip() for part in heading.split("::")]
    if parts[0].lower() == "media" and len(parts) > 1:
        parts = parts[1:]
    name = ALIASES.get(parts[0].lower(), parts[0].lower())
    if len(parts) == 1:
        return name, ""
    if name not in BY_LANGUAGE or len(parts) > 2:
        return heading.lower(), ""
    tag = language_of(parts[1])
    return (name, tag) if tag else None


def language_of(spelled: str) -> str:
    """The tag in `Français (fr)` or `fr`; the empty string where there is none."""
    within = re.search(r"\(([^()]*)\)$", spelled)
    tag = within[1].strip() if within else spelled
    return tag if TAG.fullmatch(tag) else ""
