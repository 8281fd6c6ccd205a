"""Whatever the phone cannot show is refused, by its cell, and all at once; what it can show is not."""

from pathlib import Path

import pytest
from tests.forms.formkit import CHOICES, SETTINGS, SURVEY, Row, faults, save

from amana.errors import Problem
from amana.forms.xlsform import read_form

TEXT: Row = ["text", "words", "Words"]
ONE: Row = ["select_one yes_no", "saw", "Did you see it?"]
HEAD: Row = [*SURVEY[0], "relevant", "constraint", "choice_filter", "appearance", "required", "repeat_count", "image"]


def row(kind: str, name: str, **cells: str | int) -> Row:
    """A row below HEAD."""
    return [kind, name, "Label", *(cells.get(str(column)) for column in HEAD[3:])]


def setting(column: str, value: str | None) -> dict[str, list[Row]]:
    index = SETTINGS[0].index(column)
    return {"settings": [SETTINGS[0], [*SETTINGS[1][:index], value, *SETTINGS[1][index + 1 :]]]}


ROWS: dict[str, tuple[list[Row], list[tuple[str, str]]]] = {
    "a type that the phone has not": ([row("calculate", "a")], [("type", "survey!A2")]),
    "a time": ([row("time", "a")], [("type", "survey!A2")]),
    "a file": ([row("file", "a")], [("type", "survey!A2")]),
    "a number with a fraction": ([row("decimal", "a")], [("type", "survey!A2")]),
    "which phone it is": ([row("deviceid", "a")], [("type", "survey!A2")]),
    "a rank": ([row("rank yes_no", "a")], [("type", "survey!A2")]),
    "no type": ([["", "", "Label"]], [("no_type", "survey!A2")]),
    "another file": ([row("select_one_from_file x.csv", "a")], [("other_file", "survey!A2")]),
    "a list that is missing": ([row("select_one who", "a")], [("no_list", "survey!A2")]),
    "a list that the vocabulary has not": ([row("select_one vocabulary:x", "a")], [("no_vocabulary", "survey!A2")]),
    "the errors are no list": ([row("select_one vocabulary:errors", "a")], [("no_vocabulary", "survey!A2")]),
    "a bad name": ([row("text", "1a")], [("bad_name", "survey!B2")]),
    "a long name": ([row("text", "a" * 65)], [("bad_name", "survey!B2")]),
    "a name twice": ([TEXT, row("text", "words")], [("name_twice", "survey!B3")]),
    "no label": ([["text", "a", None]], [("no_label", "survey!C2")]),
    "an answer in a label": ([ONE, ["text", "a", "You said ${saw}"]], [("answer_in_words", "survey!C3")]),
    "a required question": ([row("text", "a", required="yes")], [("required", "survey!H2")]),
    "a required group": ([row("begin_group", "g", required="true()"), TEXT, ["end_group", None, None]],
                         [("required", "survey!H2")]),
    "a repeat in a repeat": ([row("begin_repeat", "r"), row("begin_repeat", "s"), TEXT, ["end_repeat", None, None],
                              ["end_repeat", None, None]], [("repeat_in_repeat", "survey!A3")]),
    "a repeat in a group in a repeat": (
        [row("begin_repeat", "r"), row("begin_group", "g"), row("begin_repeat", "s"), TEXT, ["end_repeat", None, None],
         ["end_group", None, None], ["end_repeat", None, None]], [("repeat_in_repeat", "survey!A4")]),
    "a group that never ends": ([row("begin_group", "g"), TEXT], [("unclosed", "survey!A2")]),
    "an end of nothing": ([TEXT, ["end_repeat", None, None]], [("unopened", "survey!A3")]),
    "an empty group": ([row("begin_group", "g"), ["end_group", None, None]], [("empty_group", "survey!B2")]),
    "a repeat as often as an answer says": (
        [row("integer", "n"), row("begin_repeat", "r", repeat_count="${n}"), TEXT, ["end_repeat", None, None]],
        [("bad_most", "survey!I3")]),
    "a constraint of a group": ([row("begin_group", "g", constraint=". = 1"), TEXT, ["end_group", None, None]],
                                [("not_in_group", "survey!E2")]),
    "an appearance that the phone has not": ([row("text", "a", appearance="signature")], [("appearance", "survey!G2")]),
    "when beside several": ([row("select_multiple yes_no", "a", appearance="when")], [("appearance", "survey!G2")]),
    "when beside words": ([row("text", "a", appearance="when")], [("appearance", "survey!G2")]),
    "a filter without a list": ([row("text", "a", choice_filter="name = 'x'")], [("no_filter", "survey!F2")]),
    "a picture of another kind": ([row("text", "a", image="p.jpg")], [("bad_picture", "survey!J2")]),
    "a function": ([ONE, row("text", "a", relevant="regex(${saw}, 'y')")], [("function", "survey!D3")]),
    "today": ([row("date", "a", constraint=". < today()")], [("no_worth", "survey!E2")]),
    "if": ([ONE, row("text", "a", relevant="if(${saw} = 'yes', 1, 2) = 1")], [("function", "survey!D3")]),
    "a path": ([ONE, row("text", "a", relevant="/data/saw = 'yes'")], [("expression", "survey!D3")]),
    "times": ([row("integer", "n"), row("text", "a", relevant="${n} * 2 = 4")], [("expression", "survey!D3")]),
    "a fraction": ([row("integer", "n"), row("text", "a", relevant="${n} > 1.5")], [("expression", "survey!D3")]),
    "an open bracket": ([ONE, row("text", "a", relevant="(${saw} = 'yes'")], [("expected", "survey!D3")]),
    "an open quote": ([ONE, row("text", "a", relevant="${saw} = 'yes")], [("expression", "survey!D3")]),
    "half a comparison": ([ONE, row("text", "a", relevant="${saw} =")], [("expected", "survey!D3")]),
    "a mere answer": ([ONE, row("text", "a", relevant="${saw}")], [("no_condition", "survey!D3")]),
    "a mere answer with and": ([ONE, row("text", "a", relevant="${saw} and ${saw} = 'yes'")],
                               [("no_condition", "survey!D3")]),
    "a comparison of comparisons": ([ONE, row("text", "a", relevant="${saw} = 'yes' = 'no'")],
                                    [("compared_truth", "survey!D3")]),
    "a later question": ([row("text", "a", relevant="${words} = 'x'"), TEXT], [("not_yet", "survey!D2")]),
    "itself": ([row("text", "a", relevant="${a} = 'x'")], [("not_yet", "survey!D2")]),
    "a question in a repeat from outside": (
        [row("begin_repeat", "r"), TEXT, ["end_repeat", None, None], row("text", "a", relevant="${words} = 'x'")],
        [("not_yet", "survey!D5")]),
    "a question that is not there": ([row("text", "a", relevant="${nobody} = 1")], [("unknown_question", "survey!D2")]),
    "a date": ([row("date", "d"), row("text", "a", relevant="${d} = 'x'")], [("no_worth", "survey!D3")]),
    "a place": ([row("geopoint", "d"), row("text", "a", relevant="${d} != ''")], [("no_worth", "survey!D3")]),
    "a recording": ([row("audio", "d"), row("text", "a", relevant="${d} != ''")], [("no_worth", "survey!D3")]),
    "selected of words": ([TEXT, row("text", "a", relevant="selected(${words}, 'x')")], [("function_of", "survey!D3")]),
    "count of a question": ([TEXT, row("text", "a", relevant="count(${words}) > 1")], [("function_of", "survey!D3")]),
    "a dot in relevance": ([row("text", "a", relevant=". = 'x'")], [("expression", "survey!D2")]),
}  # fmt: skip
SHEETS: dict[str, tuple[dict[str, list[Row]], list[tuple[str, str]]]] = {
    "a code that is none": ({"choices": [*CHOICES, ["yes_no", "may be", "Maybe"]]}, [("bad_code", "choices!B4")]),
    "a code of ours": ({"choices": [*CHOICES, ["yes_no", "_refused", "No"]]}, [("bad_code", "choices!B4")]),
    "a code twice": ({"choices": [*CHOICES, ["yes_no", "no", "Again"]]}, [("code_twice", "choices!B4")]),
    "a choice without words": ({"choices": [*CHOICES, ["yes_no", "maybe"]]}, [("no_label", "choices!")]),
    "a choice of no list": ({"choices": [*CHOICES, [None, "maybe", "Maybe"]]}, [("no_list_name", "choices!A4")]),
    "a list with a bad name": ({"choices": [*CHOICES, ["1x", "a", "A"]]}, [("bad_list_name", "choices!A4")]),
    "an id that is none": (setting("form_id", "First Telling"), [("bad_id", "settings!B2")]),
    "no version": (setting("version", None), [("no_version", "settings!C2")]),
    "a language without a tag": (setting("default_language", "Some English"), [("language", "settings!D2")]),
    "nobody who tells": (setting("teller", "victim"), [("bad_teller", "settings!E2")]),
    "another's key": (
        {"settings": [[*SETTINGS[0], "public_key"], [*SETTINGS[1], "MIIB"]]},
        [("column", "settings!F2")],
    ),
    "a sheet that the phone has not": ({"entities": [["dataset"], ["people"]]}, [("sheet", "entities")]),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_question_that_the_phone_cannot_ask_is_refused_by_its_cell(name: str, tmp_path: Path) -> None:
    rows, expected = ROWS[name]
    assert faults(save(tmp_path, *rows, head=HEAD)) == expected


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_does_not_fit_is_refused_by_its_cell(name: str, tmp_path: Path) -> None:
    sheets, expected = SHEETS[name]
    found = faults(save(tmp_path, TEXT, **sheets))
    assert [(code, where[: len(cell)]) for (code, where), (_, cell) in zip(found, expected, strict=True)] == expected


def test_columns_are_refused_where_they_are_filled_and_only_there(tmp_path: Path) -> None:
    head: Row = [*SURVEY[0], "calculation", "default"]
    assert faults(save(tmp_path, TEXT, head=head)) == []
    assert faults(save(tmp_path, [*TEXT, "1 + 1"], head=head)) == [("column", "survey!D2")]
    assert faults(save(tmp_path, TEXT, head=[*SURVEY[0], "label::Klingon"])) == [("language", "survey!D1")]
    assert faults(save(tmp_path, [*TEXT, "Again"], head=[*SURVEY[0], "label::en"])) == [("column_twice", "survey!D1")]


def test_one_picture_serves_all_languages(tmp_path: Path) -> None:
    head: Row = [*SURVEY[0], "media::image::en", "media::image::fr"]
    assert faults(save(tmp_path, [*TEXT, "tent.svg", "tent.svg"], head=head)) == []
    assert faults(save(tmp_path, [*TEXT, "tent.svg", "tente.svg"], head=head)) == [("pictures_differ", "survey!D2")]


def test_all_faults_of_a_form_are_listed_at_once_in_one_message(tmp_path: Path) -> None:
    path = save(tmp_path, row("time", "a"), row("text", "1"), head=HEAD, **setting("version", None))
    with pytest.raises(Problem) as caught:
        read_form(path)
    assert all(cell in str(caught.value) for cell in ("survey!A2", "survey!B3", "settings!C2"))
    assert len(caught.value.say("fr").splitlines()) == 4


def test_a_choice_filter_becomes_what_each_choice_asks(tmp_path: Path) -> None:
    choices: list[Row] = [*CHOICES, ["town", "kell", "Kell", None, "yes"], ["town", "selo", "Selo", None, "no"]]
    choices[0] = [*CHOICES[0], "near"]
    rows = [ONE, row("select_one town", "town", choice_filter="near = ${saw}")]
    form = read_form(save(tmp_path, *rows, head=HEAD, choices=choices))
    shown = [choice["shown"] for choice in form.phone["lists"]["town.town"]]
    assert shown == [["=", "yes", ["answer", "saw"]], ["=", "no", ["answer", "saw"]]]


def test_a_language_without_words_is_allowed(tmp_path: Path) -> None:
    form = read_form(save(tmp_path, [*TEXT, None], head=[*SURVEY[0], "label::Bamanankan (bm)"]))
    assert form.phone["questions"][0]["label"] == {"en": "Words"}


@pytest.mark.parametrize("data", [b"", b"type,name\n", b"PK\x03\x04 not a zip"])
def test_what_is_no_spreadsheet_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(data)
    with pytest.raises(Problem) as caught:
        read_form(path)
    assert caught.value.code == "forms.not_xlsx"


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        read_form(tmp_path / "none.xlsx")
    assert caught.value.code == "forms.no_file"
