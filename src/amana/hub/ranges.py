"""Which bytes a `Range` header asks for (RFC 9110, section 14)."""

import re

from amana.errors import Problem

ONE = re.compile(r"bytes=[ \t]*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))[ \t]*", re.IGNORECASE | re.ASCII)


def chosen(header: str | None, size: int) -> tuple[int, int] | None:
    """The start and the end (exclusive) of the one range that is asked for; None for the whole.

    What is not one well-formed range of bytes is ignored, as the standard lets a server do. Raises `hub.range` where
    nothing of `size` bytes is asked for.
    """
    match = ONE.fullmatch(header or "")
    if not match:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            return None
    if start >= end:
        raise Problem("hub.range", size=size)
    return start, end
