"""Cases for the files that a card names: the directory, a form, a gazetteer."""

from typing import Any

from amana.sealing import bundle, codec, strict_json
from amana.sealing.vectors import Calls, Case, answered, refused

SERVICE: dict[str, Any] = {
    "id": "clinic", "names": {"en": "An invented clinic"}, "kind": "health", "what": {}, "where": {}, "how": {},
    "areas": ["north"], "hours": {}, "free": True, "women_staff": None, "phone": None, "languages": ["fr"],
    "windows": ["hiv_prevention"],
}  # fmt: skip
AREA = {"code": "north", "names": {"en": "The invented north"}}
DIRECTORY: dict[str, Any] = {
    "directory": "amana-directory/2",
    "checked": "2026-11-22",
    "areas": [AREA],
    "services": [SERVICE],
}
WRONG_DIRECTORIES: dict[str, dict[str, Any]] = {
    "a service of no kind": {"services": [SERVICE | {"kind": None}]},
    "a service that may be free": {"services": [SERVICE | {"free": "maybe"}]},
    "a service without a phone": {"services": [{k: v for k, v in SERVICE.items() if k != "phone"}]},
    "a service twice": {"services": [SERVICE, SERVICE]},
    "a service in an area that is not there": {"services": [SERVICE | {"areas": ["south"]}]},
    "an area twice": {"areas": [AREA, AREA]},
    "the format of before": {"directory": "amana-directory/1"},
    "never checked": {"checked": None},
}


def question(name: str, kind: str = "text", **members: object) -> dict[str, Any]:
    """A question with nothing but what is given."""
    plain = {"label": {"en": name}, "hint": None, "picture": None, "list": None, "shown": None, "check": None}
    return {"name": name, "kind": kind, **plain, **members}


def group(name: str, *questions: dict[str, Any], **members: object) -> dict[str, Any]:
    """A group, or with `kind` a repeat."""
    plain = {"kind": "group", "label": {"en": name}, "hint": None, "picture": None, "shown": None, "most": None}
    return {"name": name, **plain, **members, "questions": list(questions)}


WHO = [
    {"code": "me", "label": {"en": "I am", "fr": "Moi"}, "picture": "one-person", "shown": None},
    {"code": "Other-1", "label": {}, "picture": None, "shown": ["!=", ["answer", "before"], "yes"]},
]
ACTS = [{"code": "threat", "label": {"en": "Threat"}, "picture": None, "shown": None}]
ADULT = ["and", [">=", ["self"], 18], ["<", ["-", ["self"], 1], ["+", 100, ["answer", "how_many"]]]]
PERSON = [
    question("person", "one", list="who", shown=[">", ["answer", "how_many"], 1]),
    group("more", question("person_age", "number", shown=["=", ["answer", "person"], "me"])),
]
FORM: dict[str, Any] = {
    "form": "amana-form/2",
    "id": "first_telling",
    "version": "2",
    "teller": "survivor",
    "names": {"en": "A first telling"},
    "lists": {"who": WHO, "acts": ACTS},
    "questions": [
        question("welcome", "note", picture="tent"),
        question("before"),
        question("who", "one", list="who", hint={}),
        question("acts", "many", list="acts"),
        question("when", "when"),
        question("where", "where", list="acts", shown=["not", ["=", ["answer", "who"], ""]]),
        question("how_many", "number", check={"that": ADULT, "say": {"en": "Is it so?"}}),
        group("persons", *PERSON, kind="repeat", most=9),
        question("voice", "voice", shown=["or", [">", ["length", "acts"], 0], ["selected", "acts", "threat"]]),
        question("photo", "picture", shown=[">", ["count", "persons"], 1]),
    ],
}


def _with(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"questions": [*FORM["questions"], *questions]}


WRONG_FORMS: dict[str, dict[str, Any]] = {
    "the format of before": {"form": "amana-form/1"},
    "an id that is no code": {"id": "first-telling"},
    "another teller": {"teller": "anyone"},
    "no name": {"names": {}},
    "a required question": _with(question("x", required=True)),
    "a list for a voice": _with(question("x", "voice", list="who")),
    "no list to choose from": _with(question("x", "one")),
    "a list that is not there": _with(question("x", "many", list="none")),
    "a question twice": _with(question("who")),
    "a group and a question of one name": _with(group("who")),
    "a question of another kind": _with(question("x", "sum")),
    "a choice twice": {"lists": FORM["lists"] | {"acts": ACTS * 2}},
    "a choice without words for it": {"lists": FORM["lists"] | {"acts": [{"code": "threat"}]}},
    "a choice whose code has a space": {"lists": FORM["lists"] | {"acts": [ACTS[0] | {"code": "a b"}]}},
    "a repeat in a repeat": _with(group("a", group("b", kind="repeat"), kind="repeat")),
    "a repeat in a group in a repeat": _with(group("a", group("b", group("c", kind="repeat")), kind="repeat")),
    "a group asked at most twice": _with(group("a", most=2)),
    "a repeat asked never": _with(group("a", kind="repeat", most=0)),
    "a picture that is a path": _with(question("x", picture="a/b")),
    "a check without a sentence": _with(question("x", check={"that": ["self"]})),
    "an answer of a question that is not there": _with(question("x", shown=["answer", "none"])),
    "an answer of what is asked later": _with(question("x", shown=["answer", "y"]), question("y")),
    "its own answer before it is given": _with(question("x", shown=["answer", "x"])),
    "a count within the repeat": _with(group("a", question("x", shown=["count", "a"]), kind="repeat")),
    "an answer of a group": _with(group("a"), question("x", shown=["answer", "a"])),
    "an answer of a note": _with(question("x", shown=["answer", "welcome"])),
    "an answer of a repeat's question from outside": _with(question("x", shown=["answer", "person"])),
    "an answer of another repeat": _with(group("a", question("x", shown=["answer", "person"]), kind="repeat")),
    "a count of what is no repeat": _with(question("x", shown=["count", "acts"])),
    "what is selected of a text": _with(question("w"), question("x", shown=["selected", "w", "threat"])),
    "oneself where nothing is checked": _with(question("x", shown=["=", ["self"], ""])),
    "an expression that is true": _with(question("x", shown=True)),
    "an expression that is empty": _with(question("x", shown=[])),
    "an expression below nought": _with(question("x", shown=["<", ["answer", "who"], -1])),
    "an unknown call": _with(question("x", shown=["xor", "a", "b"])),
    "a comparison of three": _with(question("x", shown=["=", "a", "b", "c"])),
    "an and of nothing": _with(question("x", shown=["and"])),
    "not of two": _with(question("x", shown=["not", "a", "b"])),
    "an answer of an expression": _with(question("x", shown=["answer", ["answer", "who"]])),
    "a choice that names what is not there": {
        "lists": FORM["lists"] | {"acts": [ACTS[0] | {"shown": ["answer", "none"]}]}
    },
}
PLACES: dict[str, Any] = {
    "places": "amana-places/1",
    "source": "Invented",
    "entries": [
        ["A", "Northland", None, None, []],
        ["A.1", "Selo", "A", "14.5,-4.25", ["Old Selo", "السيلو"]],
        ["B-2", "Adrin", "A.1", "-90,180", []],
    ],
}
FIRST, SECOND = PLACES["entries"][:2]
WRONG_PLACES: dict[str, dict[str, Any]] = {
    "another format": {"places": "amana-places/2"},
    "no source": {"source": None},
    "not sorted": {"entries": [SECOND, FIRST]},
    "a place twice": {"entries": [FIRST, FIRST]},
    "a parent that is not there": {"entries": [SECOND]},
    "a circle": {"entries": [["A", "", "B", None, []], ["B", "", "A", None, []]]},
    "its own parent": {"entries": [["A", "", "A", None, []]]},
    "four of five": {"entries": [FIRST[:4]]},
    "an id with a slash": {"entries": [["A/B", *FIRST[1:]]]},
    "an id that is a number": {"entries": [[1, *FIRST[1:]]]},
    "no name": {"entries": [["A", None, None, None, []]]},
    "a point that is too exact": {"entries": [["A", "", None, "14.123,0", []]]},
    "a point that is a list": {"entries": [["A", "", None, [14, 0], []]]},
    "another name that is none": {"entries": [["A", "", None, None, [None]]]},
}


def bundle_cases() -> Calls:
    """bundle.read of a directory, form or gazetteer (`model`); the answer is the file's JSON, bytes in base64url."""
    wrong = [
        refused(name, "sealing.bad_bundle", **_given(model, good | change))
        for model, good, changes in (
            ("directory", DIRECTORY, WRONG_DIRECTORIES),
            ("form", FORM, WRONG_FORMS),
            ("places", PLACES, WRONG_PLACES),
        )
        for name, change in changes.items()
    ]
    read = [
        answered("a directory", DIRECTORY, **_given("directory", DIRECTORY)),
        answered("a form", FORM, **_given("form", FORM)),
        answered("a gazetteer", PLACES, **_given("places", PLACES)),
        refused("other bytes", "sealing.bad_bundle", **(_given("form", FORM) | {"sha256": "0" * 64})),
        refused("a form for a directory", "sealing.bad_bundle", **_given("directory", FORM)),
    ]
    return {"bundle.read": read + wrong}


def _given(model: str, value: object) -> Case:
    data = strict_json.write(value)
    return {"model": model, "base64url": codec.base64url(data), "sha256": bundle.digest(data)}
