"""What is inside an envelope, which whoever has a desk's card can fill as they like, and how the desk shows it.

`amana.sealing.inside`, `envelope`; `amana.testimony.telling`.
"""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import envelope, inside, strict_json
from amana.sealing.inside import LENGTH, MAGIC, Inside
from amana.sealing.padding import LETTER, padded
from amana.sealing.vectors import files, sealed, seed
from amana.testimony.telling import as_told

BARE = sealed.ACCOUNT | {"attachments": []}
SIGNED = inside.sign_inside(Inside.model_validate(BARE), seed(15)).members()
SEEDS = [inside.write_inside(Inside.model_validate(sealed.ACCOUNT), sealed.ATTACHMENTS).rstrip(b"\0")]
SEEDS += [strict_json.write(value) for value in (BARE, SIGNED, *sealed.KINDS.values())]


def check(data: bytes) -> None:
    """What reads is what we would write, and can be shown; the shape of an envelope is worked out for any bytes."""
    for plain in (data, MAGIC + len(data).to_bytes(LENGTH, "big") + data):
        for size in (padded(len(plain)), LETTER):
            with suppress(Problem):
                opened = inside.read_inside(plain.ljust(size, b"\0"))
                assert inside.write_inside(*opened) == plain.ljust(size, b"\0") or reordered(plain, opened.inside)
                for form in (files.FORM, None):
                    assert len(as_told(opened.inside.members(), form, "fr", own_words=False)) >= answered(opened.inside)
    with suppress(Problem):
        envelope.check_shape(data, len(data))


def reordered(plain: bytes, read: Inside) -> bool:
    """Whether the JSON in `plain` has the members of what was read in another order."""
    start = len(MAGIC) + LENGTH
    length = int.from_bytes(plain[len(MAGIC) : start], "big")
    return strict_json.read(plain[start : start + length]) == read.members()


def answered(read: Inside) -> int:
    """How many questions that are no repeats have an answer."""
    return sum(not isinstance(answer, dict) or "each" not in answer for answer in read.members()["answers"].values())
