"""The first telling keeps what spec/card.md says of a form, and asks first what spares a second telling."""

import json

from amana.forms.first_telling import encode, first_telling
from amana.vocabulary import entries

KINDS = {"one", "many", "text", "voice", "when", "where"}


def test_a_form_has_the_members_of_the_spec_and_no_other() -> None:
    form = json.loads(encode(first_telling()))
    assert set(form) == {"form", "id", "version", "questions"}
    for question in form["questions"]:
        assert set(question) == {"name", "kind", "label", "hint", "choices"}
        assert question["kind"] in KINDS


def test_every_question_and_choice_is_said_in_english_and_french() -> None:
    for question in first_telling()["questions"]:
        said = [question["label"], question["hint"], *(choice["label"] for choice in question["choices"] or [])]
        assert all(words["en"] and words["fr"] for words in said if words)


def test_it_is_short_and_asks_first_whether_it_was_told_before() -> None:
    questions = first_telling()["questions"]
    assert len(questions) < 12
    assert questions[0]["name"] == "told_before"


def test_what_happened_is_offered_in_codes_that_the_desk_knows() -> None:
    acts = next(question for question in first_telling()["questions"] if question["name"] == "acts")
    codes = {choice["code"] for choice in acts["choices"]}
    assert codes <= set(entries("acts"))
    assert {"crsv.rape", "crsv.sexual_slavery", "other.abduction"} <= codes


def test_every_purpose_asked_on_the_phone_has_words_for_it() -> None:
    asked = [purpose for purpose in entries("purposes").values() if purpose.facts["asked"] == "phone"]
    assert all(purpose.plain["en"] and purpose.plain["fr"] for purpose in asked)
