"""JSON with one spelling for each value, so that no two readers can see two different things in the same bytes.

The spelling is that of `JSON.stringify` without indentation (spec/README.md). Duplicate members, needless escapes,
white space, `1.0`, `1e3`, NaN and numbers that a double would round all change when read and written again, which is
how each is refused here and on the phone alike.
"""

import json
import re
from typing import NoReturn

from amana.errors import Problem

_NUL = re.compile(r"(?:^|[^\\])(?:\\\\)*\\u0000")
"""Databases do not keep U+0000, so no text has it; an escaped backslash before `u0000` is another matter."""


def write(value: object) -> bytes:
    """The one spelling of `value` in UTF-8. Raises `sealing.bad_json` for what has none."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        if _NUL.search(text):
            raise ValueError
        return text.encode("utf-8")
    except (ValueError, RecursionError):
        raise Problem("sealing.bad_json") from None


def read(data: bytes) -> object:
    """The value that `data` spells. Raises `sealing.bad_json` for anything that `write` would not have written."""
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Problem("sealing.bad_json") from None
    if write(value) != data:
        raise Problem("sealing.bad_json")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
