"""What stands after `#` in a link, from anyone who passes one on (`amana.sealing.link`)."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import link
from amana.sealing.vectors import desk

SEEDS = [text.encode() for text in (desk.DESK, f"{desk.DESK}.{desk.TOKEN}", f"{desk.DESK}.{desk.TOKEN}~{desk.INVITED}")]


def check(data: bytes) -> None:
    """What reads is written the same again."""
    with suppress(Problem, UnicodeDecodeError):
        text = data.decode()
        assert link.link("", *link.read_fragment(text)) == f"/#{text}"
