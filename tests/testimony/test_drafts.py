"""Pieces of an account that broke off are joined as they were told, in any order, and nothing of them is left out."""

import random

from hypothesis import given
from hypothesis import strategies as st

from amana.sealing.envelope import Opened, attachment_of
from amana.sealing.inside import Draft, Inside
from amana.testimony.drafts import is_draft, join

ID = "AAAAAAAAAAAAAAAAAAAAAA"


def piece(number: int, answers: dict, *files: tuple[str, bytes], draft: str = ID) -> Opened:
    inside = Inside(
        kind="draft",
        form=None,
        language="en",
        day="2026-11-23",
        answers=answers,
        consents={},
        attachments=[attachment_of(name, "audio/webm", data) for name, data in files],
        reply_to=None,
        draft=Draft(id=draft, number=number),
    )
    return Opened(inside, [data for _, data in files])


def told(opened: Opened) -> dict[str, bytes]:
    return dict(zip((a.name for a in opened.inside.attachments), opened.attachments, strict=True))


def test_the_newest_answers_and_each_recording_in_one() -> None:
    joined = join(
        [
            piece(5, {"what": "newest"}),
            piece(4, {"what": "older"}, ("voice-1.1.webm", b"two")),
            piece(2, {}, ("voice-1.0.webm", b"one")),
            piece(3, {}, ("photo-2.0.jpeg", b"picture")),
        ]
    )
    assert joined.inside.answers == {"what": "newest"}
    assert told(joined) == {"voice-1.webm": b"onetwo", "photo-2.jpeg": b"picture"}
    assert [a.sha256 for a in joined.inside.attachments] == [
        attachment_of("a", "audio/webm", data).sha256 for data in joined.attachments
    ]


def test_of_two_stretches_of_one_name_the_newer_is_taken() -> None:
    joined = join([piece(3, {}, ("v-1.0.webm", b"longer")), piece(2, {}, ("v-1.0.webm", b"long"))])
    assert told(joined) == {"v-1.webm": b"longer"}


def test_what_is_behind_a_gap_is_kept_by_itself() -> None:
    joined = join([piece(n, {}, (f"v-1.{n}.webm", b"%d" % n)) for n in (0, 1, 3, 10)])
    assert told(joined) == {"v-1.webm": b"01", "v-1.3.webm": b"3", "v-1.10.webm": b"10"}


def test_what_has_another_name_stays_as_it_is() -> None:
    assert told(join([piece(1, {}, ("v-1.webm", b"all"))])) == {"v-1.webm": b"all"}


@given(st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_any_number_of_stretches_in_any_order(parts: list[bytes], chance: random.Random) -> None:
    pieces = [piece(n + 1, {"n": str(n)}, (f"v-1.{n}.ogg", data)) for n, data in enumerate(parts)]
    chance.shuffle(pieces)
    joined = join(pieces)
    assert told(joined) == {"v-1.ogg": b"".join(parts)}
    assert joined.inside.answers == {"n": str(len(parts) - 1)}


def test_pieces_of_two_drafts_are_no_draft() -> None:
    assert is_draft([piece(1, {}), piece(2, {})])
    assert not is_draft([piece(1, {}), piece(2, {}, draft="AAAAAAAAAAAAAAAAAAAAAQ")])
    assert not is_draft([])
