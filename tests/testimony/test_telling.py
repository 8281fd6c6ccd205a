"""What was told is shown as told: in order, nothing dropped, a refusal as an answer."""

from typing import Any

from amana.testimony.telling import as_told

FORM = {"id": "first_telling", "version": "2"}


def told(answers: dict[str, Any], form: dict[str, str] | None = FORM) -> dict[str, Any]:
    return {"form": form, "answers": answers}


def test_questions_come_in_the_order_of_the_form_whatever_the_order_of_the_answers() -> None:
    shown = as_told(told({"own_words": "a", "teller": "survivor", "where": "b"}), "en", own_words=True)
    assert [answer.name for answer in shown] == ["teller", "where", "own_words"]


def test_a_refusal_and_not_knowing_are_answers() -> None:
    shown = as_told(told({"acts": {"refused": True}, "by_whom": {"unknown": True}}), "en", own_words=False)
    assert [(answer.kind, answer.words) for answer in shown] == [
        ("refused", ("Did not wish to say",)),
        ("unknown", ("Does not know",)),
    ]


def test_codes_are_shown_with_the_words_that_she_chose_and_free_text_unchanged() -> None:
    shown = as_told(told({"when": ["within_month", "at the feast"], "where": "près du puits"}), "fr", own_words=True)
    assert shown[0].words == ("Ce dernier mois", "at the feast")
    assert shown[1].words == ("près du puits",)


def test_who_does_not_look_after_her_sees_no_own_words_nor_answers_of_an_unknown_form() -> None:
    shown = as_told(told({"own_words": "secret", "voice": "secret", "where": "here"}), "en", own_words=False)
    assert {answer.name: answer.kind for answer in shown} == {
        "where": "said",
        "own_words": "withheld",
        "voice": "withheld",
    }
    other = as_told(told({"name": "secret"}, {"id": "odk", "version": "1"}), "en", own_words=False)
    assert "secret" not in str(other)


def test_an_answer_to_a_question_that_the_form_does_not_have_is_not_dropped() -> None:
    shown = as_told(told({"later_question": "kept"}), "en", own_words=True)
    assert [(answer.label, answer.words) for answer in shown] == [("later_question", ("kept",))]
