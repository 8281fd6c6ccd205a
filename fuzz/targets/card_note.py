"""A card from a hub or any other stranger (`amana.sealing.card`), and what its desk might sign by mistake."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import card, manifest, notes
from amana.sealing.card import Card
from amana.sealing.vectors import desk, seed

NOTE = card.make(Card.model_validate(desk.CARD), seed(41))
MANIFEST = manifest.make({"index.html": b"", "sw.js": b""}, desk.DESK, seed(41))
MEDIA = manifest.make({"first_telling/acts.ogg": b""}, desk.DESK, seed(41), manifest.MEDIA)
NAME = card.signer_name(desk.DESK)
SEEDS = [NOTE, MANIFEST, MEDIA, NOTE + notes.sign("x\n", "amana/x", seed(1))[3:], notes.text_of(NOTE).encode()]


def check(data: bytes) -> None:
    """Only what the desk signed is read; a text that it signs reads as a card or not at all."""
    with suppress(Problem):
        assert card.read(data, desk.DESK).members() == desk.CARD
    with suppress(Problem):
        assert notes.verify(data, NAME, desk.KEY).encode() in NOTE + MANIFEST + MEDIA
    with suppress(Problem, UnicodeDecodeError):
        card.read(notes.sign(data.decode(), NAME, seed(41)), desk.DESK)
    for first_line in (manifest.PAGE, manifest.MEDIA):
        with suppress(Problem, UnicodeDecodeError):
            manifest.read(notes.sign(data.decode(), NAME, seed(41)), desk.DESK, desk.KEY, first_line)
