"""When a question is shown and when an answer is as expected, as small lists (spec/form.md, "Expressions").

Only their shape is known here, and what they name; phones work them out.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator

from amana.sealing.shapes import QUESTION_NAME
from amana.sealing.strict_json import MOST

Expression = Annotated[str | int | list[Any], AfterValidator(lambda value: _checked(value))]
COUNTS = {"not": 1, "=": 2, "!=": 2, "<": 2, "<=": 2, ">": 2, ">=": 2, "+": 2, "-": 2}
"""How many expressions follow each of these; `and` and `or` have any number from one on."""
NAMING = {"answer": 1, "selected": 2, "count": 1, "length": 1}
"""How many texts follow each of these, of which the first is a name."""
_NAME = re.compile(QUESTION_NAME)


def references(expression: Any) -> Iterator[tuple[str, str]]:
    """What `expression` names: each call that names something, and the name."""
    if isinstance(expression, list):
        if expression[0] in NAMING:
            yield expression[0], expression[1]
        else:
            for inner in expression[1:]:
                yield from references(inner)


def uses_self(expression: Any) -> bool:
    """Whether it speaks of the answer that is being checked."""
    if not isinstance(expression, list) or expression[0] in NAMING:
        return False
    return expression == ["self"] or any(uses_self(inner) for inner in expression[1:])


def _checked(value: Any) -> Any:
    if not _is_expression(value):
        raise ValueError("no expression")
    return value


def _is_expression(value: Any) -> bool:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return isinstance(value, str) or 0 <= value <= MOST
    if not isinstance(value, list) or not value or not isinstance(value[0], str):
        return False
    call, rest = value[0], value[1:]
    if call in NAMING:
        texts = all(isinstance(text, str) for text in rest)
        return texts and len(rest) == NAMING[call] and _NAME.fullmatch(rest[0]) is not None
    fits = len(rest) == COUNTS[call] if call in COUNTS else bool(rest) if call in ("and", "or") else value == ["self"]
    return fits and all(_is_expression(inner) for inner in rest)
