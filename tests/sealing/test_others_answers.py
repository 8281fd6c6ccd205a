"""Answers that other people have published or compute, which ours must equal."""

import base64
import hashlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms

from amana.errors import Problem
from amana.sealing import ed25519, keys, notes, padding, receipt, signatures
from amana.sealing.codec import base64url, from_base64url
from amana.sealing.mailbox import Mailbox

SEED = bytes(range(32))
NOW = 1_795_000_000

# golang.org/x/mod/sumdb/note, documentation: a verifier key, its private half and a note.
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_KEY = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="


def test_a_note_of_the_go_library_is_written_and_read_the_same() -> None:
    note = f"{GO_TEXT}\n— PeterNeumann {GO_SIGNATURE}\n".encode()
    assert notes.sign(GO_TEXT, "PeterNeumann", GO_SEED) == note
    assert notes.verify(note, "PeterNeumann", GO_KEY) == GO_TEXT


def test_the_example_of_rfc_9421_for_ed25519() -> None:
    """Appendix B.2.6: its components in its order, with the key of B.1.4."""
    components = {
        "date": "Tue, 20 Apr 2021 02:07:55 GMT",
        "@method": "POST",
        "@path": "/foo",
        "@authority": "example.com",
        "content-type": "application/json",
        "content-length": "18",
    }
    covered = " ".join(f'"{name}"' for name in components)
    base = signatures.signature_base(components, f'({covered});created=1618884473;keyid="test-key-ed25519"')
    seed = from_base64url("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU")
    key = from_base64url("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs")
    signature = base64.b64decode(
        "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    )
    assert ed25519.public_key(seed) == key
    assert ed25519.sign(seed, base) == signature
    assert ed25519.verify(key, signature, base)


@dataclass
class Request:
    """As the library http-message-signatures takes one."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


class Resolver(HTTPSignatureKeyResolver):
    """The key id is the key."""

    def resolve_public_key(self, key_id: str) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(from_base64url(key_id))

    def resolve_private_key(self, key_id: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(SEED)


PLACE = "hub.example", "/v1/cards/x/files/y"


@pytest.mark.parametrize("body", [b"", b"some bytes"])
def test_http_message_signatures_signs_what_we_verify(body: bytes) -> None:
    authority, path = PLACE
    request = Request("PUT", f"https://{authority}{path}")
    covered = ["@method", "@authority", "@path"]
    if body:
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        request.headers["Content-Digest"] = f"sha-256=:{digest}:"
        covered.append("content-digest")
    theirs = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=Resolver())
    box = Mailbox(SEED)
    theirs.sign(
        request,
        key_id=base64url(box.key),
        created=datetime.fromtimestamp(NOW, UTC),
        label="amana",
        tag="amana-1",
        include_alg=True,
        covered_component_ids=covered,
        use_existing_digest=bool(body),
    )
    assert request.headers == signatures.sign_request("PUT", authority, path, body, SEED, NOW)
    assert signatures.verify_request("PUT", authority, path, body, request.headers, NOW) == box.id


@pytest.mark.parametrize("body", [b"", b"some bytes"])
def test_http_message_signatures_verifies_what_we_sign(body: bytes) -> None:
    authority, path = PLACE
    headers = signatures.sign_request("PUT", authority, path, body, SEED, int(time.time()))
    request = Request("PUT", f"https://{authority}{path}", headers)
    theirs = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=Resolver())
    (result,) = theirs.verify(request, expect_tag="amana-1")
    assert result.parameters["keyid"] == base64url(ed25519.public_key(SEED))


def test_a_receipt_opens_what_another_scrypt_derives() -> None:
    """spec/receipt.md word for word, with the scrypt of `cryptography`."""
    digits, desk = "0123456789012345", Mailbox(SEED).id
    seeds = Scrypt(salt=b"amana-receipt/1 " + desk.encode(), length=64, n=32768, r=8, p=1).derive(digits.encode())
    derived = receipt.derive(digits, desk)
    assert derived.mailbox.seed == seeds[:32]
    assert derived.identity == keys.identity_from_seed(seeds[32:])


def test_padding_is_that_of_the_paper_beyond_the_floor() -> None:
    """PURBs, PETS 2019, Algorithm 1: all bits below the first S after the leading one are rounded away."""
    for size in [*range(8193, 40_000, 7), *(2**n + d for n in range(14, 34) for d in (-1, 0, 1, 12_345))]:
        exponent = len(bin(size)) - 3
        last_bits = exponent - (len(bin(exponent)) - 3 + 1)
        mask = (1 << last_bits) - 1
        assert padding.padded(size) == (size + mask) & ~mask
        assert size <= padding.padded(size) < size * 1.0625
        assert padding.is_padded(padding.padded(size))


def test_keys_of_small_order_sign_nothing() -> None:
    """Each of the eight points whose order divides 8, with the signature that would verify over any message."""
    for y in ed25519.SMALL_ORDER:
        for sign in (0, 1 << 255):
            key = (y | sign).to_bytes(32, "little")
            assert not ed25519.verify(key, (1).to_bytes(32, "little") + bytes(32), b"any")
            assert not ed25519.verify(key, key + bytes(32), b"any")


def test_an_ed25519_signature_with_a_second_spelling_is_refused() -> None:
    """S and S + L stand for the same number (RFC 8032, section 5.1.7, step 1)."""
    order = 2**252 + 27742317777372353535851937790883648493
    signature = ed25519.sign(SEED, b"once")
    other = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    key = ed25519.public_key(SEED)
    assert ed25519.verify(key, signature, b"once")
    assert not ed25519.verify(key, signature[:32] + other, b"once")


def test_a_note_of_more_than_a_mebibyte_is_refused() -> None:
    line = notes.sign("x\n", "amana/x", SEED)[2:]
    with pytest.raises(Problem, match="signed note"):
        notes.verify(b"x" * (1 << 20) + b"\n" + line, "amana/x", ed25519.public_key(SEED))
