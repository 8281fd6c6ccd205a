"""When letters go: it follows from when something came with a receipt, and from nothing that the desk does.

So a letter, whenever it goes, tells no one who watches that anything was written (spec/receipt.md, "Letters").
"""

from datetime import date, timedelta

DAILY = timedelta(days=14)
WEEKLY = timedelta(days=365)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def first(today: date, *, written_today: bool) -> date:
    """The day of the next letter once something came `today`: today's, unless today's letters have gone already."""
    return today + DAY if written_today else today


def following(today: date, came: date) -> date | None:
    """The day of the letter after today's, where something came last on the day `came`; None where it was the last."""
    if today < came + DAILY:
        return today + DAY
    if today < came + DAILY + WEEKLY:
        return today + WEEK
    return None
