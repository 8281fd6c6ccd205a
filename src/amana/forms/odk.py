"""ODK's XForm of a form: the same questions, with what the phone's page adds to them by itself.

"I will not say" and "I do not know" on every question, a date as exact as it is known, own words beside a place, and
the consents at the end are questions of their own here. A check is a note, since a constraint would keep people from
going on. Source: XLSForm.org, reference table; ODK XForms specification.
"""

from collections.abc import Iterator
from typing import Any

from amana.errors import Problem
from amana.forms.form import Form
from amana.forms.odk_names import CHECK, CONSENTS, DATES, NOT, PLACES, REFUSED, SEASON_YEAR, UNKNOWN, WORDS, field, ours
from amana.forms.words import said
from amana.forms.xpath_out import xpath
from amana.vocabulary import entries

Row = dict[str, str]
TYPES = {"text": "text", "number": "integer", "voice": "audio", "picture": "image", "note": "note"}
APPEARANCES = {"month": "month-year", "year": "year"}


def odk_form(form: Form, public_key: str | None, submission_url: str | None) -> bytes:
    """The XForm's XML. With `public_key` (base64 of an RSA key's X.509 form), clients encrypt what they send.

    Raises `forms.name_taken` where the author's names and ours meet, `forms.odk` where pyxform makes nothing of it.
    """
    # Half a second to load, which no other start of a desk should wait for.
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    writer = _Writer(form)
    survey = [*writer.rows(form.phone["questions"]), *writer.consents()]
    names = [row["name"] for row in survey if "name" in row]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Problem("forms.name_taken", where="survey", found=twice)
    settings = {
        "form_id": form.id,
        "form_title": form.phone["names"].get(form.default) or form.id,
        "version": form.phone["version"],
        "default_language": form.default,
    }
    settings |= {"public_key": public_key} if public_key else {}
    settings |= {"submission_url": submission_url} if submission_url else {}
    try:
        made = convert({"survey": survey, "choices": writer.choices, "settings": [settings]})
    except PyXFormError:
        raise Problem("forms.odk", where=form.id) from None
    return str(made.xform).encode()


class _Writer:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.kinds = dict(_kinds(form.phone["questions"]))
        self.languages = sorted(_languages(form.phone) | {form.default})
        self.choices: list[Row] = []
        self.lists: set[str] = set()

    def words(self, column: str, label: dict[str, str] | None) -> Row:
        """A label in every language of the form; where it has none, in the default, else in any."""
        if not label:
            return {}
        fallback = label.get(self.form.default) or label.get("en") or next(iter(label.values()))
        return {f"{column}::{language}": label.get(language) or fallback for language in self.languages}

    def rows(self, questions: list[dict[str, Any]]) -> Iterator[Row]:
        """The survey's rows, for pyxform."""
        for question in questions:
            kind, name = question["kind"], question["name"]
            shown = question["shown"]
            when = xpath(shown, self.kinds) if shown is not None else ""
            row = {"name": name, **self.words("label", question["label"]), **self.words("hint", question["hint"])}
            row |= {"relevant": when} if when else {}
            if kind in ("group", "repeat"):
                yield {"type": f"begin_{kind}", **row}
                yield from self.rows(question["questions"])
                yield {"type": f"end_{kind}"}
                continue
            if look := self.form.looks.get(name):
                row["appearance"] = look
            yield from {"one": self.select, "many": self.select, "when": self.when, "where": self.where}.get(
                kind, self.plain
            )(question, row, f"{when} and " if when else "")
            if question["check"]:
                fails = xpath(["not", question["check"]["that"]], self.kinds, name)
                answered = f"${{{name}}} != '' and not(starts-with(${{{name}}}, '_')) and {fails}"
                note = self.words("label", question["check"]["say"])
                yield {
                    "type": "note",
                    "name": field(name, CHECK),
                    **note,
                    "relevant": _and(when, answered),
                }

    def plain(self, question: dict[str, Any], row: Row, also: str) -> Iterator[Row]:
        """A question without a list; beside it, while it is empty, another that says why."""
        kind, name = question["kind"], question["name"]
        yield {"type": TYPES[kind], **row}
        if kind == "note":
            return
        self.add("_said", [])
        yield {
            "type": "select_one _said",
            "name": field(name, NOT),
            **self.words("label", said("instead")),
            "relevant": f"{also}${{{name}}} = ''",
        }

    def select(self, question: dict[str, Any], row: Row, also: str) -> Iterator[Row]:
        """A question with a list, with own words where it has `other`."""
        name, listed = question["name"], question["list"]
        filtered = self.form.filters.get(name)
        own = self.add(listed, self.form.phone["lists"][listed], columns=listed)
        kind = "select_one" if question["kind"] == "one" else "select_multiple"
        rule = {"choice_filter": f"({filtered}) or starts-with(name, '_') or name = 'other'"} if filtered else {}
        yield {"type": f"{kind} {own}", **row, **rule}
        if any(choice["code"] == "other" for choice in self.form.phone["lists"][listed]):
            yield self.asked(name, WORDS, "text", "words", f"{also}selected(${{{name}}}, 'other')")

    def when(self, question: dict[str, Any], row: Row, also: str) -> Iterator[Row]:
        """A date: first how exactly it is known, then as much of it."""
        name = question["name"]
        choices = self.form.phone["lists"].get(question["list"] or "", [])
        yield {"type": f"select_one {self.add(f'{name}.when', choices, [*DATES, WORDS])}", **row}
        for part, word in DATES.items():
            kind = {"season": f"select_one {self.add('_seasons', None)}", "age": "integer"}.get(part, "date")
            asked = self.asked(name, part, kind, word, f"{also}${{{name}}} = '{ours(part)}'")
            yield asked | ({"appearance": APPEARANCES[part]} if part in APPEARANCES else {})
            if part == "season":
                yield self.asked(name, SEASON_YEAR, "integer", SEASON_YEAR, f"{also}${{{name}}} = '{ours(part)}'")
        yield self.asked(name, WORDS, "text", "words", f"{also}${{{name}}} = '{ours(WORDS)}'")

    def where(self, question: dict[str, Any], row: Row, also: str) -> Iterator[Row]:
        """A place: by name where there is a gazetteer, by a point put on the map by hand, or in own words."""
        name = question["name"]
        choices = self.form.phone["lists"].get(question["list"] or "", [])
        ways = [way for way in PLACES if way != "place" or name in self.form.gazetteer]
        yield {"type": f"select_one {self.add(f'{name}.where', choices, [*ways, WORDS])}", **row}
        for way in ways:
            kind, look = {
                "place": ("select_one_from_file places.csv", "minimal autocomplete"),
                "point": ("geopoint", "placement-map"),
            }[way]
            asked = self.asked(name, way, kind, PLACES[way], f"{also}${{{name}}} = '{ours(way)}'")
            yield asked | {"appearance": look}
        yield self.asked(name, WORDS, "text", "words", f"{also}${{{name}}} = '{ours(WORDS)}'")

    def asked(self, name: str, part: str, kind: str, word: str, relevant: str) -> Row:
        """A question that the builder adds."""
        return {
            "type": kind,
            "name": field(name, part),
            **self.words("label", said(word)),
            "relevant": relevant,
        }

    def add(
        self, name: str, choices: list[dict[str, Any]] | None, ways: list[str] | None = None, columns: str = ""
    ) -> str:
        """Put a list on the sheet `choices` once, with our codes behind the author's. None: the seasons."""
        if name in self.lists:
            return name
        self.lists.add(name)
        others = self.form.columns.get(columns, {})
        if choices is None:
            choices = [{"code": code, "label": season.labels} for code, season in entries("seasons").items()]
        for choice in choices:
            self.choices.append(
                {
                    **others.get(choice["code"], {}),
                    "list_name": name,
                    "name": choice["code"],
                    **self.words("label", choice["label"]),
                }
            )
        added = [(ours(way), said(way)) for way in ways or []]
        for code, label in [*added, (REFUSED, said("refused")), (UNKNOWN, said("unknown"))]:
            self.choices.append({"list_name": name, "name": code, **self.words("label", label)})
        return name

    def consents(self) -> Iterator[Row]:
        """What may be done with it, purpose by purpose, as the page asks at the end. Not answered counts as no."""
        asked = {code: entry for code, entry in entries("purposes").items() if entry.facts["asked"] == "phone"}
        for code in ("yes", "no"):
            self.choices.append({"list_name": "_yes_no", "name": code, **self.words("label", said(code))})
        yield {"type": "begin_group", "name": CONSENTS, **self.words("label", said("consents"))}
        for code, entry in asked.items():
            label = self.words("label", entry.plain)
            yield {"type": "select_one _yes_no", "name": field(CONSENTS, code), **label}
        yield {"type": "end_group"}


def _and(one: str, other: str) -> str:
    return f"{one} and {other}" if one else other


def _kinds(questions: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for question in questions:
        yield question["name"], question["kind"]
        yield from _kinds(question.get("questions", []))


def _languages(value: Any) -> set[str]:
    """Every language in which the form says anything."""
    if isinstance(value, list):
        return set().union(*(_languages(part) for part in value))
    if not isinstance(value, dict):
        return set()
    own = [value[key] for key in ("label", "hint", "say", "names") if isinstance(value.get(key), dict)]
    rest = [part for key, part in value.items() if key not in ("label", "hint", "say", "names")]
    return set().union(*own, *(_languages(part) for part in rest))
