"""When it can have happened at the latest, from whatever was said of it: a window counts as open until then."""

from datetime import date
from typing import Any

import pytest

from amana.care.urgent import latest_moment

TOLD_ON = date(2024, 6, 20)


def latest(**answers: Any) -> date | None:
    moment = latest_moment({"answers": answers, "day": "2024-06-20"}, TOLD_ON)
    return moment.date() if moment else None


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("within_3_days", TOLD_ON),
        ("within_5_days", date(2024, 6, 16)),
        ("earlier", date(2023, 6, 20)),
        ({"date": "2024-06-17"}, date(2024, 6, 17)),
        ({"date": "2024-02"}, date(2024, 2, 29)),
        ({"date": "2023"}, date(2023, 12, 31)),
        ({"season": "rainy", "year": 2023}, date(2023, 12, 31)),
        ({"season": "rainy", "year": None}, None),
        ({"age": 14}, None),
        ("the year of the long drought", None),
        ("continuing", None),
        ({"refused": True}, None),
    ],
)
def test_an_answer_is_taken_at_its_latest(answer: Any, expected: date | None) -> None:
    assert latest(when=answer) == expected


def test_of_several_events_the_last_one_decides() -> None:
    events = [{"when": {"date": "2023"}}, {"when": "within_5_days"}, {}]
    assert latest(event={"each": events}) == date(2024, 6, 16)
    assert latest(event={"each": [*events, {"when": "continuing"}]}) is None
