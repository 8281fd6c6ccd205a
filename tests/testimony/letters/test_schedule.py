"""When letters go follows from when something came, and from nothing else; they end."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from amana.testimony.letters.schedule import DAILY, WEEKLY, first, following

DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@given(DAYS)
def test_a_letter_a_day_for_two_weeks_then_a_week_for_a_year_then_none(came):
    days, today = [], first(came, written_today=False)
    while today is not None:
        days.append(today)
        today = following(today, came)
    assert days[0] == came
    gaps = [(after - before).days for before, after in pairwise(days)]
    assert gaps == [1] * 14 + [7] * len(gaps[14:])
    assert came + DAILY + WEEKLY <= days[-1] < came + DAILY + WEEKLY + timedelta(days=7)


@given(DAYS, st.integers(0, 400))
def test_a_desk_that_did_not_look_writes_one_letter_and_goes_on(came, away):
    following_day = following(came + timedelta(days=away), came)
    assert following_day is None or following_day > came + timedelta(days=away)


@given(DAYS)
def test_what_comes_after_the_letters_of_a_day_is_in_the_next_days(came):
    assert first(came, written_today=True) == came + timedelta(days=1)
