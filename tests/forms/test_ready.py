"""The forms that come with Amana: short, said in three languages, and asked by codes that a desk knows."""

from collections.abc import Iterator
from typing import Any

import pytest

from amana.forms.ready import NAMES, ready
from amana.vocabulary import FOLDER, entries

SHOWN = ("purposes", "services", "clinical_windows", "seasons", "recently", "told_before", "form_words", "age_bands")
ALL = ("en", "fr", "ar")
TELLERS = {
    "first_telling": "survivor",
    "witness_or_relative": "witness",
    "listening": "listener",
    "clinical_findings": "clinician",
}


def walk(questions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for question in questions:
        yield question
        yield from walk(question.get("questions", []))


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_said_in_all_three_languages(name: str) -> None:
    form = ready(name).phone
    assert form["teller"] == TELLERS[name]
    said = [form["names"], *(choice["label"] for choices in form["lists"].values() for choice in choices)]
    for question in walk(form["questions"]):
        said += [question["label"], question["hint"] or question["label"]]
        said += [question["check"]["say"]] if question.get("check") else []
    assert all(words.get(language) for words in said for language in ALL)


def test_a_survivors_telling_is_short_and_asks_first_whether_it_was_told_before() -> None:
    questions = ready("first_telling").phone["questions"]
    assert len(questions) < 12
    assert questions[0]["name"] == "told_before"
    assert "no full statement" in questions[0]["hint"]["en"]


def test_a_listener_asks_for_agreement_before_anything_is_written() -> None:
    note, agreed, nothing_more, account = ready("listening").phone["questions"]
    assert (note["kind"], agreed["name"], nothing_more["kind"]) == ("note", "agreed", "note")
    assert account["shown"] == ["or", ["=", ["answer", "agreed"], "yes"], ["=", ["answer", "agreed"], "part"]]


def test_a_survivors_choices_have_pictures_of_ours_and_acts_have_none() -> None:
    drawn = {path.stem for path in (FOLDER.parent / "intake" / "static" / "pictures").glob("*.svg")}
    form = ready("first_telling").phone
    for name in ("told_before", "safety", "services"):
        assert {choice["picture"] for choice in form["lists"][f"vocabulary.{name}"]} <= drawn
    assert {question["name"]: question["picture"] for question in form["questions"] if question["picture"]} == {
        "when": "when",
        "where": "where",
        "own_words": "write",
        "voice": "speak",
    }
    assert {choice["picture"] for choice in form["lists"]["vocabulary.acts"]} == {None}, "nothing that frightens"


@pytest.mark.parametrize("name", [name for name in NAMES if name != "first_telling"])
def test_several_events_or_people_or_findings_can_be_told_of(name: str) -> None:
    assert any(question["kind"] == "repeat" for question in walk(ready(name).phone["questions"]))


@pytest.mark.parametrize("name", NAMES)
def test_what_happened_is_offered_in_codes_that_the_desk_knows(name: str) -> None:
    codes = {choice["code"] for choice in ready(name).phone["lists"]["vocabulary.acts"]}
    assert {"crsv.rape", "crsv.sexual_slavery", "other.abduction"} <= codes <= set(entries("acts"))


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_phone_shows_of_a_list_is_said_in_all_three_languages_and_marked_unchecked(name: str) -> None:
    assert (FOLDER / f"{name}.yaml").exists()
    for code, entry in entries(name).items():
        shown = [entry.plain] if entry.plain else [entry.labels] if name != "purposes" else []
        shown += [words for words in entry.facts.values() if isinstance(words, dict)]
        assert all(words.get(language) for words in shown for language in ALL), code
        assert {"fr", "ar"} <= set(entry.unchecked), code
        assert entry.source, code
