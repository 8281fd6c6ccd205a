"""The desk's and the hub's side of spec/vectors/: every case is answered or refused as it says there.

The phone runs the same files in intake/test/vectors.test.ts.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from amana import vectors
from amana.errors import Problem
from amana.sealing import (
    bundle,
    card,
    desks,
    ed25519,
    envelope,
    halves,
    ids,
    inside,
    keys,
    link,
    mailbox,
    manifest,
    notes,
    padding,
    parts,
    receipt,
    signatures,
    strict_json,
    worker,
)
from amana.sealing.codec import base64url, from_base64url

FOLDER = Path(__file__).parents[2] / "spec" / "vectors"
CASES = [
    (call, case)
    for name in vectors.FILES
    if name != "expressions"  # those are run by tests/forms/test_vectors.py
    for call, cases in json.loads((FOLDER / f"{name}.json").read_text("utf-8")).items()
    for case in cases
]


def read_inside(head: str, size: int) -> dict[str, object]:
    plain = from_base64url(head).ljust(size, b"\0")
    read, attachments = inside.read_inside(plain)
    rebuilt = inside.write_inside(read, attachments)
    assert inside.read_inside(rebuilt) == (read, attachments)
    assert len(rebuilt) == len(plain)
    return {"inside": read.members(), "attachments": [base64url(data) for data in attachments]}


def open_envelope(identity: str, sealed: str) -> dict[str, object]:
    read, attachments = envelope.open_([identity], from_base64url(sealed))
    return {"inside": read.members(), "attachments": [base64url(data) for data in attachments]}


def derive(digits: str, fingerprint: str) -> dict[str, str]:
    derived = receipt.derive(digits, fingerprint)
    recipient = keys.recipient_of(derived.identity)
    return {"mailbox": derived.mailbox.id, "identity": derived.identity, "recipient": recipient}


def draw(bytes: list[int]) -> str:
    left = iter(bytes)
    return receipt.draw(lambda count: b"".join(next(left).to_bytes(1, "big") for _ in range(count)))


def split(digits: str, bytes: list[int]) -> list[str]:
    left = iter(bytes)
    return list(halves.split(digits, lambda count: b"".join(next(left).to_bytes(1, "big") for _ in range(count))))


def mailbox_of(seed: str) -> dict[str, str]:
    box = mailbox.Mailbox(from_base64url(seed))
    return {"key": base64url(box.key), "id": box.id}


def sign_request(body: str, seed: str, **given: Any) -> dict[str, str]:
    return signatures.sign_request(**given, body=from_base64url(body), seed=from_base64url(seed))


def verify_request(body: str, **given: Any) -> str:
    return signatures.verify_request(**given, body=from_base64url(body))


def read_bundle(model: str, base64url: str, sha256: str) -> dict[str, object]:
    data = from_base64url(base64url)
    models = {"directory": bundle.Directory, "form": bundle.Form, "places": bundle.Gazetteer}
    read = bundle.read(models[model], data, sha256)
    assert bundle.write(read) == data
    return read.members()


def make_manifest(fingerprint: str, seed: str, files: dict[str, str], first_line: str) -> str:
    data = {path: from_base64url(text) for path, text in files.items()}
    return base64url(manifest.make(data, fingerprint, from_base64url(seed), first_line))


def sign_inside(seed: str, **given: Any) -> dict[str, object]:
    signed = inside.sign_inside(inside.Inside.model_validate(given["inside"]), from_base64url(seed))
    assert inside.signer_of(signed) == ed25519.public_key(from_base64url(seed))
    return signed.members()


CALLS: dict[str, Callable[..., object]] = {
    "padding.padded": padding.padded,
    "ids.id_of": lambda base64url: ids.id_of(from_base64url(base64url)),
    "ids.is_id": ids.is_id,
    "strict_json.read": lambda base64url: strict_json.read(from_base64url(base64url)) is not None,
    "parts.split": lambda zeros: [[len(p), hashlib.sha256(p).hexdigest()] for p in parts.split(bytes(zeros))],
    "receipt.draw": draw,
    "receipt.show": receipt.show,
    "receipt.read": receipt.read,
    "receipt.derive": derive,
    "halves.split": split,
    "halves.join": halves.join,
    "inside.read": read_inside,
    "inside.sign": sign_inside,
    "envelope.open": open_envelope,
    "notes.sign": lambda text, name, seed: base64url(notes.sign(text, name, from_base64url(seed))),
    "notes.verify": lambda note, name, key: notes.verify(from_base64url(note), name, from_base64url(key)),
    "mailbox.of": mailbox_of,
    "worker.check_digits": lambda key, recipient: worker.check_digits(from_base64url(key), recipient),
    "signatures.sign": sign_request,
    "signatures.verify": verify_request,
    "card.make": lambda card, seed: base64url(make_card(card, from_base64url(seed))),
    "card.read": lambda note, fingerprint: card.read(from_base64url(note), fingerprint).members(),
    "card.token_digest": card.token_digest,
    "link.link": link.link,
    "link.read_fragment": lambda fragment: list(link.read_fragment(fragment)),
    "manifest.make": make_manifest,
    "manifest.read": lambda note, fingerprint, key, first_line: manifest.read(
        from_base64url(note), fingerprint, from_base64url(key), first_line
    ),
    "bundle.read": read_bundle,
    "sharing.read": read_inside,
    "sharing.tie": lambda salt, original, copy: base64url(desks.tie(from_base64url(salt), original, copy)),
    "sharing.check_digits": lambda one, other: desks.check_digits(from_base64url(one), from_base64url(other)),
}


def make_card(value: dict[str, Any], seed: bytes) -> bytes:
    return card.make(card.Card.model_validate(value), seed)


@pytest.mark.parametrize(("call", "case"), CASES, ids=[f"{call}: {case['name']}" for call, case in CASES])
def test_each_case_is_answered_or_refused_as_the_file_says(call: str, case: dict[str, Any]) -> None:
    if "problem" in case:
        with pytest.raises(Problem) as caught:
            CALLS[call](**case["given"])
        assert caught.value.code == case["problem"]
        assert str(caught.value)
    else:
        assert CALLS[call](**case["given"]) == case["answer"]


def test_the_files_are_those_that_the_command_makes() -> None:
    for name, text in vectors.texts():
        assert (FOLDER / f"{name}.json").read_text("utf-8") == text, f"run ./amana vectors: {name} has changed"
