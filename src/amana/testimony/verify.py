"""`./amana verify FILE --desk FINGERPRINT`: does an exported custody log, or a proof of one entry, hold? Offline."""

import argparse
import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from amana.errors import Problem
from amana.sealing import notes
from amana.testimony.custody import cosign, timestamp
from amana.testimony.custody.checkpoint import Checkpoint
from amana.testimony.custody.entry import Entry
from amana.testimony.custody.files import PROOF, Log, Proof, check_log, check_proof
from amana.testimony.custody.tie import TOLD, Tie

BROKEN = {
    "custody.other_desk",
    "custody.bad_signature",
    "custody.other_size",
    "custody.other_root",
    "custody.rewritten",
    "custody.not_included",
    "custody.not_cosigned",
    "custody.bad_timestamp",
    "custody.not_tied",
    "custody.another_file",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whose it must be."""
    parser.add_argument("file", type=Path, help="custody.log, or an entry's .tlog-proof")
    parser.add_argument(
        "--desk", required=True, metavar="FINGERPRINT", help="the desk's fingerprint: what its link has after #"
    )
    parser.add_argument("--earlier", type=Path, metavar="CHECKPOINT", help="a checkpoint that you were given before")
    parser.add_argument(
        "--cosigner", type=Path, metavar="KEY", help="a file with the key of a desk that must have countersigned"
    )
    parser.add_argument(
        "--timestamp", type=Path, metavar="TSR", help="a time-stamp of the checkpoint, to check as well"
    )
    parser.add_argument("--tie", type=Path, metavar="TIE", help="copy-N.tie: is the entry about this copy?")
    parser.add_argument("--original", type=Path, metavar="FILE", help="the file that the copy must have been made of")
    parser.add_argument("--copy", type=Path, metavar="FILE", help="the copy that must have been made of it")
    parser.add_argument("--roots", type=Path, metavar="PEM", help="root certificates of the time-stamp's service")


def run(args: argparse.Namespace) -> int:
    """Print the verdict. 0: it holds; 1: it does not; an unreadable file is a Problem."""
    data = _read(args.file)
    if args.timestamp and not args.roots:
        raise Problem("custody.roots_needed")
    if (args.original or args.copy) and not args.tie:
        raise Problem("custody.tie_needs_entry")
    try:
        if data.startswith(PROOF.encode()):
            proof = Proof.from_bytes(data)
            head, said = _verdict_on_proof(proof, args.desk)
            key, note = proof.key, proof.note
            if args.tie:
                said = "\n".join([said, *_verdict_on_tie(args, proof)])
        elif args.tie:
            raise Problem("custody.tie_needs_entry")
        else:
            log = Log.from_bytes(data)
            head, said = _verdict_on_log(log, args.desk, _read(args.earlier) if args.earlier else None)
            key, note = log.key, log.note
        print("\n".join([said, *_outside(args, head, notes.bare(note, head.origin, key), note)]))
    except Problem as problem:
        if problem.code not in BROKEN:
            raise
        print(f"IT DOES NOT HOLD. {problem}")
        return 1
    return 0


def _outside(args: argparse.Namespace, head: Checkpoint, bare: bytes, note: bytes) -> Iterator[str]:
    """What others say of the checkpoint, as far as it was asked for."""
    if args.cosigner:
        key = cosign.read_key(_read(args.cosigner).decode("utf-8", "replace"), cosign.COSIGNER)
        at = cosign.check_cosignature(note, key, head)
        yield f"{key.name} countersigned it on {at:%Y-%m-%d %H:%M:%S} UTC, by its own clock."
    if args.timestamp:
        at = timestamp.check(_read(args.timestamp), bare, timestamp.read_roots(args.roots))
        yield f"A time-stamp service saw it on {at:%Y-%m-%d %H:%M:%S} UTC."


def _verdict_on_log(log: Log, desk: str, earlier: bytes | None) -> tuple[Checkpoint, str]:
    head = check_log(log, desk, earlier)
    said = f"IT HOLDS. The {head.size} entries are those that {head.origin} signed, in their order."
    return head, f"{said}\nIt only adds to the earlier checkpoint." if earlier else said


def _verdict_on_proof(proof: Proof, desk: str) -> tuple[Checkpoint, str]:
    head, entry = check_proof(proof, desk)
    at = datetime.fromisoformat(entry.at)
    facts = [
        f"IT HOLDS. This is entry {entry.index} of the log that {head.origin} signed at {head.size} entries:",
        f"  when     {at:%Y-%m-%d %H:%M:%S} UTC, by the desk's own clock",
        f"  who      {entry.actor}",
        f"  action   {entry.action}",
        f"  subject  {entry.subject or 'none'}",
    ]
    return head, "\n".join(facts + [f"  {name:<8} {value}" for name, value in sorted(entry.detail.items())])


def _verdict_on_tie(args: argparse.Namespace, proof: Proof) -> Iterator[str]:
    """What a copy was made of, as the entry has it."""
    tie = Tie.from_bytes(_read(args.tie))
    if tie.value not in Entry.from_bytes(proof.entry).detail.get(TOLD, ()):
        raise Problem("custody.not_tied")
    for path, told in ((args.original, tie.original), (args.copy, tie.copy)):
        if path and hashlib.sha256(_read(path)).hexdigest() != told:
            raise Problem("custody.another_file", path=path)
    yield f"The entry ties the copy   {tie.copy}"
    yield f"to the original           {tie.original} (SHA-256 of each)."


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Problem("custody.no_file", path=path) from None
