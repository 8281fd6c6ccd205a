"""Keys as text, from a card, a file or the clipboard (`amana.sealing.bech32`, `keys`)."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import bech32, keys

SEEDS = [text.encode() for pair in (keys.new_identity(), keys.new_x25519_identity()) for text in pair]
SEEDS += [b"a12uel5l", b"A12UEL5L", b"?1ezyfcl"]


def check(data: bytes) -> None:
    """What is read is written the same again; a key is a key of its own kind alone."""
    text = data.decode("utf-8", "replace")
    with suppress(Problem):
        prefix, plain = bech32.decode(text)
        assert bech32.encode(prefix.lower(), plain) == text.lower()
    for parse in (keys.parse_identity, keys.parse_recipient):
        with suppress(Problem):
            parse(text)
