"""The desk's side of spec/vectors/expressions.json; the phone runs the same file."""

import json
from pathlib import Path
from typing import Any

import pytest

from amana.forms.expressions import evaluate, worth
from amana.forms.kept import kept

FILE = Path(__file__).parents[2] / "spec" / "vectors" / "expressions.json"
CASES = [(call, case) for call, cases in json.loads(FILE.read_text("utf-8")).items() for case in cases]
CALLS = {"expressions.worth": worth, "expressions.evaluate": evaluate, "expressions.kept": kept}


@pytest.mark.parametrize(("call", "case"), CASES, ids=[f"{call}: {case['name']}" for call, case in CASES])
def test_each_case_is_answered_as_the_file_says(call: str, case: dict[str, Any]) -> None:
    answer = CALLS[call](**case["given"])
    assert answer == case["answer"]
    assert isinstance(answer, bool) is isinstance(case["answer"], bool)
