"""What leaves the log: all its commitments under a checkpoint, or the proof of one entry (C2SP tlog-proof).

Reading either gives plain data or `custody.not_a_log`; `check_log` and `check_proof`
then say whether it holds, with nothing but the desk's fingerprint to go by.
"""

from dataclasses import dataclass

from amana.errors import Problem
from amana.sealing import notes
from amana.sealing.codec import base64_padded, from_base64_padded
from amana.sealing.ids import id_of
from amana.testimony.custody import checkpoint, merkle
from amana.testimony.custody.checkpoint import Checkpoint
from amana.testimony.custody.entry import Entry, commit

LOG = "amana-custody-log/1"
PROOF = "c2sp.org/tlog-proof@v1"
KEY = SALT = 32


@dataclass(frozen=True)
class Log:
    """An exported log: the card key, every commitment, the checkpoint's note."""

    key: bytes
    commitments: list[bytes]
    note: bytes

    def to_bytes(self) -> bytes:
        """The file `custody.log`."""
        lines = [LOG, base64_padded(self.key), *map(base64_padded, self.commitments), ""]
        return "\n".join(lines).encode() + b"\n" + self.note

    @classmethod
    def from_bytes(cls, data: bytes) -> "Log":
        """Read one. `custody.not_a_log` where it is none."""
        (title, key, *rest), note = _split(data)
        with_key, commitments = _hashes([key])[0], _hashes(rest)
        if title != LOG:
            raise Problem("custody.not_a_log")
        return cls(with_key, commitments, note)


@dataclass(frozen=True)
class Proof:
    """That one entry is in the log: card key, salt, the entry's bytes, its place, its path, the checkpoint's note."""

    key: bytes
    salt: bytes
    entry: bytes
    index: int
    path: list[bytes]
    note: bytes

    def to_bytes(self) -> bytes:
        """The file `entry-N.tlog-proof`."""
        extra = base64_padded(self.key + self.salt + self.entry)
        lines = [PROOF, f"extra {extra}", f"index {self.index}", *map(base64_padded, self.path), ""]
        return "\n".join(lines).encode() + b"\n" + self.note

    @classmethod
    def from_bytes(cls, data: bytes) -> "Proof":
        """Read one. `custody.not_a_log` where it is none."""
        lines, note = _split(data)
        try:
            title, extra, index, *path = lines
            opening = from_base64_padded(extra.removeprefix("extra "))
            place = int(index.removeprefix("index "))
        except ValueError:
            raise Problem("custody.not_a_log") from None
        if title != PROOF or lines[1:3] != [f"extra {base64_padded(opening)}", f"index {place}"] or place < 0:
            raise Problem("custody.not_a_log")
        key, salt, entry = opening[:KEY], opening[KEY : KEY + SALT], opening[KEY + SALT :]
        return cls(key, salt, entry, place, _hashes(path), note)


def check_log(log: Log, fingerprint: str, earlier: bytes | None = None) -> Checkpoint:
    """The checkpoint that holds for `log` and only adds to the `earlier` one; a `custody` problem if it does not."""
    head = _head(log.key, log.note, fingerprint)
    if len(log.commitments) != head.size:
        raise Problem("custody.other_size", has=len(log.commitments), signed=head.size)
    leaves = [merkle.leaf_hash(commitment) for commitment in log.commitments]
    if merkle.root(leaves) != head.root:
        raise Problem("custody.other_root", signed=head.size)
    if earlier is not None:
        before = _head(log.key, earlier, fingerprint)
        if before.size > head.size or merkle.root(leaves[: before.size]) != before.root:
            raise Problem("custody.rewritten", before=before.size)
    return head


def check_proof(proof: Proof, fingerprint: str) -> tuple[Checkpoint, Entry]:
    """The checkpoint and the entry that `proof` shows to be in it; a `custody` problem if it shows nothing."""
    head = _head(proof.key, proof.note, fingerprint)
    leaf = merkle.leaf_hash(commit(proof.salt, proof.entry))
    if not merkle.check_inclusion(leaf, proof.index, head.size, proof.path, head.root):
        raise Problem("custody.not_included", index=proof.index)
    try:
        entry = Entry.from_bytes(proof.entry)
    except ValueError:
        raise Problem("custody.not_a_log") from None
    if entry.index != proof.index:
        raise Problem("custody.not_included", index=proof.index)
    return head, entry


def _head(key: bytes, note: bytes, fingerprint: str) -> Checkpoint:
    if id_of(key) != fingerprint:
        raise Problem("custody.other_desk")
    notes.text_of(note)
    try:
        return checkpoint.read(note, key)
    except Problem as problem:
        raise Problem("custody.bad_signature") from problem


def _split(data: bytes) -> tuple[list[str], bytes]:
    """The lines before the first empty one, and the note after it."""
    head, blank, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise Problem("custody.not_a_log") from None
    if not blank or len(lines) < 2:
        raise Problem("custody.not_a_log")
    return lines, note


def _hashes(lines: list[str]) -> list[bytes]:
    try:
        hashes = [from_base64_padded(line) for line in lines]
    except ValueError:
        raise Problem("custody.not_a_log") from None
    if any(len(found) != 32 for found in hashes):
        raise Problem("custody.not_a_log")
    return hashes
