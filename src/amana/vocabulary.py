"""The words of the field as data: one YAML file a list, read once.

Any room may use it. A list is a tree of codes; every entry says where it comes
from and carries its labels by language. A language that no native speaker has
checked is named in `unchecked`, so that a page can say so.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from amana.language import spoken

FOLDER = Path(__file__).parents[2] / "vocabulary"


@dataclass(frozen=True)
class Entry:
    """One code of a list. `facts` holds what only that list says of it (an axis, a bound …)."""

    code: str
    source: str
    labels: dict[str, str]
    under: str | None = None
    plain: dict[str, str] = field(default_factory=dict)
    unchecked: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


@cache
def entries(name: str) -> dict[str, Entry]:
    """Every entry of `vocabulary/NAME.yaml` by its code, parents before children, in the file's order."""
    loaded = yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    own = {"source", "labels", "under", "plain", "unchecked"}
    return {
        code: Entry(
            code,
            entry.get("source", loaded.get("source", "")),
            entry["labels"],
            entry.get("under"),
            entry.get("plain", {}),
            tuple(entry.get("unchecked", loaded.get("unchecked", ()))),
            {key: value for key, value in entry.items() if key not in own},
        )
        for code, entry in loaded["entries"].items()
    }


def label(name: str, code: str, language: str = "", *, plain: bool = False) -> str:
    """The label of `code` in the list `name`: in `language` (else the one spoken now), or in English where it has none.

    With `plain`, the wording that the phone uses where the entry has one.
    Raises KeyError for a code that the list does not have.
    """
    entry = entries(name)[code]
    words = entry.plain if plain and entry.plain else entry.labels
    return words.get(language or spoken(), words["en"])


@cache
def ancestors(name: str, code: str) -> tuple[str, ...]:
    """`code` and what it stands under in the list `name`, nearest first."""
    above = entries(name)[code].under
    return (code, *ancestors(name, above)) if above else (code,)
