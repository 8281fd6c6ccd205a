"""JSON with one spelling for each value, so that no two readers can see two different things in the same bytes.

The spelling is that of `JSON.stringify` without indentation (spec/README.md). Duplicate members, needless escapes,
white space and `-0` all change when read and written again, which is how each is refused here and on the phone alike.
Numbers are whole and no greater than a double holds exactly.
"""

import json
import re
from typing import NoReturn

from amana.errors import Problem

DEEPEST = 32
MOST = 2**53 - 1
_NUL = re.compile(r"(?:^|[^\\])(?:\\\\)*\\u0000")
"""Databases do not keep U+0000, so no text has it; an escaped backslash before `u0000` is another matter."""


def write(value: object) -> bytes:
    """The one spelling of `value` in UTF-8. Raises `sealing.bad_json` for what has none."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        if _NUL.search(text) or not _holds(value, DEEPEST):
            raise ValueError
        return text.encode("utf-8")
    except (ValueError, RecursionError):
        raise Problem("sealing.bad_json") from None


def canonical(value: object) -> bytes:
    """As `write`, with the members of each object sorted by name (RFC 8785): to sign what may come in any order.

    Names must be ASCII, as all of ours are: RFC 8785 sorts others by their UTF-16.
    """
    return write(_sorted(value))


def read(data: bytes) -> object:
    """The value that `data` spells. Raises `sealing.bad_json` for anything that `write` would not have written."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        raise Problem("sealing.bad_json") from None
    if write(value) != data:
        raise Problem("sealing.bad_json")
    return value


def _holds(value: object, left: int) -> bool:
    """Whether numbers are such as every reader holds exactly, and nothing is nested more than `left` deep."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return left > 0 and all(_holds(item, left - 1) for item in items)
    return not isinstance(value, float) and (not isinstance(value, int) or abs(value) <= MOST)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {name: _sorted(value[name]) for name in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _refuse(number: str) -> NoReturn:
    raise ValueError(number)
