"""Time-stamps of checkpoints (RFC 3161): asking a service that knows no desk, and checking what it said, offline.

The service gets the hash of a bare checkpoint, which tells nothing. Its answer shows that the checkpoint was there.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import urllib3
from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from amana.errors import Problem

LONGEST = 1 << 16
PATIENCE = urllib3.Timeout(connect=10, read=20)


def read_roots(path: Path) -> list[Certificate]:
    """The certificates in a PEM file; `custody.no_roots` if there are none."""
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        raise Problem("custody.no_roots", path=path) from None


def ask(address: str, note: bytes, roots: Sequence[Certificate]) -> bytes:
    """The answer of the service at `address`, checked. Raises `custody.no_answer` or `custody.bad_timestamp`."""
    request = TimestampRequestBuilder().data(note).hash_algorithm(HashAlgorithm.SHA512).build()
    headers = {"Content-Type": "application/timestamp-query"}
    try:
        with urllib3.PoolManager(timeout=PATIENCE, retries=False) as pool:
            got = pool.request(
                "POST", address, body=request.as_bytes(), headers=headers, redirect=False, preload_content=False
            )
            answer, status = got.read(LONGEST + 1), got.status
            got.release_conn()
    except (urllib3.exceptions.HTTPError, OSError, ValueError):
        raise Problem("custody.no_answer") from None
    if status != 200 or len(answer) > LONGEST:
        raise Problem("custody.no_answer")
    check(answer, note, roots, nonce=request.nonce)
    return answer


def check(answer: bytes, note: bytes, roots: Sequence[Certificate], nonce: int | None = None) -> datetime:
    """When a service below one of `roots` saw `note`, by its answer; `custody.bad_timestamp` if it shows nothing."""
    verifier = VerifierBuilder()
    for root in roots:
        verifier = verifier.add_root_certificate(root)
    if nonce is not None:
        verifier = verifier.nonce(nonce)
    try:
        found: TimeStampResponse = decode_timestamp_response(answer)
        verifier.build().verify_message(found, note)
        return found.tst_info.gen_time
    except (VerificationError, ValueError):
        raise Problem("custody.bad_timestamp") from None
