"""A log with entries, and its clock."""

from datetime import UTC, datetime, timedelta

import pytest


@pytest.fixture
def clock(monkeypatch):
    """Django's clock, which a test can set."""

    class Clock:
        now = datetime(2031, 5, 1, 9, 30, tzinfo=UTC)

        def pass_days(self, days):
            self.now += timedelta(days=days)

    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def write(db, clock):
    """Writes entries."""
    from django.db import transaction

    from amana.testimony.custody.log import record

    def make(count):
        with transaction.atomic():
            return [record(None, "test.done", f"thing:{number}") for number in range(count)]

    return make
