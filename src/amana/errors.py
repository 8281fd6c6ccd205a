"""The one catalogue of errors: what went wrong and how to mend it, in plain words.

The sentences are data (`vocabulary/errors.yaml`), by language. A problem never
carries anything that was told, nor who told it: its values are sizes, names of
files that the reader gave, line numbers and the like.
"""

from functools import cache
from pathlib import Path
from string import Formatter

import yaml

from amana.language import apart, number, spoken

CATALOGUE = Path(__file__).parents[2] / "vocabulary" / "errors.yaml"


@cache
def catalogue() -> dict[str, dict[str, str | int]]:
    """Every entry by its code: `status` (an HTTP status), one sentence per language, and the `flags` that mend it."""
    loaded: dict[str, dict[str, str | int]] = yaml.load(CATALOGUE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


class Said(Formatter):
    """Fills in a sentence in `language`. `{lower:,}` stands for a number of persons, written as its readers do."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """One value."""
        if format_spec == "," and isinstance(value, int | float):
            return apart(number(value, self.language), self.language)
        return apart(value, self.language)


class Problem(Exception):
    """One entry of the catalogue, with the values its sentence names."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    @property
    def status(self) -> int:
        """The HTTP status that a server answers this problem with."""
        return int(catalogue()[self.code]["status"])

    def say(self, language: str = "") -> str:
        """The sentence in `language` (else the one spoken now), or in English where it has none."""
        entry = catalogue()[self.code]
        language = language or spoken()
        language = language if language in entry else "en"
        return Said(language).format(str(entry[language]), **self.values)

    def at_the_command(self) -> str:
        """The sentence, and behind it what the command takes to mend it: pages have no flags."""
        flags = catalogue()[self.code].get("flags")
        return f"{self} ({flags})" if flags else str(self)

    def __str__(self) -> str:
        return self.say()
