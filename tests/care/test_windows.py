"""Care in its window is never left out, and no label closes a door."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amana.care.windows import open_windows
from amana.vocabulary import entries

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


def codes(latest: datetime | None) -> set[str]:
    return {window.code for window, _ in open_windows(latest, NOW)}


def test_three_days_by_the_hour() -> None:
    assert "hiv_prevention" in codes(NOW - timedelta(hours=72))
    assert "hiv_prevention" not in codes(NOW - timedelta(hours=72, seconds=1))
    assert "pregnancy_prevention" in codes(NOW - timedelta(hours=73))


def test_a_day_counts_until_its_last_second() -> None:
    last_second = datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert "hiv_prevention" in codes(last_second)


def test_an_unknown_time_leaves_every_window_open() -> None:
    assert codes(None) == set(entries("clinical_windows"))


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=36500)))
def test_something_always_helps(ago: timedelta) -> None:
    found = codes(NOW - ago)
    assert {"wounds", "talking", "pregnancy_care", "certificate"} <= found


def test_every_window_belongs_to_a_service_and_says_where_its_hours_come_from() -> None:
    for window in entries("clinical_windows").values():
        assert window.facts["service"] in entries("services"), window.code
        assert window.source and {"en", "fr"} <= set(window.labels) & set(window.facts["when"]), window.code


def test_nothing_says_that_it_is_too_late() -> None:
    for window in entries("clinical_windows").values():
        said = " ".join([*window.labels.values(), *window.facts["when"].values()]).lower()
        assert not any(words in said for words in ("too late", "trop tard", "no longer", "ne plus")), window.code
