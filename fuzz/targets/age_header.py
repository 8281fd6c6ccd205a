"""The header of an age file, as a hub reads it from anyone (`amana.sealing.header`, `age.header_of`)."""

import io
from contextlib import suppress

from amana.errors import Problem
from amana.sealing import age, header, keys

KEYS = [keys.new_identity()[1], keys.new_identity()[1]], [keys.new_x25519_identity()[1]]
SEEDS = [age.seal_bytes(recipients, b"") for recipients in KEYS]
SEEDS += [seed.replace(b"\n---", b"\n-> x grease\nQUJD\n---") for seed in SEEDS]
SEEDS += [b"age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 10\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n"]


def check(data: bytes) -> None:
    """What is read is written the same again, and is the same from a pipe."""
    with suppress(Problem):
        head = header.parse(data)
        written = header.encode(list(head.stanzas), b"\0" * age.FILE_KEY)
        assert written.startswith(head.authenticated)
        assert len(written) == head.length
        source = io.BytesIO(data)
        assert header.read(source) == head
        assert source.tell() == head.length
    with suppress(Problem):
        assert age.header_of(data).length <= len(data)
