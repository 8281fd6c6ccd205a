"""Which answers count: a question that is not shown has no answer, whatever was said there before (spec/form.md).

One pass from the first question to the last, since an expression speaks only of what stands before it.
"""

from collections.abc import Mapping
from typing import Any

from amana.forms.expressions import Value, evaluate, truth, worth

Answers = dict[str, Any]


def kept(form: Mapping[str, Any], answers: Mapping[str, Any]) -> Answers:
    """Those of `answers` whose questions are shown, in the form's order. `form` is as in spec/form.md."""
    codes = {name: [choice["code"] for choice in choices] for name, choices in form["lists"].items()}
    return _walk(form["questions"], answers, {}, codes)


def _walk(
    questions: list[dict[str, Any]], answers: Mapping[str, Any], values: dict[str, Value], codes: dict[str, list[str]]
) -> Answers:
    left: Answers = {}
    for question in questions:
        name, kind = question["name"], question["kind"]
        if question["shown"] is not None and not truth(evaluate(question["shown"], values)):
            continue
        if kind == "group":
            left |= _walk(question["questions"], answers, values, codes)
        elif kind == "repeat":
            answer = answers.get(name)
            each = answer.get("each", []) if isinstance(answer, dict) else []
            told = [_walk(question["questions"], instance, dict(values), codes) for instance in each]
            values[name] = len(told)
            if told:
                left[name] = {"each": told}
        elif name in answers and kind != "note":
            left[name] = answers[name]
            values[name] = worth(kind, codes.get(question["list"] or "", []), answers[name])
    return left
