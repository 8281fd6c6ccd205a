"""What was told is shown as told: in order, nothing dropped, a refusal as an answer."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from amana.forms.ready import ready
from amana.sealing.vectors import files
from amana.testimony.telling import Answered, as_told

FIRST = ready("first_telling").phone
LISTENED = ready("listening").phone


def shown(answers: dict[str, Any], language: str = "en", form: Any = FIRST, own_words: bool = True) -> list[Answered]:
    return as_told({"answers": answers}, form, language, own_words=own_words, places={"SEL": "Selo crossing"})


def test_questions_come_in_the_order_of_the_form_whatever_the_order_of_the_answers() -> None:
    found = shown({"own_words": "a", "told_before": "no", "where": "b"})
    assert [answer.name for answer in found] == ["told_before", "where", "own_words"]


def test_a_refusal_and_not_knowing_are_answers() -> None:
    found = shown({"acts": {"refused": True}, "by_whom": {"unknown": True}}, own_words=False)
    assert [(answer.kind, answer.words) for answer in found] == [
        ("refused", ("Did not wish to say",)),
        ("unknown", ("Does not know",)),
    ]


def test_codes_are_shown_with_the_words_that_were_chosen_and_free_text_unchanged() -> None:
    found = shown({"when": ["within_month", "at the feast"], "where": "près du puits"}, "fr")
    assert [(answer.words, answer.own) for answer in found] == [
        (("Ce dernier mois",), ("at the feast",)),
        ((), ("près du puits",)),
    ]


def test_dates_and_places_are_shown_as_exact_as_they_were_said_and_no_more() -> None:
    def words(name: str, answer: Any) -> str:
        return shown({name: answer})[0].words[0]

    assert words("when", {"date": "2024-06"}) == "2024-06"
    assert words("when", {"season": "rainy", "year": 2024}) == "The rainy season 2024"
    assert words("when", {"season": "rainy", "year": None}) == "The rainy season"
    assert words("when", {"age": 14}) == "At the age of about 14"
    assert words("where", {"place": "SEL"}) == "Selo crossing"
    assert words("where", {"place": "GONE"}) == "Place GONE"
    assert words("where", {"point": "14.5,-4.2", "km": 10}) == "Near 14.5,-4.2, within 10 km"


def test_each_event_and_each_person_is_told_of_in_turn() -> None:
    found = shown({"event": {"each": [{"acts": ["other.killing"]}, {"by_whom": "men in green"}]}}, form=LISTENED)
    assert [(answer.head, answer.label) for answer in found] == [
        ("Something that happened 1", "What happened?"),
        ("Something that happened 2", "Who is said to have done it?"),
    ]


def test_who_does_not_look_after_it_sees_no_own_words_nor_answers_of_an_unknown_form() -> None:
    told = {"own_words": "secret", "voice": "secret", "where": "here", "by_whom": "men in green"}
    assert {answer.name: answer.kind for answer in shown(told, own_words=False)} == {
        "where": "said",
        "by_whom": "said",
        "own_words": "withheld",
        "voice": "withheld",
    }
    repeated = {"people": {"each": [{"name": "secret"}]}, "name": "secret", "words": ["secret"]}
    other = shown(repeated, form=None, own_words=False)
    assert len(other) == 3
    assert "secret" not in str(other)


def test_own_words_beside_a_choice_are_withheld_and_the_choice_is_not() -> None:
    (found,) = shown({"acts": ["other.killing", "secret"]}, own_words=False)
    assert found.kind == "withheld" and len(found.words) == 2 and "secret" not in str(found)
    assert shown({"acts": ["other.killing", "secret"]})[0].own == ("secret",)


def test_an_answer_to_a_question_that_the_form_does_not_have_is_not_dropped() -> None:
    found = shown({"later_question": "kept", "event": {"each": [{"later": "kept too"}]}})
    assert [(answer.head, answer.label, answer.own) for answer in found] == [
        ("", "later_question", ("kept",)),
        ("event 1", "later", ("kept too",)),
    ]


NAMES = st.sampled_from(["who", "acts", "when", "where", "persons", "person", "more", "how_many", "welcome", "gone"])
CODES = st.sampled_from(["me", "Other-1", "threat", "said in own words", ""])
PLAIN = st.one_of(
    CODES,
    st.lists(CODES, max_size=3),
    st.sampled_from(
        [
            {"refused": True},
            {"unknown": True},
            {"number": 3},
            {"date": "2024-06"},
            {"season": "no_season_of_ours", "year": None},
            {"age": 14},
            {"place": "SEL"},
            {"point": "14.5,-4.2", "km": 10},
        ]
    ),
)
ANSWERS = st.dictionaries(
    NAMES, PLAIN | st.fixed_dictionaries({"each": st.lists(st.dictionaries(NAMES, PLAIN), max_size=3)}), max_size=8
)


@given(ANSWERS, st.booleans(), st.booleans())
def test_any_answers_are_shown_with_any_form_and_none_is_dropped(answers: Any, known: bool, own_words: bool) -> None:
    found = shown(answers, form=files.FORM if known else None, own_words=own_words)
    each = [answer for answer in answers.values() if isinstance(answer, dict) and "each" in answer]
    told = len(answers) - len(each) + sum(len(instance) for answer in each for instance in answer["each"])
    assert len(found) == told
    if own_words:
        given_own = {word for answer in _strings(answers) for word in answer}
        labels = {answer for one in found for answer in (*one.own, *one.words)}
        assert {"said in own words"} & given_own <= labels


def _strings(value: Any) -> list[list[str]]:
    if isinstance(value, dict):
        return [words for inner in value.values() for words in _strings(inner)]
    if isinstance(value, list):
        return [[one for one in value if isinstance(one, str)]] + [w for one in value for w in _strings(one)]
    return [[value]] if isinstance(value, str) else []
