"""The official age vectors (npm `cctv-age`, C2SP/CCTV): what opens, what is refused and why, and what is let out.

All of them run. Left out is only what the armored ones say of text armor, which is not read here: a mail program may
change it, and every age program can turn it into the binary form. Each of them must be refused, whatever it says.
"""

import base64
import hashlib
import io
import json
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO

import pytest
from tests.sealing.peer import run_module

from amana.errors import Problem
from amana.sealing import age, header, passphrase, stream

LIST = """
const vectors = Object.entries(await import("cctv-age"));
console.log(JSON.stringify(vectors.map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")])));
"""
OUTCOMES = {
    "sealing.no_match": "no match",
    "sealing.changed_header": "HMAC failure",
    "sealing.changed_payload": "payload failure",
    "sealing.not_age": "header failure",
    "sealing.bad_header": "header failure",
    "sealing.cut_header": "header failure",
    "sealing.hard_passphrase": "header failure",
    "sealing.wrong_passphrase": "no match",
}
KNOWN = {"expect", "payload", "identity", "passphrase", "armored", "file key", "comment", "compressed"}


@dataclass
class Vector:
    name: str
    sealed: bytes
    expect: str = ""
    payload: str = hashlib.sha256(b"").hexdigest()
    identities: list[str] = field(default_factory=list)
    passphrases: list[str] = field(default_factory=list)
    file_key: bytes = b""
    armored: bool = False


def read(name: str, text: bytes) -> Vector:
    head, _, sealed = text.partition(b"\n\n")
    vector = Vector(name, sealed)
    for line in head.decode().split("\n"):
        key, value = line.split(": ", 1)
        assert key in KNOWN
        if key == "identity":
            vector.identities.append(value)
        elif key == "passphrase":
            vector.passphrases.append(value)
        elif key == "compressed":
            assert value == "zlib"
            vector.sealed = zlib.decompress(vector.sealed)
        elif key in ("expect", "payload"):
            setattr(vector, key, value)
        elif key == "file key":
            vector.file_key = bytes.fromhex(value)
        elif key == "armored":
            vector.armored = True
    return vector


VECTORS = [read(name, base64.b64decode(text)) for name, text in json.loads(run_module(LIST))]
KEYED = [vector for vector in VECTORS if vector.identities and not vector.armored]
PASSPHRASED = [vector for vector in VECTORS if vector.passphrases and not vector.armored]
ARMORED = [vector for vector in VECTORS if vector.armored]
SOUND = [vector for vector in VECTORS if not vector.armored and vector.expect not in ("header failure", "HMAC failure")]


def named(vector: Vector) -> str:
    return vector.name


def outcome_of(vector: Vector, plain: BinaryIO) -> str:
    try:
        age.open_(vector.identities, io.BytesIO(vector.sealed), plain)
    except Problem as problem:
        return OUTCOMES[problem.code]
    return "success"


def test_every_vector_is_run() -> None:
    empty = [vector for vector in VECTORS if vector.name == "empty"]
    assert {vector.name for vector in KEYED + PASSPHRASED + ARMORED + empty} == {vector.name for vector in VECTORS}
    assert {"mlkem768x25519", "X25519", "scrypt"} <= {kind for v in SOUND for kind in age.header_of(v.sealed).types}


@pytest.mark.parametrize("vector", KEYED, ids=named)
def test_vector_ends_as_it_says_and_lets_out_just_what_it_says(vector: Vector) -> None:
    plain = io.BytesIO()
    assert outcome_of(vector, plain) == vector.expect
    assert hashlib.sha256(plain.getvalue()).hexdigest() == vector.payload


@pytest.mark.parametrize("vector", PASSPHRASED, ids=named)
def test_vector_sealed_by_a_passphrase_ends_as_it_says(vector: Vector) -> None:
    for word in vector.passphrases:
        plain = io.BytesIO()
        try:
            passphrase.open_(word, io.BytesIO(vector.sealed), plain)
            outcome = "success"
        except Problem as problem:
            outcome = OUTCOMES[problem.code]
        assert outcome == vector.expect
        assert hashlib.sha256(plain.getvalue()).hexdigest() == vector.payload


@pytest.mark.parametrize("vector", ARMORED, ids=named)
def test_armored_vector_is_refused(vector: Vector) -> None:
    with pytest.raises(Problem) as refused:
        age.open_bytes(vector.identities, vector.sealed)
    assert refused.value.code in ("sealing.armored", "sealing.not_age")


def test_empty_file_is_refused() -> None:
    with pytest.raises(Problem, match="not an age file"):
        age.open_bytes([], b"")


@pytest.mark.parametrize("vector", SOUND, ids=named)
def test_sound_header_is_written_as_it_was_read(vector: Vector) -> None:
    head = header.parse(vector.sealed)
    assert header.encode(list(head.stanzas), vector.file_key) == vector.sealed[: head.length]


@pytest.mark.parametrize("vector", [v for v in SOUND if v.expect == "success"], ids=named)
def test_plain_length_is_known_from_the_sealed_length(vector: Vector) -> None:
    plain = io.BytesIO()
    head = age.header_of(vector.sealed)
    sealed = io.BytesIO(vector.sealed[head.length :])
    stream.decrypt(vector.file_key, sealed, plain)
    assert stream.plain_length(len(vector.sealed) - head.payload_offset) == len(plain.getvalue())
