"""The official age vectors (npm `cctv-age`, C2SP/CCTV): what opens, what is refused and why, and what is let out."""

import base64
import hashlib
import io
import json
import zlib
from dataclasses import dataclass, field

import pytest
from tests.sealing.peer import run_module

from amana.errors import Problem
from amana.sealing import age

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
        elif key == "armored":
            vector.armored = True
    return vector


VECTORS = [read(name, base64.b64decode(text)) for name, text in json.loads(run_module(LIST))]
BINARY = [vector for vector in VECTORS if not vector.armored and not vector.passphrases]


@pytest.mark.parametrize("vector", BINARY, ids=lambda vector: vector.name)
def test_vector_ends_as_it_says_and_lets_out_just_what_it_says(vector: Vector) -> None:
    plain = io.BytesIO()
    try:
        age.open_(vector.identities, io.BytesIO(vector.sealed), plain)
        outcome = "success"
    except Problem as problem:
        outcome = OUTCOMES[problem.code]
    assert outcome == vector.expect
    assert hashlib.sha256(plain.getvalue()).hexdigest() == vector.payload
