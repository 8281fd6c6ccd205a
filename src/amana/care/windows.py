"""How soon each kind of care does most: `vocabulary/clinical_windows.yaml` as plain data.

What is known of the time is often only a day, or less. A window is then taken as open
until the latest hour that fits, so that nobody is turned away from care that might
still help. Nothing here ever says that it is too late.
"""

from datetime import datetime, timedelta

from amana.vocabulary import Entry, entries


def open_windows(latest: datetime | None, now: datetime) -> list[tuple[Entry, timedelta | None]]:
    """The kinds of care still in their window, and how long each stays so (None: always).

    `latest` is the latest moment at which it can have happened: for a day, its last second;
    None when nothing is known, and then every window counts as open with its full length.
    """
    found: list[tuple[Entry, timedelta | None]] = []
    for window in entries("clinical_windows").values():
        hours = window.facts["hours"]
        left = None if hours is None else (latest or now) + timedelta(hours=hours) - now
        if left is None or left >= timedelta(0):
            found.append((window, left))
    return found
