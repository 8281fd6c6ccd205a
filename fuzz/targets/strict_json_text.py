"""JSON of a card, a bundle or an envelope (`amana.sealing.strict_json`)."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import strict_json
from amana.sealing.vectors import desk, small

SEEDS = [text.encode() for text in small.JSON] + [strict_json.write(desk.CARD)]


def check(data: bytes) -> None:
    """What reads is spelled just so."""
    with suppress(Problem):
        assert strict_json.write(strict_json.read(data)) == data
