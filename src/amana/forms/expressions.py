"""What decides whether a question is shown, and whether an answer fits: the small expressions of spec/form.md.

Pure functions over plain data; the phone has the same in TypeScript, and both run spec/vectors/expressions.json.
"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

Value = str | int | float | bool | list[str]
"""What an answer or an expression is worth: words or a code; a whole number or NaN; a truth; the codes of `many`."""

DIGITS = re.compile(r"-?[0-9]{1,15}", re.ASCII)


def worth(kind: str, codes: Iterable[str], answer: Any) -> Value:
    """What an `answer` to a question of `kind` is worth in an expression (spec/form.md, Expressions).

    `codes` are those of the question's list; own words beside a list that has `other` are worth `other`.
    """
    listed = frozenset(codes)
    if kind == "many":
        given = [answer] if isinstance(answer, str) else answer if isinstance(answer, list) else []
        return list(dict.fromkeys(_code(words, listed) for words in given))
    if kind == "number":
        return answer["number"] if isinstance(answer, dict) and "number" in answer else ""
    if kind in ("voice", "picture", "note") or not isinstance(answer, str):
        return ""
    return _code(answer, listed)


def _code(words: str, listed: frozenset[str]) -> str:
    return "other" if words not in listed and "other" in listed else words


def evaluate(expression: Any, values: Mapping[str, Value], own: Value = "") -> Value:
    """What `expression` is worth.

    `values`: name → what the answer to that question is worth, or how many instances that repeat has; what is absent is
    the empty string. `own` is worth of the answer that is being checked.
    """
    if isinstance(expression, str | int):
        return expression
    call, *given = expression
    if call in ("answer", "self"):
        return own if call == "self" else values.get(given[0], "")
    if call == "count":
        return values.get(given[0], 0)
    if call == "length":
        value = values.get(given[0], "")
        return len(value if isinstance(value, list) else text(value))
    if call == "selected":
        value = values.get(given[0], "")
        return given[1] in value if isinstance(value, list) else value == given[1]
    parts = [evaluate(part, values, own) for part in given]
    if call == "not":
        return not truth(parts[0])
    if call == "and":
        return all(truth(part) for part in parts)
    if call == "or":
        return any(truth(part) for part in parts)
    return _compare(call, *parts)


def _compare(call: str, one: Value, other: Value) -> Value:
    if call in ("=", "!="):
        numbers = isinstance(one, int | float) and isinstance(other, int | float)
        return ((one == other) if numbers else (text(one) == text(other))) is (call == "=")
    left, right = number(one), number(other)
    if call == "+":
        return left + right
    if call == "-":
        return left - right
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[call]


def truth(value: Value) -> bool:
    """Whether a value counts as true: words that are not empty, a number that is neither 0 nor NaN."""
    return not (isinstance(value, float) and math.isnan(value)) and bool(value)


def number(value: Value) -> int | float:
    """The whole number that a value is or is spelled as, at most fifteen digits; NaN for any other."""
    if isinstance(value, str):
        return int(value) if DIGITS.fullmatch(value) else math.nan
    return math.nan if isinstance(value, list) else value


def text(value: Value) -> str:
    """A value as words: the codes of `many` with a space between them, as XForms writes them."""
    return " ".join(value) if isinstance(value, list) else str(value)
