"""Trustees' words: k of n give the secret back, fewer nothing, and a wrong word is told by its place."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from amana.desk.trustees import PATIENCE, Gathering, combine, draw, read_numbers, read_words
from amana.errors import Problem


@pytest.fixture(scope="module")
def team():
    return draw(3, 5)


def problem_of(call, *args):
    with pytest.raises(Problem) as raised:
        call(*args)
    return raised.value


def test_any_three_of_five_open_and_two_do_not(team):
    _, secret, lists = team
    for some in combinations(lists, 3):
        assert combine(some) == secret
    assert problem_of(combine, lists[:2]).code == "desk.wrong_words"


def test_they_are_given_one_after_another_and_then_forgotten(team):
    door, secret, lists = team
    gathering = Gathering()
    assert gathering.add(lists[4], door) is None and gathering.given() == 1
    assert gathering.add(lists[0], door) is None and gathering.given() == 2
    assert gathering.add(lists[2], door) == secret and gathering.given() == 0


def test_they_may_be_typed_as_people_do(team):
    typed = ", ".join(f"{n}. {word[:4].title()}" for n, word in enumerate(team[2][0].split(), 1))
    assert read_words(typed + "\n") == team[2][0]


@settings(max_examples=60)
@given(place=st.integers(0, 32), other=st.sampled_from(WORDLIST))
def test_one_wrong_word_is_found_by_its_place(team, place, other):
    words = team[2][1].split()
    if other == words[place]:
        return
    words[place] = other
    problem = problem_of(read_words, " ".join(words))
    assert (problem.code, problem.values) == ("desk.word_wrong", {"place": place + 1})


def test_a_word_that_is_none_is_told_with_those_near_it(team):
    words = team[2][1].split()
    words[6] = "acadamic"
    problem = problem_of(read_words, " ".join(words))
    assert problem.code == "desk.unknown_word" and problem.values["place"] == 7
    assert "academic" in problem.values["near"]


def test_two_words_exchanged_are_not_taken_for_one_wrong_one(team):
    words = team[2][1].split()
    words[3], words[20] = words[20], words[3]
    if words[3] != words[20]:
        assert problem_of(read_words, " ".join(words)).code in ("desk.words_do_not_fit", "desk.word_wrong")


@pytest.mark.parametrize("count", [0, 1, 32, 34, 66])
def test_too_few_or_too_many_are_counted(team, count):
    words = (team[2][0].split() * 2)[:count]
    problem = problem_of(read_words, " ".join(words))
    assert problem.code == "desk.words_missing" and problem.values["count"] == count


def test_the_same_sheet_twice_and_another_sets_are_refused(team):
    door, _, lists = team
    gathering = Gathering()
    gathering.add(lists[0], door)
    assert problem_of(gathering.add, lists[0], door).code == "desk.words_given"
    other_door, _, others = draw(3, 5)
    while other_door.set == door.set:
        other_door, _, others = draw(3, 5)
    assert problem_of(gathering.add, others[1], door).code == "desk.words_of_others"
    assert gathering.given() == 1


def test_words_are_not_remembered_for_long(team):
    now = [1000.0]
    gathering = Gathering(clock=lambda: now[0])
    gathering.add(team[2][0], team[0])
    now[0] += PATIENCE + 1
    assert gathering.given() == 0


@given(st.text(max_size=300))
def test_whatever_is_typed_is_answered_with_a_sentence(text):
    assert str(problem_of(read_words, text))


@pytest.mark.parametrize("text", ["", "3", "2/", "/3", "two/three", "-2/3", "2/3/4"])
def test_numbers_are_read_strictly(text):
    assert problem_of(read_numbers, text).code == "desk.bad_trustees"


@pytest.mark.parametrize("need, of", [(1, 1), (1, 3), (4, 3), (2, 17), (0, 0)])
def test_what_would_be_no_sharing_is_refused(need, of):
    assert problem_of(draw, need, of).code == "desk.bad_trustees"
