"""The form of a first telling, as the phone reads it (spec/card.md, Bundle).

It is made from `vocabulary/`, so that phone and desk say each code alike, and it
promises that every code of an answer has a label in every language that it names.
"""

import json
from pathlib import Path
from typing import Any

import yaml

VOCABULARY = Path(__file__).parents[3] / "vocabulary"

Choice = dict[str, Any]


def first_telling(vocabulary: Path = VOCABULARY) -> dict[str, Any]:
    """The form as plain data, from the lists in `vocabulary`."""
    own = _load(vocabulary / "first_telling.yaml")
    lists = {
        question["name"]: [choice | {"picture": None, "shown": None} for choice in choices]
        for question in own["questions"]
        if (choices := _choices(question["choices"], vocabulary)) is not None
    }
    questions = [
        {name: question[name] for name in ("name", "kind", "label", "hint")}
        | {"picture": None, "list": question["name"] if question["name"] in lists else None}
        | {"shown": None, "check": None}
        for question in own["questions"]
    ]
    names = {"en": "A first telling", "fr": "Un premier récit"}
    form = {"form": "amana-form/2", "id": own["id"], "version": own["version"], "teller": "survivor", "names": names}
    return form | {"lists": lists, "questions": questions}


def encode(form: dict[str, Any]) -> bytes:
    """The bytes that a card names by their SHA-256: JSON, the same for the same form."""
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode()


def _choices(given: list[Choice] | dict[str, str] | None, vocabulary: Path) -> list[Choice] | None:
    """A question's own choices, or every entry with plain words of the list that it draws `from`."""
    if not isinstance(given, dict):
        return given
    entries = _load(vocabulary / f"{given['from']}.yaml")["entries"]
    return [{"code": code, "label": entry["plain"]} for code, entry in entries.items() if "plain" in entry]


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded
