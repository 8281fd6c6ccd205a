"""For any data: what is sealed opens to the same, and nothing that was cut, changed or added to opens at all."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from amana.errors import Problem
from amana.sealing import age, keys, stream
from amana.sealing.stream import CHUNK, TAG

HYBRID, HYBRID_RECIPIENT = keys.new_identity()
X25519, X25519_RECIPIENT = keys.new_x25519_identity()
PAIRS = {"hybrid": (HYBRID, HYBRID_RECIPIENT), "x25519": (X25519, X25519_RECIPIENT)}
SMALL = {kind: age.seal_bytes([recipient], b"kept safe") for kind, (_, recipient) in PAIRS.items()}
LARGE = age.seal_bytes([HYBRID_RECIPIENT], bytes(2 * CHUNK + 5))
START = age.header_of(LARGE).payload_offset
EDGES = [START + step * (CHUNK + TAG) + beside for step in (0, 1, 2) for beside in (-1, 0, 1, 2, TAG)]


class Dribble(io.BytesIO):
    """A pipe that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 1000) if size and size > 0 else size)


def refused(sealed: bytes, identity: str = HYBRID) -> bytes:
    """What is let out of a file that must not open."""
    plain = io.BytesIO()
    with pytest.raises(Problem):
        age.open_([identity], io.BytesIO(sealed), plain)
    return plain.getvalue()


@given(some.binary(max_size=200) | some.sampled_from([CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]).map(bytes))
@pytest.mark.parametrize("kind", PAIRS)
def test_what_is_sealed_opens_to_the_same(kind: str, data: bytes) -> None:
    identity, recipient = PAIRS[kind]
    sealed = age.seal_bytes([recipient], data)
    assert age.open_bytes([identity], sealed) == data
    assert stream.plain_length(len(sealed) - age.header_of(sealed).payload_offset) == len(data)


def test_pipes_that_give_little_at_a_time_lose_nothing() -> None:
    data, sealed, plain = bytes(range(256)) * 700, io.BytesIO(), io.BytesIO()
    age.seal([HYBRID_RECIPIENT], Dribble(data), sealed)
    age.open_([HYBRID], Dribble(sealed.getvalue()), plain)
    assert plain.getvalue() == data


@pytest.mark.parametrize("kind", PAIRS)
def test_every_truncation_is_refused(kind: str) -> None:
    sealed = SMALL[kind]
    assert {refused(sealed[:end], PAIRS[kind][0]) for end in range(len(sealed))} == {b""}


@pytest.mark.parametrize("kind", PAIRS)
def test_every_flipped_byte_is_refused(kind: str) -> None:
    sealed = SMALL[kind]
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1 << at % 8
        assert refused(bytes(changed), PAIRS[kind][0]) == b""


@pytest.mark.parametrize("end", EDGES)
def test_a_cut_at_a_chunk_lets_out_only_whole_chunks(end: int) -> None:
    assert len(refused(LARGE[:end])) in (0, CHUNK, 2 * CHUNK)


@pytest.mark.parametrize("at", [edge for edge in EDGES if edge < len(LARGE)])
def test_a_flip_near_a_chunks_edge_lets_out_only_chunks_before_it(at: int) -> None:
    changed = bytearray(LARGE)
    changed[at] ^= 0x80
    assert len(refused(bytes(changed))) <= max(0, at - START)


def test_swapped_dropped_or_added_chunks_are_refused() -> None:
    head, first, second, last = LARGE[:START], *(LARGE[START + n * (CHUNK + TAG) :][: CHUNK + TAG] for n in range(3))
    assert refused(head + second + first + last) == b""
    assert refused(head + second + last) == b""
    assert len(refused(head + first + last)) == CHUNK
    refused(LARGE + b"\0")
    refused(LARGE + last)


@given(some.integers(0, len(SMALL["hybrid"])), some.binary(min_size=1, max_size=70))
def test_bytes_put_in_anywhere_are_refused(at: int, added: bytes) -> None:
    sealed = SMALL["hybrid"]
    assert refused(sealed[:at] + added + sealed[at:]) in (b"", b"kept safe")
    with pytest.raises(Problem):
        age.open_bytes([HYBRID], sealed[:at] + added + sealed[at:])


@given(some.binary(max_size=400) | some.binary(max_size=400).map(lambda tail: b"age-encryption.org/v1\n-> " + tail))
@settings(max_examples=300)
def test_any_bytes_end_in_a_problem_and_nothing_else(data: bytes) -> None:
    for read in (age.header_of, lambda data: age.open_bytes([HYBRID, X25519], data)):
        with pytest.raises(Problem):
            read(data)


@given(some.integers(0, 3 * (CHUNK + TAG) + 20))
def test_plain_length_knows_which_lengths_there_are(payload: int) -> None:
    sealed = {n + TAG * max(1, -(-n // CHUNK)): n for n in (payload - TAG * k for k in range(1, 5)) if n >= 0}
    if payload in sealed:
        assert stream.plain_length(payload) == sealed[payload]
    else:
        with pytest.raises(Problem):
            stream.plain_length(payload)


@pytest.mark.parametrize("kind", PAIRS)
def test_header_says_its_shape_without_a_key_and_asks_for_more_when_cut(kind: str) -> None:
    sealed = SMALL[kind]
    head = age.header_of(sealed)
    assert head.types == ({"hybrid": "mlkem768x25519", "x25519": "X25519"}[kind],)
    assert head == age.header_of(sealed[: head.length])
    assert len(sealed) == head.payload_offset + len(b"kept safe") + TAG
    for end in range(len(b"age-encryption.org/v1\n"), head.length):
        with pytest.raises(Problem) as cut:
            age.header_of(sealed[:end])
        assert cut.value.code == "sealing.cut_header"


def test_recipients_of_different_kinds_are_never_mixed() -> None:
    for mixed in ([HYBRID_RECIPIENT, X25519_RECIPIENT], [X25519_RECIPIENT, HYBRID_RECIPIENT, HYBRID_RECIPIENT]):
        sealed = io.BytesIO()
        with pytest.raises(Problem) as problem:
            age.seal(mixed, io.BytesIO(b"kept safe"), sealed)
        assert (problem.value.code, sealed.getvalue()) == ("sealing.mixed_recipients", b"")


def test_nobody_and_too_many_are_refused() -> None:
    for recipients, code in ([], "sealing.no_recipient"), ([X25519_RECIPIENT] * 12000, "sealing.many_recipients"):
        with pytest.raises(Problem) as problem:
            age.seal_bytes(recipients, b"")
        assert problem.value.code == code


def test_every_one_of_many_recipients_opens_and_another_does_not() -> None:
    pairs = [keys.new_identity() for _ in range(5)]
    sealed = age.seal_bytes([recipient for _, recipient in pairs], b"kept safe")
    for identity, _ in pairs:
        assert age.open_bytes([X25519, HYBRID, identity], sealed) == b"kept safe"
    with pytest.raises(Problem) as problem:
        age.open_bytes([HYBRID], sealed)
    assert problem.value.code == "sealing.no_match"


def test_a_header_without_end_is_not_read_for_ever() -> None:
    endless = b"age-encryption.org/v1\n" + b"-> grease\n\n" * 200000
    source = io.BytesIO(endless)
    with pytest.raises(Problem):
        age.open_([HYBRID], source, io.BytesIO())
    assert source.tell() <= 1 << 20
