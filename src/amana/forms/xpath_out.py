"""Writes a small expression as the XPath of ODK's XForm, where what was refused is worth nothing too."""

from collections.abc import Mapping
from typing import Any


def xpath(expression: Any, kinds: Mapping[str, str], own: str = "") -> str:
    """XPath 1.0 with `${name}` for answers, for pyxform. `kinds`: question → kind; `own`: what ["self"] is."""
    if isinstance(expression, str):
        return f'"{expression}"' if "'" in expression else f"'{expression}'"
    if isinstance(expression, int):
        return str(expression)
    call, *given = expression
    if call in ("answer", "self"):
        name = own if call == "self" else given[0]
        plain = f"${{{name}}}"
        return plain if kinds.get(name) in ("text", "number") else f"if(starts-with({plain}, '_'), '', {plain})"
    if call == "count":
        return f"count(${{{given[0]}}})"
    if call == "length":
        plain = f"${{{given[0]}}}"
        many = f"if(starts-with({plain}, '_'), 0, count-selected({plain}))"
        return many if kinds.get(given[0]) == "many" else f"string-length({plain})"
    if call == "selected":
        return f"selected(${{{given[0]}}}, {xpath(given[1], kinds)})"
    parts = [xpath(part, kinds, own) for part in given]
    return f"not({parts[0]})" if call == "not" else "(" + f" {call} ".join(parts) + ")"
