"""Small spreadsheets for the tests, written as rows, and answers as ODK's fields hold them."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from amana.errors import Problem
from amana.forms.refusal import Refused
from amana.forms.xlsform import read_form

Row = list[str | int | None]
SURVEY: list[Row] = [["type", "name", "label::English (en)"]]
CHOICES: list[Row] = [
    ["list_name", "name", "label::English (en)", "label::fr"],
    ["yes_no", "yes", "Yes", "Oui"],
    ["yes_no", "no", "No", "Non"],
]
SETTINGS: list[Row] = [
    ["form_title", "form_id", "version", "default_language", "teller"],
    ["An invented form", "invented", "1", "English (en)", "witness"],
]


def save(folder: Path, *survey: Row, head: Row | None = None, **sheets: list[Row]) -> Path:
    """A spreadsheet with these rows of questions; `sheets` puts others in the place of the usual ones."""
    book = Workbook()
    book.remove(book.active)
    rows = {"survey": [head or SURVEY[0], *survey], "choices": CHOICES, "settings": SETTINGS} | sheets
    for name, cells in rows.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    path = folder / "form.xlsx"
    book.save(path)
    return path


def faults(path: Path) -> list[tuple[str, str]]:
    """The code of each fault of a form and the cell that it names; none if it is taken."""
    try:
        read_form(path)
    except Refused as refused:
        assert all(fault.say("en") and fault.say("fr") for fault in refused.faults)
        return [_named(fault) for fault in refused.faults]
    return []


def _named(fault: Problem) -> tuple[str, str]:
    return fault.code.removeprefix("forms."), str(fault.values["where"])


def as_fields(questions: list[dict[str, Any]], lists: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """Answers of spec/envelope.md as what a person taps and types in ODK, in the form's order."""
    fields: dict[str, Any] = {}
    for question in questions:
        name, kind = question["name"], question["kind"]
        if kind == "group":
            fields |= as_fields(question["questions"], lists, answers)
        elif name in answers and kind == "repeat":
            fields[name] = [as_fields(question["questions"], lists, each) for each in answers[name]["each"]]
        elif name in answers:
            codes = [choice["code"] for choice in lists.get(question["list"] or "", [])]
            fields |= _field(name, kind, codes, answers[name])
    return fields


def _field(name: str, kind: str, codes: list[str], answer: Any) -> dict[str, Any]:
    match answer:
        case {"refused": True} | {"unknown": True}:
            chosen = "_refused" if "refused" in answer else "_unknown"
            return {name: chosen} if kind in ("one", "many", "when", "where") else {f"{name}.not": chosen}
        case {"number": number}:
            return {name: str(number)}
        case {"date": date}:
            part = {10: "date", 7: "month", 4: "year"}[len(date)]
            return {name: f"_{part}", f"{name}.{part}": date + "-01" * ((10 - len(date)) // 3)}
        case {"season": season, "year": year}:
            return {name: "_season", f"{name}.season": season} | ({f"{name}.season_year": str(year)} if year else {})
        case {"age": age}:
            return {name: "_age", f"{name}.age": str(age)}
        case {"place": place}:
            return {name: "_place", f"{name}.place": place}
        case {"point": point, "km": km}:
            return {name: "_point", f"{name}.point": f"{point.replace(',', ' ')} 0 {km * 1000}"}
    if kind == "many":
        own = [word for word in answer if word not in codes]
        chosen_codes = [word if word in codes else "other" for word in answer]
        return {name: chosen_codes} | ({f"{name}.words": own[0]} if own else {})
    if kind == "one" and answer not in codes:
        return {name: "other", f"{name}.words": answer}
    if kind in ("when", "where") and answer not in codes:
        return {name: "_words", f"{name}.words": answer}
    return {name: answer}
