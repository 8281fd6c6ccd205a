"""The words around a brief's text, in its language."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LABELS = Path(__file__).parents[1] / "templates" / "labels.yaml"


@cache
def _all() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.load(LABELS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def labels(language: str) -> dict[str, str]:
    """Every label by its name."""
    return {name: words[language] for name, words in _all().items() if isinstance(words[language], str)}


def method(language: str) -> list[str]:
    """The paragraphs that say how to read a brief."""
    found: list[str] = _all()["method_text"][language]
    return found
