"""Countersigning: only what adds to what was seen is signed, a fork is found, and lines are C2SP's to the byte."""

import hashlib
import struct
from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from hypothesis import given
from hypothesis import strategies as st

from amana.errors import Problem
from amana.sealing import ed25519
from amana.sealing.codec import base64_padded, from_base64_padded
from amana.testimony.custody import checkpoint, cosign, merkle

OURS, THEIRS = b"\x01" * 32, b"\x02" * 32
LOG = cosign.log_key(ed25519.public_key(THEIRS))
US = checkpoint.origin(ed25519.public_key(OURS))
KEY = cosign.cosigner_key(OURS, US)
NOW = datetime(2031, 5, 1, 9, 30, tzinfo=UTC)
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(200)]


def note(size: int, leaves=LEAVES) -> bytes:
    return checkpoint.sign(size, merkle.root(leaves[:size]), THEIRS)


def head(size: int, leaves=LEAVES) -> checkpoint.Checkpoint:
    return checkpoint.read(note(size, leaves), LOG.public)


def request(old: int, size: int, leaves=LEAVES) -> cosign.Request:
    proof = merkle.prove_consistency(leaves[:size], old) if old else []
    return cosign.Request(old, proof, note(size, leaves))


def test_a_line_is_what_the_specification_says_to_the_byte():
    line = cosign.cosign(head(5), OURS, US, NOW)
    dash, name, blob = line.rstrip("\n").split(" ")
    raw = b64decode(blob)
    public = KEY.public
    assert (dash, name) == ("—", f"{US}/cosigner")
    assert raw[:4] == hashlib.sha256(name.encode() + b"\n\x06" + public).digest()[:4]
    seconds = struct.unpack(">Q", raw[4:12])[0]
    assert seconds == int(NOW.timestamp()) and len(raw) == 4 + 8 + 2420
    signed = b"subtree/v1\n\x00" + struct.pack("B", len(name)) + name.encode() + struct.pack(">Q", seconds)
    origin = LOG.name.encode()
    signed += struct.pack("B", len(origin)) + origin + struct.pack(">QQ", 0, 5) + merkle.root(LEAVES[:5])
    MLDSA44PublicKey.from_public_bytes(public).verify(raw[12:], signed)
    assert KEY.text() == f"{name}+{raw[:4].hex()}+{b64encode(bytes([6]) + public).decode()}"


def test_a_cosignature_holds_for_its_checkpoint_and_no_other():
    signed = note(5) + cosign.cosign(head(5), OURS, US, NOW).encode()
    assert cosign.check_cosignature(signed, KEY, head(5)) == NOW
    assert checkpoint.read(signed, LOG.public) == head(5)
    for wrong in (head(6), head(5, LEAVES[::-1])):
        with pytest.raises(Problem, match="countersigns"):
            cosign.check_cosignature(signed, KEY, wrong)
    with pytest.raises(Problem, match="countersigns"):
        cosign.check_cosignature(note(5), KEY, head(5))
    other = cosign.cosigner_key(THEIRS, LOG.name)
    with pytest.raises(Problem, match="countersigns"):
        cosign.check_cosignature(signed, other, head(5))


@given(st.integers(0, 4 + 8 + 2420 - 1), st.integers(0, 7))
def test_every_changed_bit_of_a_cosignature_is_found(at, bit):
    line = cosign.cosign(head(5), OURS, US, NOW).rstrip("\n")
    front, blob = line.rsplit(" ", 1)
    raw = bytearray(from_base64_padded(blob))
    raw[at] ^= 1 << bit
    with pytest.raises(Problem, match="countersigns"):
        cosign.check_cosignature(note(5) + f"{front} {base64_padded(bytes(raw))}\n".encode(), KEY, head(5))


@given(st.integers(1, 200), st.integers(1, 200))
def test_what_only_adds_is_signed_and_a_fork_is_not(one, other):
    old, size = sorted((one, other))
    read = cosign.Request.from_bytes(request(old, size).to_bytes())
    assert cosign.check_request(read, LOG, head(old)) == head(size)
    # The same log with an entry before `old` changed: whatever proof its holder makes, it does not add.
    forked = [merkle.leaf_hash(b"forged"), *LEAVES[1:]]
    with pytest.raises(Problem, match="NOT THE ONE"):
        cosign.check_request(request(old, size, forked), LOG, head(old))


def test_the_first_time_any_log_is_taken_and_later_only_from_where_it_was():
    assert cosign.check_request(request(0, 9), LOG, None) == head(9)
    for old, size, known in ((0, 9, head(5)), (4, 9, head(5)), (9, 9, None)):
        with pytest.raises(Problem, match="begin"):
            cosign.check_request(request(old, size), LOG, known)


def test_a_log_that_became_shorter_is_found():
    with pytest.raises(Problem, match="NOT THE ONE"):
        cosign.check_request(cosign.Request(9, [], note(5)), LOG, head(9))


def test_a_checkpoint_by_another_key_is_refused():
    foreign = checkpoint.sign(9, merkle.root(LEAVES[:9]), OURS)
    with pytest.raises(Problem, match="did not sign"):
        cosign.check_request(cosign.Request(0, [], foreign), LOG, None)


@given(st.binary(max_size=300))
def test_junk_is_no_request_and_no_key(junk):
    with pytest.raises(Problem, match="not a request"):
        cosign.Request.from_bytes(junk)
    with pytest.raises(Problem, match="not the key"):
        cosign.read_key(junk.decode("latin-1"), cosign.COSIGNER)


def test_keys_are_read_as_they_are_written_and_for_what_they_are():
    for key in (LOG, KEY):
        assert cosign.read_key(f" {key.text()}\n", key.kind) == key
    for text, kind in ((LOG.text(), cosign.COSIGNER), (KEY.text(), cosign.LOG), (LOG.text()[:-4] + "AAA=", cosign.LOG)):
        with pytest.raises(Problem, match="not the key"):
            cosign.read_key(text, kind)
    stolen_name = cosign.Key(US, cosign.LOG, LOG.public)
    with pytest.raises(Problem, match="not the key"):
        cosign.read_key(stolen_name.text(), cosign.LOG)
