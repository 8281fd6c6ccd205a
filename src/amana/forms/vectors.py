"""The cases of spec/vectors/expressions.json, which phone and desk both run.

What an answer is worth, what an expression is worth, and which answers count.

What is expected is written here by hand; tests/forms/test_vectors.py holds the code to it.
"""

from typing import Any

from amana.forms.expressions import Value

Case = dict[str, Any]

VALUES: dict[str, Value] = {
    "who": "survivor",
    "acts": ["crsv.rape", "other"],
    "one_act": ["other.killing"],
    "none": [],
    "age": 14,
    "far": -3,
    "words": "qui, où ? 😀",
    "digits": "014",
    "empty": "",
    "people": 2,
}
EXPRESSIONS: dict[str, tuple[Any, Value]] = {
    "a string stands for itself": ("who", "who"),
    "a number stands for itself": (7, 7),
    "an answer": (["answer", "who"], "survivor"),
    "an answer to nothing": (["answer", "missing"], ""),
    "a number": (["answer", "age"], 14),
    "equal words": (["=", ["answer", "who"], "survivor"], True),
    "unlike words": (["!=", ["answer", "who"], "witness"], True),
    "case counts": (["=", ["answer", "who"], "Survivor"], False),
    "nothing equals the empty string": (["=", ["answer", "missing"], ""], True),
    "equal numbers": (["=", ["answer", "age"], 14], True),
    "a number and its digits": (["=", ["answer", "age"], "14"], True),
    "a number and digits that are spelled otherwise": (["=", 14, ["answer", "digits"]], False),
    "nothing is not nought": (["=", ["answer", "missing"], 0], False),
    "one chosen alone is that code": (["=", ["answer", "one_act"], "other.killing"], True),
    "one of several chosen is not that code": (["=", ["answer", "acts"], "other"], False),
    "several chosen are their codes with spaces": (["=", ["answer", "acts"], "crsv.rape other"], True),
    "none chosen is the empty string": (["=", ["answer", "none"], ""], True),
    "less": (["<", ["answer", "far"], 0], True),
    "less is by number, not by letter": (["<", "9", "14"], True),
    "digits are numbers where sizes are compared": ([">=", ["answer", "digits"], 14], True),
    "words are less than nothing": (["<", ["answer", "who"], 5], False),
    "nor more": ([">", ["answer", "who"], 5], False),
    "nor the same": (["<=", ["answer", "who"], ["answer", "who"]], False),
    "nothing is not less than a number": (["<", ["answer", "missing"], 5], False),
    "more": ([">", ["answer", "age"], 13], True),
    "at most": (["<=", ["answer", "age"], 14], True),
    "digits with a sign of plus are words": (["<", "+1", 5], False),
    "digits with a point are words": (["<", "1.5", 5], False),
    "digits with a space are words": (["<", " 1", 5], False),
    "digits of another script are words": (["<", "١", 5], False),
    "fifteen digits": (["=", ["+", "999999999999999", 0], 999999999999999], True),
    "sixteen digits are words": (["<", "1000000000000000", 5], False),
    "plus": (["+", ["answer", "age"], 4], 18),
    "minus": (["-", 4, ["answer", "age"]], -10),
    "plus of words is no number, so never less": (["<", ["+", ["answer", "who"], 1], 5], False),
    "nor equal": (["=", ["+", ["answer", "who"], 1], ["+", ["answer", "who"], 1]], False),
    "but unlike": (["!=", ["+", ["answer", "who"], 1], ["+", ["answer", "who"], 1]], True),
    "plus of nothing is no number": (["=", ["+", ["answer", "missing"], 1], 1], False),
    "selected of several": (["selected", "acts", "other"], True),
    "not selected of several": (["selected", "acts", "rape"], False),
    "selected of one": (["selected", "who", "survivor"], True),
    "selected of nothing": (["selected", "missing", "survivor"], False),
    "how many instances": (["count", "people"], 2),
    "no instance": (["count", "missing"], 0),
    "length of words is in characters": (["length", "words"], 11),
    "length of several is how many are chosen": (["length", "acts"], 2),
    "length of nothing": (["length", "missing"], 0),
    "self": (["self"], 200),
    "a check": (["and", [">=", ["self"], 0], ["<=", ["self"], 120]], False),
    "not": (["not", ["=", ["answer", "who"], "survivor"]], False),
    "and of three": (["and", ["=", 1, 1], ["=", 2, 2], ["=", 3, 4]], False),
    "or of three": (["or", ["=", 1, 2], ["=", 2, 3], ["=", 3, 3]], True),
    "words are true": (["not", "0"], False),
    "the empty string is not": (["not", ["answer", "empty"]], True),
    "nought is not": (["not", 0], True),
    "no number is not": (["not", ["+", "x", 1]], True),
    "none chosen is not": (["not", ["answer", "none"]], True),
}
ANSWERS: dict[str, tuple[str, list[str], Any, Value]] = {
    "a code": ("one", ["a", "b"], "a", "a"),
    "own words beside a list": ("one", ["a", "other"], "something else", "other"),
    "own words beside a list without other": ("when", ["a"], "after the harvest", "after the harvest"),
    "own words": ("text", [], "words", "words"),
    "several": ("many", ["a", "b"], ["b", "a"], ["b", "a"]),
    "several with own words": ("many", ["a", "other"], ["a", "more words"], ["a", "other"]),
    "several with other and own words": ("many", ["a", "other"], ["other", "more words"], ["other"]),
    "one of many alone": ("many", ["a", "b"], "a", ["a"]),
    "refused of many": ("many", ["a"], {"refused": True}, []),
    "passed over of many": ("many", ["a"], None, []),
    "refused": ("one", ["a"], {"refused": True}, ""),
    "unknown": ("number", [], {"unknown": True}, ""),
    "passed over": ("text", [], None, ""),
    "a number": ("number", [], {"number": 14}, 14),
    "nought": ("number", [], {"number": 0}, 0),
    "a date": ("when", ["a"], {"date": "2024-06"}, ""),
    "a choice beside a date": ("when", ["a"], "a", "a"),
    "a place": ("where", [], {"place": "ML05"}, ""),
    "a place in own words": ("where", [], "near the well", "near the well"),
    "a recording": ("voice", [], "voice-1.ogg", ""),
    "recordings": ("voice", [], ["voice-1.ogg", "voice-2.ogg"], ""),
    "a photo": ("picture", [], "photo-1.jpg", ""),
}


def _question(name: str, kind: str, shown: Any = None, listed: str | None = None) -> dict[str, Any]:
    said = {"label": {"en": name}, "hint": None, "picture": None}
    return {"name": name, "kind": kind, **said, "list": listed, "shown": shown, "check": None}


def _group(name: str, kind: str, questions: list[dict[str, Any]], shown: Any = None) -> dict[str, Any]:
    said = {"label": {"en": name}, "hint": None, "picture": None}
    return {"name": name, "kind": kind, **said, "shown": shown, "most": None, "questions": questions}


FORM: dict[str, Any] = {
    "form": "amana-form/2",
    "id": "invented",
    "version": "1",
    "teller": "witness",
    "names": {"en": "An invented form"},
    "lists": {
        "yes_no": [
            {"code": code, "label": {"en": code}, "picture": None, "shown": None} for code in ("yes", "no", "other")
        ]
    },
    "questions": [
        _question("hello", "note"),
        _question("saw", "one", None, "yes_no"),
        _question("more", "text", ["=", ["answer", "saw"], "yes"]),
        _question("still_more", "text", ["!=", ["answer", "more"], ""]),
        _group("about", "group", [_question("age", "number"), _question("old", "text", [">", ["answer", "age"], 60])],
               ["selected", "saw", "yes"]),
        _group("person", "repeat", [
            _question("their_age", "number"),
            _question("child", "one", ["<", ["answer", "their_age"], 18], "yes_no"),
            _question("school", "text", ["and", ["=", ["answer", "child"], "yes"], ["=", ["answer", "saw"], "yes"]]),
        ]),
        _question("many_people", "text", [">", ["count", "person"], 1]),
        _question("last", "text", ["=", ["answer", "saw"], "other"]),
    ],
}  # fmt: skip
TOLD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "nothing": ({}, {}),
    "all shown": (
        {"saw": "yes", "more": "a", "still_more": "b", "age": {"number": 61}, "old": "c"},
        {"saw": "yes", "more": "a", "still_more": "b", "age": {"number": 61}, "old": "c"},
    ),
    "what is no longer shown does not count, nor what hung on it": (
        {"saw": "no", "more": "a", "still_more": "b"},
        {"saw": "no"},
    ),
    "a group that is not shown": ({"saw": "no", "age": {"number": 61}, "old": "c"}, {"saw": "no"}),
    "refused shows nothing": ({"saw": {"refused": True}, "more": "a"}, {"saw": {"refused": True}}),
    "own words beside the list": ({"saw": "a little", "last": "x"}, {"saw": "a little", "last": "x"}),
    "each instance has its own answers": (
        {"saw": "yes", "person": {"each": [
            {"their_age": {"number": 12}, "child": "yes", "school": "x"},
            {"their_age": {"number": 40}, "child": "yes", "school": "y"},
            {"child": "no"},
        ]}, "many_people": "three"},
        {"saw": "yes", "person": {"each": [
            {"their_age": {"number": 12}, "child": "yes", "school": "x"},
            {"their_age": {"number": 40}},
            {},
        ]}, "many_people": "three"},
    ),
    "one instance": ({"person": {"each": [{}]}, "many_people": "x"}, {"person": {"each": [{}]}}),
    "no instance": ({"person": {"each": []}, "many_people": "x"}, {}),
    "what is no question": ({"nobody_asked": "x", "hello": "x"}, {}),
}  # fmt: skip


def expressions_cases() -> dict[str, list[Case]]:
    """expressions.worth, expressions.evaluate and expressions.kept; `own` is what ["self"] is worth."""
    return {
        "expressions.worth": [
            {"name": name, "given": {"kind": kind, "codes": codes, "answer": told}, "answer": value}
            for name, (kind, codes, told, value) in ANSWERS.items()
        ],
        "expressions.evaluate": [
            {"name": name, "given": {"expression": expression, "values": VALUES, "own": 200}, "answer": answer}
            for name, (expression, answer) in EXPRESSIONS.items()
        ],
        "expressions.kept": [
            {"name": name, "given": {"form": FORM, "answers": answers}, "answer": left}
            for name, (answers, left) in TOLD.items()
        ],
    }
