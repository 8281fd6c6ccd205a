"""Handing out the log and its proofs. That somebody did so is itself logged."""

from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.sealing import ed25519
from amana.testimony.custody import merkle
from amana.testimony.custody.files import Log, Proof
from amana.testimony.custody.keeping import commitments, leaves
from amana.testimony.custody.lodging import with_cosignatures
from amana.testimony.custody.log import logged
from amana.testimony.custody.models import SALT, Row, Signed


@logged("custody.log_exported", subject="signed")
def export_log(actor: User, signed: Signed) -> bytes:
    """The log up to a checkpoint, as a file."""
    require(actor, "custody.read")
    return Log(ed25519.public_key(lock.keys.card), commitments(signed.size), with_cosignatures(signed)).to_bytes()


@logged("custody.proof_exported", subject="row")
def export_proof(actor: User, row: Row) -> bytes:
    """The proof of one entry under the newest checkpoint, as a file. `custody.no_checkpoint_yet` if none covers it."""
    require(actor, "custody.read")
    signed = Signed.objects.filter(size__gt=row.index).order_by("-size").first()
    if signed is None:
        raise Problem("custody.no_checkpoint_yet")
    opening = row.opening
    key, path = ed25519.public_key(lock.keys.card), merkle.prove_inclusion(leaves(signed.size), row.index)
    return Proof(key, opening[:SALT], opening[SALT:], row.index, path, with_cosignatures(signed)).to_bytes()
