"""What a letter says: plain data in, an envelope's inside out, of a length that always fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from amana.sealing import strict_json
from amana.sealing.inside import LENGTH, MAGIC, UNTOLD, Inside
from amana.sealing.padding import LETTER
from amana.sealing.shapes import fit

ROOM = LETTER - len(MAGIC) - LENGTH


@dataclass(frozen=True)
class Message:
    """What one side wrote to the other: `sender` is "desk" or "you"; `day` is YYYY-MM-DD."""

    sender: str
    day: str
    text: str


def compose(state: str, messages: Sequence[Message], consents: dict[str, str], language: str, day: str) -> Inside:
    """A letter of `day`: whole messages, the oldest left out first where not all of them fit."""
    kept = list(messages)
    while True:
        letter = _inside(state, kept, consents, language, day, cut=len(kept) < len(messages))
        if len(strict_json.write(letter.members())) <= ROOM:
            return letter
        del kept[0]


def _inside(
    state: str, messages: Sequence[Message], consents: dict[str, str], language: str, day: str, *, cut: bool
) -> Inside:
    said = [{"from": message.sender, "day": message.day, "text": message.text} for message in messages]
    members: dict[str, Any] = {
        **UNTOLD,
        "kind": "letter",
        "language": language,
        "day": day,
        "consents": consents,
        "letter": {"state": state, "messages": said, "cut": cut, "worker": None},
    }
    return fit(Inside, members, "sealing.bad_inside")
