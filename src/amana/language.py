"""In which language people are spoken to now. English, unless the desk says otherwise.

Errors and labels ask here, so that the rooms that know nothing of pages need no
language handed through them. The desk sets it to the language of the request.
"""

from collections.abc import Callable, Iterable, Mapping

_spoken: Callable[[], str] = lambda: "en"  # noqa: E731 - what it is until somebody says otherwise
FROM_THE_RIGHT = {"ar"}
BETWEEN = {"ar": {",": "، ", ";": "؛ "}, "fr": {";": "\u00a0; "}}
"""What stands between the members of a list, where it is not the mark and a space."""


def spoken() -> str:
    """The code of the language spoken now, as the vocabulary has it: `en`, `fr`, `ar`."""
    return _spoken()


def said(words: Mapping[str, str]) -> str:
    """Of one text in several languages the one spoken now, else the English one, else any; or nothing."""
    return words.get(spoken()) or words.get("en") or next(iter(words.values()), "")


def number(value: float, language: str = "") -> str:
    """A whole number as readers of `language` (else of the one spoken now) write it: in French `12 345`."""
    return decimal(round(value), 0, language)


def decimal(value: float, places: int, language: str = "") -> str:
    """A number with so many places behind the point, which but in English is a comma."""
    point = "." if (language or spoken()) == "en" else ","
    return f"{value:,.{places}f}".translate({ord(","): thousands(language), ord("."): point})


def percent(value: float, language: str = "") -> str:
    """`value` per cent, with one place behind the point where it has any; the sign never stands on another line."""
    return f"{decimal(value, 0 if float(value).is_integer() else 1, language)}\u00a0%"


def thousands(language: str = "") -> str:
    """What stands between thousands in `language`, else in the one spoken now."""
    return "," if (language or spoken()) == "en" else "\u202f"


def apart(value: object, language: str = "") -> str:
    """A value inside a sentence of `language`, else the one spoken now. In one that runs from the right it is isolated:
    a name, a code or a number in other letters would else turn round what stands beside it."""
    return f"\u2068{value}\u2069" if (language or spoken()) in FROM_THE_RIGHT else str(value)


def listed(values: Iterable[object], mark: str = ",", language: str = "") -> str:
    """The values as a list in `language`, else the one spoken now: with its own comma, or semicolon for `;`."""
    language = language or spoken()
    between = BETWEEN.get(language, {}).get(mark, f"{mark} ")
    return between.join(apart(value, language) for value in values)


def ask(whom: Callable[[], str]) -> None:
    """From now on, `whom` says which language is spoken."""
    global _spoken
    _spoken = whom
