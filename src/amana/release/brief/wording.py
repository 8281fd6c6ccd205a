"""What a brief's own words may not do: carry a figure, or be more certain than the source.

These are checks of the templates that an editor writes (spec/claims.md,
brief.yaml). The words are data: `templates/wording.yaml`.
"""

import re
from functools import cache
from pathlib import Path

import yaml

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
WORDS = Path(__file__).parents[1] / "templates" / "wording.yaml"


@cache
def _listed(name: str, language: str) -> frozenset[str]:
    loaded = yaml.load(WORDS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return frozenset(loaded[name][language].split())


def own_figures(text: str, language: str) -> list[str]:
    """The digits and number words that stand in a template outside its placeholders."""
    numbers = _listed("numbers", language)
    found = re.findall(r"\d+|[^\W\d_]+", PLACEHOLDER.sub(" ", text))
    return [word for word in found if word.isdigit() or word.lower() in numbers]


def attributed(sentence: str, language: str) -> bool:
    """Whether a sentence's own words say that somebody says it, or that it is alleged."""
    return bool(_words(sentence) & _listed("attribution", language))


def findings(sentence: str, language: str) -> list[str]:
    """The words of a sentence that only a finding allows; "is said to have been committed by" is no finding."""
    weak = _listed("weak_when_attributed", language) if attributed(sentence, language) else frozenset()
    return sorted(_words(sentence) & _listed("findings", language) - weak)


def _words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]+", PLACEHOLDER.sub(" ", text))}
