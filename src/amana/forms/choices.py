"""The lists that questions choose from: of the sheet `choices`, or drawn from `vocabulary/` (`vocabulary:acts`)."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from amana.errors import Problem
from amana.forms.workbook import Row, Workbook
from amana.vocabulary import FOLDER, entries

VOCABULARY = "vocabulary:"
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
OWN = ("list_name", "name", "label", "image", "audio")


@dataclass
class Listed:
    """One list: its choices as in spec/form.md, and what a choice filter needs of each."""

    choices: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    """Code → the sheet's other columns; the code itself is under `name`."""
    sounds: dict[str, dict[str, str]] = field(default_factory=dict)
    """Code → language → the file that the author named."""


def read_lists(book: Workbook, default: str, faults: list[Problem]) -> dict[str, Listed]:
    """The lists of the sheet `choices` by name. What is wrong is added to `faults`."""
    lists: dict[str, Listed] = {}
    names = {name for name, language in book.headings.get("choices", {}) if name not in OWN and not language}
    for row in book.rows("choices"):
        name, code = row.get("list_name"), row.get("name")
        if name and not NAME.fullmatch(name) and name not in lists:
            faults.append(Problem("forms.bad_list_name", where=row.at("list_name"), found=name))
        if not name:
            faults.append(Problem("forms.no_list_name", where=row.at("list_name")))
            continue
        listed = lists.setdefault(name, Listed())
        if not CODE.fullmatch(code):
            faults.append(Problem("forms.bad_code", where=row.at("name"), found=code))
        elif code in listed.columns:
            faults.append(Problem("forms.code_twice", where=row.at("name"), found=code))
        label = row.by_language("label", default)
        if not label:
            faults.append(Problem("forms.no_label", where=row.at("label"), found=code))
        picture = picture_of(row, faults)
        listed.choices.append({"code": code, "label": label, "picture": picture, "shown": None})
        listed.columns[code] = {column: row.get(column) for column in names} | {"name": code}
        if sounds := row.by_language("audio", default):
            listed.sounds[code] = sounds
    return lists


def from_vocabulary(name: str, where: str) -> Listed:
    """The list `vocabulary:NAME`: every entry that has plain words for the phone, or all where none has; with pictures.

    Raises `forms.no_vocabulary`.
    """
    file = name.removeprefix(VOCABULARY)
    if not re.fullmatch(r"[a-z_]+", file) or not (FOLDER / f"{file}.yaml").exists() or file == "errors":
        raise Problem("forms.no_vocabulary", where=where, found=name)
    listed = entries(file)
    plain = any(entry.plain for entry in listed.values())
    said = {code: entry.plain if plain else entry.labels for code, entry in listed.items()}
    return Listed(
        [
            {"code": code, "label": label, "picture": listed[code].facts.get("picture"), "shown": None}
            for code, label in said.items()
            if label
        ],
        {code: {"name": code} for code in said},
    )


def picture_of(row: Row, faults: list[Problem]) -> str | None:
    """The name of a row's picture, without `.svg` or `.png`: one for all languages."""
    named = row.by_language("image", "")
    if not named:
        return None
    file = PurePosixPath(next(iter(named.values())))
    where = next(row.at("image", language) for (column, language) in row.cells if column == "image")
    if len(set(named.values())) > 1:
        faults.append(Problem("forms.pictures_differ", where=where))
    elif file.suffix not in (".svg", ".png") or not CODE.fullmatch(file.stem) or len(file.parts) > 1:
        faults.append(Problem("forms.bad_picture", where=where, found=file))
    return file.stem
