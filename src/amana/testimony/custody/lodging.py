"""Lodging checkpoints outside, where nobody at this desk can rewrite them; and keeping those of other desks.

What is done is done with its entry in the log (spec/custody.md, "Lodging a checkpoint outside").
"""

from pathlib import Path

from cryptography.x509 import Certificate
from django.conf import settings
from django.utils import timezone

from amana.desk.lock import lock
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.sealing import ed25519, notes
from amana.testimony.custody import checkpoint, cosign, merkle, timestamp
from amana.testimony.custody.keeping import leaves
from amana.testimony.custody.log import logged, take_turn
from amana.testimony.custody.models import Cosigner, Lodged, OtherLog, Seen, Signed

LONGEST = 1 << 17


def own_keys() -> tuple[cosign.Key, cosign.Key]:
    """The verifier keys of this desk's log, and of its countersigning."""
    log = cosign.log_key(ed25519.public_key(lock.keys.card))
    return log, cosign.cosigner_key(lock.keys.card, log.name)


def bare(signed: Signed) -> bytes:
    """The checkpoint with this desk's signature alone: what is countersigned and time-stamped."""
    log, _ = own_keys()
    return notes.bare(bytes(signed.note), log.name, log.public)


def with_cosignatures(signed: Signed) -> bytes:
    """The checkpoint with every cosignature that there is: what is handed out."""
    lines = signed.lodged.exclude(cosigner=None).order_by("pk").values_list("content", flat=True)
    return bare(signed) + b"".join(bytes(line) for line in lines[: notes.MOST_SIGNATURES - 1])


@logged("custody.cosigner_kept")
def keep_cosigner(actor: User, label: str, key: str) -> Cosigner:
    """Another desk will countersign: its verifier key, whose fingerprint was compared by voice."""
    require(actor, "custody.lodge")
    text = cosign.read_key(key, cosign.COSIGNER).text()
    return Cosigner.objects.get_or_create(key=text, defaults={"label": label.strip()})[0]


@logged("custody.other_log_kept")
def keep_other_log(actor: User, label: str, key: str) -> OtherLog:
    """This desk will countersign another's log: its verifier key, whose fingerprint was compared by voice."""
    require(actor, "custody.lodge")
    text = cosign.read_key(key, cosign.LOG).text()
    return OtherLog.objects.get_or_create(key=text, defaults={"label": label.strip()})[0]


@logged("custody.cosignature_asked", subject="signed")
def ask_cosigner(actor: User, signed: Signed, cosigner: Cosigner) -> bytes:
    """The request for a cosigner, as a file: from the newest checkpoint that it has countersigned to this one."""
    require(actor, "custody.lodge")
    last = cosigner.lodged.order_by("-signed_id").first()
    old = last.signed_id if last else 0
    if old > signed.size:
        raise Problem("custody.newer_is_lodged", size=old)
    proof = merkle.prove_consistency(leaves(signed.size), old) if old else []
    return cosign.Request(old, proof, bare(signed)).to_bytes()


@logged("custody.countersigned", subject="other")
def countersign(actor: User, other: OtherLog, data: bytes) -> str:
    """The signature line for another desk's request, if its log only adds to what was seen of it here."""
    require(actor, "custody.lodge")
    take_turn()  # what was seen of a log, and what is seen now, is decided by one at a time
    request = cosign.Request.from_bytes(_fitting(data))
    key = cosign.read_key(other.key, cosign.LOG)
    last = other.seen.order_by("-size").first()
    known = checkpoint.read(bytes(last.note), key.public) if last else None
    head = cosign.check_request(request, key, known)
    if known is None or head.size > known.size:
        Seen.objects.create(log=other, size=head.size, note=notes.bare(request.note, key.name, key.public))
    return cosign.cosign(head, lock.keys.card, own_keys()[0].name, timezone.now())


@logged("custody.lodged", subject="signed")
def keep_cosignature(actor: User, signed: Signed, cosigner: Cosigner, line: bytes) -> Lodged:
    """A cosigner's answer, checked by its key."""
    require(actor, "custody.lodge")
    key, note = cosign.read_key(cosigner.key, cosign.COSIGNER), bare(signed) + _fitting(line)
    at = cosign.check_cosignature(note, key, checkpoint.read(note, own_keys()[0].public))
    ours = next(row for row in _fitting(line).splitlines(keepends=True) if f"— {key.name} ".encode() in row)
    return Lodged.objects.get_or_create(signed=signed, cosigner=cosigner, defaults={"content": ours, "at": at})[0]


@logged("custody.lodged", subject="signed")
def keep_timestamp(actor: User | None, signed: Signed, answer: bytes) -> Lodged:
    """A time-stamp service's answer, checked by the operator's roots."""
    at = timestamp.check(answer, bare(signed), _roots())
    return Lodged.objects.get_or_create(signed=signed, cosigner=None, defaults={"content": answer, "at": at})[0]


def stamp(actor: User | None, signed: Signed) -> Lodged:
    """Ask the operator's time-stamp service about a checkpoint. Nothing is asked unless the operator named one."""
    if actor is not None:
        require(actor, "custody.lodge")
    if not settings.DESK_TIMESTAMP_URL:
        raise Problem("custody.no_service")
    return keep_timestamp(actor, signed, timestamp.ask(settings.DESK_TIMESTAMP_URL, bare(signed), _roots()))


def stamp_newest() -> bool:
    """Ask about the newest checkpoint, if the desk is open and nobody has asked yet; whether anything was asked."""
    if not (settings.DESK_TIMESTAMP_URL and lock.is_open):
        return False
    newest = Signed.objects.order_by("-size").first()
    if newest is None or newest.lodged.filter(cosigner=None).exists():
        return False
    stamp(None, newest)
    return True


def compare(actor: User, note: bytes) -> checkpoint.Checkpoint:
    """The checkpoint that was lodged outside, if the log still begins with it; a `custody` problem if not."""
    require(actor, "custody.read")
    try:
        head = checkpoint.read(_fitting(note), own_keys()[0].public)
    except Problem:
        raise Problem("custody.bad_signature") from None
    hashes = leaves(head.size)
    if len(hashes) < head.size or merkle.root(hashes) != head.root:
        raise Problem("custody.rewritten", before=head.size)
    return head


def _roots() -> list[Certificate]:
    return timestamp.read_roots(Path(settings.DESK_TIMESTAMP_ROOTS))


def _fitting(data: bytes) -> bytes:
    if len(data) > LONGEST:
        raise Problem("custody.not_a_request")
    return data
