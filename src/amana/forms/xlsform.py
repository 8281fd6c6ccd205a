"""Reads an XLSForm into a form, or refuses it with every cell that the phone cannot show.

One question a row of the sheet `survey`; the conventions beyond XLSForm's own are those of docs/forms.md: a `date` and
a `geopoint` are of any precision, a select with the appearance `when` or `where` offers its choices beside a date or a
place, and `vocabulary:NAME` draws a list from `vocabulary/`.
"""

import re
from pathlib import Path
from typing import Any

from amana.errors import Problem
from amana.forms.choices import NAME, VOCABULARY, Listed, from_vocabulary, picture_of, read_lists
from amana.forms.form import Form
from amana.forms.refusal import Refused
from amana.forms.words import said
from amana.forms.workbook import Row, Workbook, language_of, read
from amana.forms.xpath import Scope, translate

FORM_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
TELLERS = ("survivor", "witness", "listener", "clinician")
KINDS = {
    "text": "text",
    "integer": "number",
    "int": "number",
    "date": "when",
    "geopoint": "where",
    "audio": "voice",
    "image": "picture",
    "photo": "picture",
    "note": "note",
}
SELECTS = {"select_one": "one", "select one": "one", "select_multiple": "many", "select multiple": "many"}
PLACES = "places.csv"
LOOKS = ("minimal", "quick", "multiline", "columns", "list-nolabel", "label")
COLUMNS = (
    *("type", "name", "label", "hint", "relevant", "constraint", "constraint_message", "choice_filter", "appearance"),
    *("required", "repeat_count", "image", "audio"),
)
SETTINGS = ("form_title", "form_id", "version", "default_language", "teller")
NO = ("", "no", "false", "false()", "0")


def read_form(path: Path) -> Form:
    """The form at `path`. Raises `Refused` with all that is wrong, or what `workbook.read` raises."""
    book = read(path)
    reader = _Reader(book)
    form = reader.form()
    if reader.faults:
        raise Refused(book.name, reader.faults)
    return form


class _Reader:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.faults: list[Problem] = list(book.faults)
        self.rows = book.rows("survey")
        self.names = {row.get("name") for row in self.rows if row.get("name")}
        self.before: dict[str, str] = {}
        self.seen: set[str] = set()

    def form(self) -> Form:
        """The form, as far as it could be read; `faults` says what could not."""
        settings = self.settings()
        for sheet in ("external_choices", "entities", "osm"):
            if self.book.rows(sheet):
                self.faults.append(Problem("forms.sheet", where=sheet))
        if not self.rows:
            self.faults.append(Problem("forms.no_questions", where="survey"))
        self.default = settings["default"]
        self.lists = read_lists(self.book, self.default, self.faults)
        self.result = Form(
            {
                "form": "amana-form/2",
                "id": settings["id"],
                "version": settings["version"],
                "teller": settings["teller"],
                "names": settings["names"],
                "lists": {},
                "questions": [],
            },
            self.default,
        )
        self.at = 0
        self.result.phone["questions"] = self.questions(None)
        return self.result

    def settings(self) -> dict[str, Any]:
        """id, version, teller, names and default language."""
        rows = self.book.rows("settings")
        row = rows[0] if rows else Row("settings", 2, {}, {})
        spelled = row.get("default_language")
        default = language_of(spelled) if spelled else "en"
        if not default:
            self.faults.append(Problem("forms.language", where=row.at("default_language"), found=spelled))
        if not FORM_ID.fullmatch(row.get("form_id")):
            self.faults.append(Problem("forms.bad_id", where=row.at("form_id"), found=row.get("form_id")))
        if not row.get("version"):
            self.faults.append(Problem("forms.no_version", where=row.at("version")))
        if row.get("teller") not in TELLERS:
            where, found = row.at("teller"), row.get("teller")
            self.faults.append(Problem("forms.bad_teller", where=where, found=found, known=", ".join(TELLERS)))
        names = row.by_language("form_title", default)
        if not names:
            self.faults.append(Problem("forms.no_label", where=row.at("form_title"), found="form_title"))
        for column, language in row.cells:
            if column not in SETTINGS:
                self.faults.append(Problem("forms.column", where=row.at(column, language), found=column))
        version, teller = row.get("version"), row.get("teller")
        return {"id": row.get("form_id"), "version": version, "teller": teller, "names": names, "default": default}

    def questions(self, opened: Row | None, repeat: bool = False) -> list[dict[str, Any]]:
        """The questions up to the end of the group that `opened` begins, or of the sheet."""
        found: list[dict[str, Any]] = []
        end = f"end_{_type(opened).split('_')[1]}" if opened else ""
        while self.at < len(self.rows):
            row = self.rows[self.at]
            self.at += 1
            kind = _type(row)
            if kind in ("end_group", "end_repeat"):
                if kind == end:
                    return found
                self.faults.append(Problem("forms.unopened", where=row.at("type"), found=kind))
            elif kind in ("begin_group", "begin_repeat"):
                found.append(self.group(row, repeat))
            elif kind or row.get("name"):
                found.append(self.question(row, kind))
            else:
                self.faults.append(Problem("forms.no_type", where=row.at("type")))
        if opened:
            self.faults.append(Problem("forms.unclosed", where=opened.at("type"), found=opened.get("name")))
        return found

    def group(self, row: Row, within: bool) -> dict[str, Any]:
        """A group or a repeat with what it holds."""
        repeat = _type(row) == "begin_repeat"
        if repeat and within:
            self.faults.append(Problem("forms.repeat_in_repeat", where=row.at("type"), found=row.get("name")))
        made = self.common(row, label=repeat)
        most = row.get("repeat_count")
        if most and not (repeat and most.isdigit() and 0 < int(most) < 1000):
            self.faults.append(Problem("forms.bad_most", where=row.at("repeat_count"), found=most))
            most = ""
        for column in ("constraint", "choice_filter", "appearance"):
            if row.get(column) not in ("", "field-list"):
                self.faults.append(Problem("forms.not_in_group", where=row.at(column), found=column))
        outside = dict(self.before)
        questions = self.questions(row, repeat or within)
        if repeat:
            self.before = outside | {row.get("name"): "repeat"}
        if not questions:
            self.faults.append(Problem("forms.empty_group", where=row.at("name"), found=row.get("name")))
        kind = "repeat" if repeat else "group"
        return {
            "name": row.get("name"),
            "kind": kind,
            **made,
            "most": int(most) if most else None,
            "questions": questions,
        }

    def question(self, row: Row, kind: str) -> dict[str, Any]:
        """One question of its own."""
        made = self.common(row, label=True)
        shown = made.pop("shown")
        own, name = row.get("type"), row.get("name")
        beside = row.get("appearance") if row.get("appearance") in ("when", "where") else ""
        look = "" if beside else row.get("appearance")
        listed: str | None = None
        words = own.split()
        if kind == "select_one_from_file":
            kind = "where"
            if words[1:] != [PLACES]:
                self.faults.append(Problem("forms.other_file", where=row.at("type"), found=" ".join(words[1:])))
            self.result.gazetteer.add(name)
        elif kind in SELECTS:
            kind, listed = self.select(row, SELECTS[kind], words, beside)
        elif kind in KINDS:
            kind = KINDS[kind]
            if row.get("choice_filter"):
                self.faults.append(Problem("forms.no_filter", where=row.at("choice_filter")))
        else:
            self.faults.append(Problem("forms.type", where=row.at("type"), found=own))
        if beside and kind not in ("when", "where"):
            self.faults.append(Problem("forms.appearance", where=row.at("appearance"), found=beside))
        if look and look not in LOOKS:
            self.faults.append(Problem("forms.appearance", where=row.at("appearance"), found=look))
        elif look:
            self.result.looks[name] = look
        self.before[name] = kind if kind != "when" or listed else "date"
        return {
            "name": name,
            "kind": kind,
            "label": made["label"],
            "hint": made["hint"],
            "picture": made["picture"],
            "list": listed,
            "shown": shown,
            "check": self.check(row),
        }

    def common(self, row: Row, *, label: bool) -> dict[str, Any]:
        """What questions and groups have alike; their cells that nothing can be made of are faults."""
        name = row.get("name")
        if not NAME.fullmatch(name):
            self.faults.append(Problem("forms.bad_name", where=row.at("name"), found=name))
        elif name in self.seen:
            self.faults.append(Problem("forms.name_twice", where=row.at("name"), found=name))
        self.seen.add(name)
        for column, language in row.cells:
            if column not in COLUMNS:
                self.faults.append(Problem("forms.column", where=row.at(column, language), found=column))
        if row.get("required").lower() not in NO:
            self.faults.append(Problem("forms.required", where=row.at("required"), found=name))
        words = {column: row.by_language(column, self.default) for column in ("label", "hint")}
        if label and not words["label"]:
            self.faults.append(Problem("forms.no_label", where=row.at("label"), found=name))
        for column, language in row.cells:
            if column in ("label", "hint", "constraint_message") and "${" in row.get(column, language):
                self.faults.append(Problem("forms.answer_in_words", where=row.at(column, language)))
        for language, file in row.by_language("audio", self.default).items():
            self.result.sounds.setdefault(language, {})[f"{self.result.id}/{name}.ogg"] = file
        return {
            "label": words["label"],
            "hint": words["hint"] or None,
            "picture": picture_of(row, self.faults),
            "shown": self.expression(row, "relevant", Scope(self.before, self.names)),
        }

    def expression(self, row: Row, column: str, scope: Scope) -> Any:
        """The expression in a cell; None where it is empty or at fault."""
        if not row.get(column):
            return None
        try:
            return translate(row.get(column), row.at(column), scope)
        except Problem as fault:
            self.faults.append(fault)
            return None

    def check(self, row: Row) -> dict[str, Any] | None:
        """A constraint with what is said of it."""
        say = row.by_language("constraint_message", self.default)
        that = self.expression(row, "constraint", Scope(self.before, self.names, row.get("name")))
        if that is None:
            return None
        return {"that": that, "say": say or said("check")}

    def select(self, row: Row, kind: str, words: list[str], beside: str) -> tuple[str, str | None]:
        """A question with a list: its kind, and the list's name in the phone's form."""
        if words[0] == "select":
            words = words[1:]
        name, other = (words[1] if len(words) > 1 else ""), words[2:]
        if other not in ([], ["or_other"]) or (other and beside):
            self.faults.append(Problem("forms.type", where=row.at("type"), found=row.get("type")))
        if kind == "many" and beside:
            self.faults.append(Problem("forms.appearance", where=row.at("appearance"), found=beside))
        listed = self.lists.get(name)
        if name.startswith(VOCABULARY):
            try:
                listed = from_vocabulary(name, row.at("type"))
            except Problem as fault:
                self.faults.append(fault)
                return beside or kind, name
        if listed is None:
            self.faults.append(Problem("forms.no_list", where=row.at("type"), found=name))
            return beside or kind, name
        return beside or kind, self.listed(row, name, listed, bool(other))

    def listed(self, row: Row, name: str, listed: Listed, other: bool) -> str:
        """Put the list into the form, under a name of its own where this question changes it."""
        choices = [dict(choice) for choice in listed.choices]
        rule = row.get("choice_filter")
        asked = row.get("name")
        if rule:
            for choice in choices:
                columns = listed.columns[choice["code"]]
                scope = Scope(self.before, self.names, None, columns)
                choice["shown"] = self.expression(row, "choice_filter", scope)
            self.result.filters[asked] = rule
        if other and not any(choice["code"] == "other" for choice in choices):
            choices.append({"code": "other", "label": said("other"), "picture": None, "shown": None})
        elif not rule:
            other = False
        plain = name.replace(":", ".")
        own = f"{plain}.{asked}" if rule or other else plain
        if len(own) > 64:
            self.faults.append(Problem("forms.bad_list_name", where=row.at("type"), found=own))
        for code, sounds in listed.sounds.items():
            for language, file in sounds.items():
                place = f"{self.result.id}/{asked}/{code}.ogg"
                self.result.sounds.setdefault(language, {})[place] = file
        self.result.phone["lists"][own] = choices
        self.result.columns[own] = listed.columns
        return own


def _type(row: Row | None) -> str:
    """The first word of a row's type, with `begin group` and the like as XLSForm's own `begin_group`."""
    words = row.get("type").split() if row else []
    joined = "_".join(words[:2])
    if joined in ("begin_group", "end_group", "begin_repeat", "end_repeat", "select_one", "select_multiple"):
        return joined if not joined.startswith("select") or words[0] == "select" else words[0]
    return words[0] if words else ""
