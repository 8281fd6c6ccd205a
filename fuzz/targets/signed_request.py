"""The headers of a request to a hub, from anyone (`amana.sealing.signatures`)."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import signatures
from amana.sealing.mailbox import Mailbox
from amana.sealing.vectors import seed

NOW = 1_795_000_000
PLACE = "GET", "hub.example", "/v1/x", b""
HEADERS = signatures.sign_request(*PLACE, seed(31), NOW)
SEEDS = [f"{HEADERS['Signature-Input']}\n{HEADERS['Signature']}".encode()]


def check(data: bytes) -> None:
    """Only what the mailbox's key signed says that it did."""
    described, _, signature = data.decode("latin-1").partition("\n")
    headers = {"signature-input": described, "signature": signature}
    with suppress(Problem):
        signer = signatures.verify_request(*PLACE, headers, NOW)
        assert signer != Mailbox(seed(31)).id or data == SEEDS[0]
