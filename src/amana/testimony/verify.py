"""`./amana verify FILE --desk FINGERPRINT`: does an exported custody log, or a proof of one entry, hold? Offline."""

import argparse
from datetime import datetime
from pathlib import Path

from amana.errors import Problem
from amana.testimony.custody.files import PROOF, Log, Proof, check_log, check_proof

BROKEN = {
    "custody.other_desk",
    "custody.bad_signature",
    "custody.other_size",
    "custody.other_root",
    "custody.rewritten",
    "custody.not_included",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whose it must be."""
    parser.add_argument("file", type=Path, help="custody.log, or an entry's .tlog-proof")
    parser.add_argument(
        "--desk", required=True, metavar="FINGERPRINT", help="the desk's fingerprint: what its link has after #"
    )
    parser.add_argument("--earlier", type=Path, metavar="CHECKPOINT", help="a checkpoint that you were given before")


def run(args: argparse.Namespace) -> int:
    """Print the verdict. 0: it holds; 1: it does not; an unreadable file is a Problem."""
    data = _read(args.file)
    try:
        if data.startswith(PROOF.encode()):
            print(_verdict_on_proof(Proof.from_bytes(data), args.desk))
        else:
            print(_verdict_on_log(Log.from_bytes(data), args.desk, _read(args.earlier) if args.earlier else None))
    except Problem as problem:
        if problem.code not in BROKEN:
            raise
        print(f"IT DOES NOT HOLD. {problem}")
        return 1
    return 0


def _verdict_on_log(log: Log, desk: str, earlier: bytes | None) -> str:
    head = check_log(log, desk, earlier)
    said = f"IT HOLDS. The {head.size} entries are those that {head.origin} signed, in their order."
    return f"{said}\nIt only adds to the earlier checkpoint." if earlier else said


def _verdict_on_proof(proof: Proof, desk: str) -> str:
    head, entry = check_proof(proof, desk)
    at = datetime.fromisoformat(entry.at)
    facts = [
        f"IT HOLDS. This is entry {entry.index} of the log that {head.origin} signed at {head.size} entries:",
        f"  when     {at:%Y-%m-%d %H:%M:%S} UTC, by the desk's own clock",
        f"  who      {entry.actor}",
        f"  action   {entry.action}",
        f"  subject  {entry.subject or 'none'}",
    ]
    return "\n".join(facts + [f"  {name:<8} {value}" for name, value in sorted(entry.detail.items())])


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Problem("custody.no_file", path=path) from None
