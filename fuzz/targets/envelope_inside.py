"""What is inside an envelope, which whoever has a desk's card can fill as they like (`inside`, `envelope`)."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import envelope, inside
from amana.sealing.inside import Inside
from amana.sealing.padding import padded
from amana.sealing.vectors import sealed

PLAIN = [
    inside.write_inside(Inside.model_validate(sealed.ACCOUNT), sealed.ATTACHMENTS),
    inside.write_inside(Inside.model_validate(sealed.REPLY)),
]
SEEDS = [plain.rstrip(b"\0") for plain in PLAIN]


def check(data: bytes) -> None:
    """What reads is what we would write; the shape of an envelope is worked out for any size and first bytes."""
    plain = data.ljust(padded(len(data)), b"\0")
    with suppress(Problem):
        assert inside.write_inside(*inside.read_inside(plain)) == plain
    with suppress(Problem):
        envelope.check_shape(data, len(data))
