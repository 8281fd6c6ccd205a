"""Who has begun to see or hear which attachment since the desk was opened.

What a page or a player asks for after that is part of it, and not logged once more. Whoever asks for a later part
without having begun is logged too: no way of asking leaves no entry.
"""

from amana.desk.lock import lock

_begun: set[tuple[object, str]] = set()


def begins(person: object, attachment: str, *, start: bool) -> bool:
    """Whether this is a showing of its own: at its start, or by who has not begun. Remembers that it began."""
    known = (person, attachment) in _begun
    _begun.add((person, attachment))
    return start or not known


def forget() -> None:
    """Drop all of it: the lock closes, or something was erased."""
    _begun.clear()


lock.at_close.append(forget)
