"""A request to countersign, as another desk's file (`amana.testimony.custody.cosign`), and keys that people paste."""

from contextlib import suppress

from amana.errors import Problem
from amana.sealing import ed25519
from amana.testimony.custody import checkpoint, cosign, merkle

SEED = b"\x02" * 32
LOG = cosign.log_key(ed25519.public_key(SEED))
LEAVES = [merkle.leaf_hash(bytes([number])) for number in range(9)]


def _note(size: int) -> bytes:
    return checkpoint.sign(size, merkle.root(LEAVES[:size]), SEED)


KNOWN = checkpoint.read(_note(5), LOG.public)
GOOD = cosign.Request(5, merkle.prove_consistency(LEAVES, 5), _note(9)).to_bytes()
SEEDS = [GOOD, cosign.Request(0, [], _note(5)).to_bytes(), LOG.text().encode()]


def check(data: bytes) -> None:
    """Nothing is countersigned but what the log signed, and only where it adds to what was seen."""
    with suppress(Problem):
        request = cosign.Request.from_bytes(data)
        assert request.to_bytes() == data
        assert cosign.check_request(request, LOG, KNOWN).size in (5, 9)
    for kind in (cosign.LOG, cosign.COSIGNER):
        with suppress(Problem, UnicodeDecodeError):
            assert cosign.read_key(data.decode(), kind).text() == data.decode().strip()
